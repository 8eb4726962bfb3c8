import Files
import Glibc
import SystemPackage

/// A file's bytes, whatever they mean.
enum WholeFile {
    /// Copies a file for its owner alone, and waits until the disk has the copy; there must be none of that name.
    static func copy(_ path: String, to other: String) throws(Errno) {
        let source = try SystemCall.repeating { open(path, O_RDONLY | O_CLOEXEC) }
        defer { close(source) }
        let copy = try SystemCall.repeating { open(other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        defer { close(copy) }
        while true {
            let bytes = try Descriptor.read(source, limit: 1 << 20)
            if bytes.isEmpty { break }
            try Descriptor.write(bytes, to: copy)
        }
        guard fsync(copy) == 0 else { throw .last }
    }
}
