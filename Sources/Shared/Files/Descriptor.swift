import Glibc
package import SystemPackage

/// The calls on open files of any kind; each goes on after a signal.
package enum Descriptor {
    /// Writes every byte.
    package static func write(_ bytes: some Collection<UInt8>, to descriptor: Int32) throws(Errno) {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = try SystemCall.repeating {
                bytes[sent...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            }
            guard count > 0 else { throw .ioError }
            sent += count
        }
    }

    /// Reads to the end, but not more than `limit` bytes.
    package static func read(_ descriptor: Int32, limit: Int) throws(Errno) -> [UInt8] {
        var bytes: [UInt8] = []
        var status = stat()
        // Of a file it is known how long it is; an array that grew would be there twice for a moment.
        if fstat(descriptor, &status) == 0 { bytes.reserveCapacity(min(limit, max(0, Int(status.st_size)))) }
        var chunk = [UInt8](repeating: 0, count: min(limit, 1 << 16))
        while bytes.count < limit {
            let wanted = min(chunk.count, limit - bytes.count)
            let count = try SystemCall.repeating {
                chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, wanted) }
            }
            if count == 0 { break }
            bytes += chunk[..<count]
        }
        return bytes
    }

    /// Waits until the disk has a directory's entries, and so a file's new name.
    package static func sync(directory: String) throws(Errno) {
        let descriptor = try SystemCall.repeating { open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .last }
    }
}
