import Files
import Glibc
import SystemPackage

/// What a disk has left.
enum DiskSpace {
    /// Bytes that this user may still write in a directory (statvfs(3)).
    static func freeBytes(in directory: String) throws(Errno) -> Int {
        var status = statvfs()
        guard statvfs(directory, &status) == 0 else { throw Errno.last }
        let (bytes, isTooMany) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return isTooMany ? .max : Int(clamping: bytes)
    }
}
