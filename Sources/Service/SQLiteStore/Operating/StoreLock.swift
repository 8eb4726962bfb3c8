import Files
import Glibc
import Synchronization

/// One server for a database file: held from before the file is opened until after it is closed.
///
/// A file of its own beside the database, for closing any descriptor of the database itself would drop the locks that
/// SQLite holds on it (sqlite.org/howtocorrupt.html §2.2). What only looks at the database or copies it takes no lock.
package final class StoreLock: Sendable {
    private let file: LockedFile
    private let isReleased = Mutex(false)

    /// Of its name.
    static let ending = "-lock"

    /// - Parameter path: of the database, by any of its names; it need not be there.
    /// - Throws: ``SQLiteStoreOpenFailure/Reason/inUse(process:)`` while another process has it,
    ///   ``SQLiteStoreOpenFailure/Reason/severalNames`` where another could have it as well, or why it cannot be had.
    package init(database path: String) throws(SQLiteStoreOpenFailure) {
        let real = StorePath(path).real
        guard (try? FileStatus(at: real))?.kind != .directory else {
            throw SQLiteStoreOpenFailure(path: path, reason: .isDirectory)
        }
        do throws(LockedFile.Failure) {
            file = try LockedFile(real + Self.ending)
        } catch {
            switch error {
            case .held:
                throw SQLiteStoreOpenFailure(path: path, reason: .inUse(process: Self.holder(real + Self.ending)))
            case .system(let error): throw SQLiteStoreOpenFailure(path: path, reason: .init(error))
            }
        }
        file.write("\(getpid())\n")
        file.belong(toOwnerOf: real)
        StorePath(path).removeLeftNames()
        guard (try? FileStatus(at: real))?.names ?? 1 <= 1 else {
            release()
            throw SQLiteStoreOpenFailure(path: path, reason: .severalNames)
        }
    }

    deinit {
        release()
    }

    /// Lets others have the database.
    package func release() {
        isReleased.withLock { isReleased in
            guard !isReleased else { return }
            isReleased = true
            file.remove()
        }
    }

    /// The process that has written its number into the file; `nil` when none has, yet.
    private static func holder(_ path: String) -> Int? {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = read(descriptor, &bytes, bytes.count)
        return Int(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).prefix { $0 != "\n" })
    }
}

extension LockedFile {
    fileprivate func write(_ text: String) {
        ftruncate(descriptor, 0)
        let bytes = Array(text.utf8)
        pwrite(descriptor, bytes, bytes.count, 0)
    }

    /// What root makes beside somebody's database is theirs as the database is, so that their server can take it over.
    ///
    /// Only root may give a file away; of anybody else's it is theirs already.
    func belong(toOwnerOf path: String) {
        var status = stat()
        guard geteuid() == 0, stat(path, &status) == 0 else { return }
        fchown(descriptor, status.st_uid, status.st_gid)
    }
}
