package import Disks

/// One call of a ``Disk``, with the paths that it works on.
package enum DiskCall: Hashable, Sendable {
    case open(String, OpenPurpose)
    case fstat(String)
    case lstat(String)
    case pread(String, count: Int)
    case write(String, count: Int)
    case ftruncate(String, to: Int)
    case fdatasync(String)
    case fsync(String)
    case fchmod(String)
    case rename(String, to: String)
    case link(String, as: String)
    case unlink(String)
    case mkdir(String)
    case readdir(String)
    case lock(String)
}

/// A call as it comes.
package struct DiskMoment: Sendable {
    package let call: DiskCall
    /// Calls before it.
    package let number: Int
    /// Calls before it that were the same.
    package let repetition: Int
}

/// What becomes of a call.
package enum Interception: Hashable, Sendable {
    case pass
    /// It fails; of what a failed sync was to save nothing is certain any more.
    case fail(DiskFault)
    /// It says that all went well, and nothing happens.
    case pretend
    /// The program is dead: nothing happens any more.
    case crash
}

/// How calls fail.
package enum DiskFault: String, Hashable, Sendable, CaseIterable {
    /// `EIO`, `ENOSPC`, `EDQUOT`, `EINTR`
    case inputOutput, noSpace, quota, interrupted
    /// A write takes half of the bytes; another call fails for want of room.
    case shortWrite
    /// A write takes all bytes but the last.
    case almostWhole
}
