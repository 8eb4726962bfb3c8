import Glibc
package import SystemPackage

/// The calls on open files of any kind; each goes on after a signal.
package enum Descriptor {
    /// Writes every byte.
    package static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(Errno) {
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
    package static func read(_ descriptor: Int32, limit: Int) throws(Errno) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 16))
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

extension Errno {
    /// The calling thread's last one.
    package static var last: Errno { Errno(rawValue: errno) }
}
