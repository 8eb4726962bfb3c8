package import Files
package import SystemPackage

/// The file system as far as journal and cache need it: one method a system call, named after it, which fails as it does.
///
/// Paths are absolute. Calls that a signal interrupts (`EINTR`, signal(7)) are repeated inside, except ``fdatasync(_:)``
/// and ``fsync(_:)``: after a failure of these it cannot be known what the disk has.
package protocol Disk: Sendable {
    /// open(2), for this user alone (0600), following no link at the end of the path and not inherited by other programs.
    func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile
    func close(_ file: OpenFile)
    func fstat(_ file: OpenFile) throws(Errno) -> FileStatus
    /// Of a link itself, not of what it leads to.
    func lstat(_ path: String) throws(Errno) -> FileStatus
    /// Fewer bytes than asked for at the end of the file only.
    func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8]
    /// One write(2) at the end of the file (`O_APPEND`).
    ///
    /// - Returns: how many bytes were taken, which may be fewer.
    func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int
    func ftruncate(_ file: OpenFile, to size: Int) throws(Errno)
    /// Brings a file's bytes and its size to the disk.
    func fdatasync(_ file: OpenFile) throws(Errno)
    /// Brings a directory's entries to the disk.
    func fsync(_ directory: OpenFile) throws(Errno)
    func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno)
    func rename(_ old: String, to new: String) throws(Errno)
    func link(_ existing: String, as new: String) throws(Errno)
    func unlink(_ path: String) throws(Errno)
    /// mkdir(2), for this user alone (0700).
    func mkdir(_ path: String) throws(Errno)
    /// The names in a directory (readdir(3)), without `.` and `..`.
    func readdir(_ path: String) throws(Errno) -> [String]
    /// flock(2), exclusive.
    ///
    /// - Returns: `false` when another has it and `wait` is not asked for.
    func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool
    func unlock(_ file: OpenFile)
    /// geteuid(2).
    var userID: UInt32 { get }
}

/// A file descriptor.
package struct OpenFile: Hashable, Sendable {
    package let descriptor: Int32

    package init(descriptor: Int32) {
        self.descriptor = descriptor
    }
}

/// What a file is opened for.
package enum OpenPurpose: Hashable, Sendable {
    /// An existing file: to read it and to write at its end.
    case appending
    case reading
    /// A file that must not exist yet: as ``appending``.
    case new
    /// A file that is locked and never written, created if missing.
    case locking
    /// A directory, to be synced.
    case directory
}
