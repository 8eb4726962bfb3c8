package import Disks
package import Files
package import SystemPackage

/// A disk that hands every call on, but for those that it does otherwise.
package protocol ForwardingDisk: Disk {
    var inner: any Disk { get }
}

extension ForwardingDisk {
    package func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile {
        try inner.open(path, purpose)
    }

    package func close(_ file: OpenFile) { inner.close(file) }

    package func fstat(_ file: OpenFile) throws(Errno) -> FileStatus { try inner.fstat(file) }

    package func lstat(_ path: String) throws(Errno) -> FileStatus { try inner.lstat(path) }

    package func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        try inner.pread(file, count: count, at: offset)
    }

    package func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int { try inner.write(file, bytes) }

    package func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) { try inner.ftruncate(file, to: size) }

    package func fdatasync(_ file: OpenFile) throws(Errno) { try inner.fdatasync(file) }

    package func fsync(_ directory: OpenFile) throws(Errno) { try inner.fsync(directory) }

    package func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) {
        try inner.fchmod(file, to: permissions)
    }

    package func rename(_ old: String, to new: String) throws(Errno) { try inner.rename(old, to: new) }

    package func link(_ existing: String, as new: String) throws(Errno) { try inner.link(existing, as: new) }

    package func unlink(_ path: String) throws(Errno) { try inner.unlink(path) }

    package func mkdir(_ path: String) throws(Errno) { try inner.mkdir(path) }

    package func readdir(_ path: String) throws(Errno) -> [String] { try inner.readdir(path) }

    package func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool { try inner.lock(file, wait: wait) }

    package func unlock(_ file: OpenFile) { inner.unlock(file) }

    package var userID: UInt32 { inner.userID }
}
