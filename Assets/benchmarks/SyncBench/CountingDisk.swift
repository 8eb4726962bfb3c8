import Disks
import Files
import Synchronization
import SystemPackage

/// This machine's disk, and how often it was waited for.
final class CountingDisk: Disk {
    private let disk = SystemDisk()
    private let count = Atomic(0)

    /// Calls of fdatasync(2) and fsync(2).
    var syncs: Int { count.load(ordering: .relaxed) }

    func fdatasync(_ file: OpenFile) throws(Errno) {
        count.add(1, ordering: .relaxed)
        try disk.fdatasync(file)
    }

    func fsync(_ directory: OpenFile) throws(Errno) {
        count.add(1, ordering: .relaxed)
        try disk.fsync(directory)
    }

    // MARK: The rest as it is

    func open(_ path: String, _ purpose: OpenPurpose) throws(Errno) -> OpenFile { try disk.open(path, purpose) }
    func close(_ file: OpenFile) { disk.close(file) }
    func fstat(_ file: OpenFile) throws(Errno) -> FileStatus { try disk.fstat(file) }
    func lstat(_ path: String) throws(Errno) -> FileStatus { try disk.lstat(path) }
    func pread(_ file: OpenFile, count: Int, at offset: Int) throws(Errno) -> [UInt8] {
        try disk.pread(file, count: count, at: offset)
    }
    func write(_ file: OpenFile, _ bytes: [UInt8]) throws(Errno) -> Int { try disk.write(file, bytes) }
    func ftruncate(_ file: OpenFile, to size: Int) throws(Errno) { try disk.ftruncate(file, to: size) }
    func fchmod(_ file: OpenFile, to permissions: UInt32) throws(Errno) { try disk.fchmod(file, to: permissions) }
    func rename(_ old: String, to new: String) throws(Errno) { try disk.rename(old, to: new) }
    func link(_ existing: String, as new: String) throws(Errno) { try disk.link(existing, as: new) }
    func unlink(_ path: String) throws(Errno) { try disk.unlink(path) }
    func mkdir(_ path: String) throws(Errno) { try disk.mkdir(path) }
    func readdir(_ path: String) throws(Errno) -> [String] { try disk.readdir(path) }
    func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool { try disk.lock(file, wait: wait) }
    func unlock(_ file: OpenFile) { disk.unlock(file) }
    var userID: UInt32 { disk.userID }
}
