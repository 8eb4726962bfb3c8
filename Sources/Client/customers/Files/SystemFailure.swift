import Glibc

/// A refusal of the operating system, in its own words.
struct SystemFailure: Error, Hashable, Sendable {
    let code: Int32

    /// The calling thread's last one.
    static var last: SystemFailure { SystemFailure(code: errno) }

    /// `No space left on device` and the like.
    var reason: String {
        strerror(code).map { String(cString: $0) } ?? "error \(code)"
    }
}

/// The calls on open files that this program needs; each goes on after a signal.
enum FileDescriptorIO {
    /// Writes every byte.
    static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(SystemFailure) {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                sent += count
            } else if errno != EINTR {
                throw .last
            }
        }
    }

    /// Reads to the end, but not more than `limit` bytes.
    static func read(_ descriptor: Int32, limit: Int) throws(SystemFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let wanted = min(chunk.count, limit - bytes.count)
            let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, wanted) }
            if count > 0 {
                bytes += chunk[..<count]
            } else if count == 0 {
                return bytes
            } else if errno != EINTR {
                throw .last
            }
        }
        return bytes
    }
}
