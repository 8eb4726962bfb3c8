import Glibc
package import SystemPackage

/// A file that is there as it was or as it will be, and never in between.
package enum ReplacedFile {
    /// Gives a file other contents, under another name first; where there was none, there is one then.
    ///
    /// It is on the disk, with its name, when this returns. Where it fails, what was there is as it was. Everything happens in
    /// the directory that is opened first, whatever its path leads to later.
    ///
    /// - Parameters:
    ///   - path: a link at its end is replaced, not followed.
    ///   - permissions: the new file's, whatever the umask.
    ///   - owner: whose it will be; this user's for `nil`. Only root may give a file away.
    ///   - isNew: whether there must be no file yet; then `EEXIST` is thrown where one is, even one made meanwhile.
    ///   - confirm: called when everything is written, last thing before the file has its name; what it throws leaves
    ///     what was there.
    package static func write(
        _ bytes: some Collection<UInt8>, to path: String, permissions: UInt32 = 0o600, owner: FileOwner? = nil,
        isNew: Bool = false, confirm: () throws(Errno) -> Void = {}
    ) throws(Errno) {
        let (directory, name) = (PathText.directory(of: path), PathText.name(of: path))
        // A directory that cannot be read is found out before anything has changed.
        let place = try SystemCall.repeating { open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        defer { close(place) }
        let temporary = ".\(name)-" + suffix()
        defer {
            unlinkat(place, temporary, 0)
            TemporaryFiles.remove("\(directory)/\(temporary)")
        }
        let file = try TemporaryFiles.make("\(directory)/\(temporary)", descriptorOf: \.self) { () throws(Errno) in
            try SystemCall.repeating {
                openat(place, temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            }
        }
        defer { close(file) }
        try fill(file, bytes, permissions, owner)
        try confirm()
        if isNew {
            try SystemCall.repeating { linkat(place, temporary, place, name, 0) }
        } else {
            try SystemCall.repeating { renameat(place, temporary, place, name) }
        }
        guard fsync(place) == 0 else { throw .last }
    }

    private static func fill(
        _ file: CInt, _ bytes: some Collection<UInt8>, _ permissions: UInt32, _ owner: FileOwner?
    ) throws(Errno) {
        if let owner { try SystemCall.repeating { fchown(file, owner.user, owner.group) } }
        try SystemCall.repeating { fchmod(file, permissions) }
        try Descriptor.write(bytes, to: file)
        guard fdatasync(file) == 0 else { throw .last }
    }

    private static func suffix() -> String {
        String(UInt64.random(in: .min ... .max), radix: 36)
    }
}

/// Whose a file is.
package struct FileOwner: Hashable, Sendable {
    package let user: UInt32
    package let group: UInt32

    package init(user: UInt32, group: UInt32) {
        (self.user, self.group) = (user, group)
    }
}
