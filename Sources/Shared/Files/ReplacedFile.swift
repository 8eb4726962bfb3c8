import Glibc
package import SystemPackage

/// A file that is there as it was or as it will be, and never in between.
package enum ReplacedFile {
    /// Gives a file other contents, under another name first; where there was none, there is one then.
    ///
    /// It is on the disk, with its name, when this returns. Where it fails, what was there is as it was.
    ///
    /// - Parameters:
    ///   - path: a link at its end is replaced, not followed.
    ///   - permissions: the new file's, whatever the umask.
    ///   - isNew: whether there must be no file yet; then `EEXIST` is thrown where one is, even one made meanwhile.
    ///   - confirm: called when everything is written, last thing before the file has its name; what it throws leaves
    ///     what was there.
    package static func write(
        _ bytes: some Collection<UInt8>, to path: String, permissions: UInt32 = 0o600, isNew: Bool = false,
        confirm: () throws(Errno) -> Void = {}
    ) throws(Errno) {
        let directory = directory(of: path)
        let temporary = "\(directory)/.\(path.split(separator: "/").last ?? "")-" + suffix()
        defer { unlink(temporary) }
        // A directory that cannot be read is found out before anything has changed.
        let place = try SystemCall.repeating { open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(place) }
        try fill(temporary, bytes, permissions)
        try confirm()
        if isNew {
            try SystemCall.repeating { link(temporary, path) }
        } else {
            try SystemCall.repeating { rename(temporary, path) }
        }
        guard fsync(place) == 0 else { throw .last }
    }

    private static func fill(
        _ path: String, _ bytes: some Collection<UInt8>, _ permissions: UInt32
    ) throws(Errno) {
        let descriptor = try SystemCall.repeating { open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600) }
        defer { close(descriptor) }
        try SystemCall.repeating { fchmod(descriptor, permissions) }
        try Descriptor.write(bytes, to: descriptor)
        guard fdatasync(descriptor) == 0 else { throw .last }
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func suffix() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }
}
