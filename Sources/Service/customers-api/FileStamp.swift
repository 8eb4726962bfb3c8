import Glibc

/// What changes when a file does (stat(2)).
///
/// The clock of a file system ticks every few milliseconds, so two changes at once can look like one: a file that is the
/// same at two looks a while apart is one that nobody was writing.
struct FileStamp: Hashable {
    private let device: UInt64
    private let inode: UInt64
    private let size: Int
    private let owner: UInt32
    private let mode: UInt32
    private let written: [Int]
    private let changed: [Int]

    /// Of what a path leads to; `nil` when nothing is there.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int(status.st_size)
        owner = status.st_uid
        mode = status.st_mode
        written = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
        changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
    }
}
