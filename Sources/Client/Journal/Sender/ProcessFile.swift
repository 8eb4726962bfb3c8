import Disks
import Glibc

/// Files of proc(5), which have no size, and what links lead to.
enum ProcessFile {
    private static let maximumSize = 1 << 20

    static func text(of path: String) -> String? {
        let disk = SystemDisk()
        guard let file = try? disk.open(path, .reading) else { return nil }
        defer { disk.close(file) }
        return (try? disk.pread(file, count: maximumSize, at: 0)).map { String(decoding: $0, as: UTF8.self) }
    }

    static func status(of path: String) -> stat? {
        var status = stat()
        return stat(path, &status) == 0 ? status : nil
    }
}
