import Glibc

/// A stream that a program is started with, for what may be lost: work goes on when nobody reads it.
package enum StandardStream: Int32, Sendable {
    /// For programs.
    case output = 1
    /// For people and logs.
    case error = 2

    /// Writes the bytes at once, as long as they are taken.
    ///
    /// - Returns: whether all of them were.
    @discardableResult
    package func write(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(rawValue, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    package func write(_ text: String) -> Bool {
        write(Array(text.utf8))
    }

    package var isTerminal: Bool { isatty(rawValue) == 1 }
}
