import Glibc

/// Where Lambda takes its log from.
enum StandardError {
    /// Writes the bytes in one piece, as long as there is room; a log that nobody takes is no reason to stop serving.
    static func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
