import CustomerAPI
import Domain
import GRDB
import Glibc
import SQLite

/// The file of a store on its way to being open.
struct StoreFile {
    let path: String
    let options: SQLiteStore.Options

    func open() throws(SQLiteStoreOpenFailure) -> (DatabasePool, FeedEpoch) {
        try create()
        do {
            try inspect()
            let pool = try DatabasePool(path: path, configuration: configuration)
            // GRDB lowers this to NORMAL, with which a power cut takes back what was answered already.
            try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
            try Schema.migrator.migrate(pool)
            return (pool, try pool.read { db in try FeedEpoch(in: db) })
        } catch let failure as SQLiteStoreOpenFailure {
            throw failure
        } catch {
            throw failure(error)
        }
    }

    private var configuration: Configuration {
        Configuration(
            busyTimeoutSeconds: options.busyTimeoutSeconds, maximumReaderCount: 4, onStatement: options.onStatement
        ) { db in
            // 8 MB a connection; a log that a load has blown up shrinks to 16 MB again.
            try db.execute(sql: "PRAGMA cache_size = -8000; PRAGMA journal_size_limit = 16777216")
        }
    }

    /// Makes an empty file for its owner alone; SQLite gives `-wal` and `-shm` the same permissions.
    ///
    /// An existing file is not touched: closing a descriptor of it would drop the locks that SQLite holds on it.
    private func create() throws(SQLiteStoreOpenFailure) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw failure(errno: errno)
        } else {
            var status = stat()
            if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { throw failure(.isDirectory) }
        }
    }

    /// Looks at the file through a connection that changes nothing, so that what is not ours stays as it is.
    private func inspect() throws {
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { db in
            guard try db.hasNoSchema() || Schema.isOurs(db) else { throw failure(.foreign) }
            guard try !Schema.migrator.hasBeenSuperseded(db) else { throw failure(.newerSchema) }
        }
    }
}

// MARK: - Failures

extension StoreFile {
    private func failure(_ reason: SQLiteStoreOpenFailure.Reason) -> SQLiteStoreOpenFailure {
        SQLiteStoreOpenFailure(path: path, reason: reason)
    }

    private func failure(errno code: CInt) -> SQLiteStoreOpenFailure {
        switch code {
        case ENOENT, ENOTDIR: failure(.noSuchDirectory)
        case EISDIR: failure(.isDirectory)
        case EACCES, EPERM, EROFS: failure(.noPermission)
        case ENOSPC, EDQUOT: failure(.diskFull)
        default: failure(.other(detail: String(cString: strerror(code))))
        }
    }

    private func failure(_ error: any Error) -> SQLiteStoreOpenFailure {
        guard let error = error as? DatabaseError else {
            return failure(.other(detail: String(describing: error)))
        }
        switch error.resultCode {
        case .SQLITE_NOTADB: return failure(.notADatabase)
        case .SQLITE_CORRUPT: return failure(.damaged)
        case .SQLITE_BUSY, .SQLITE_LOCKED: return failure(.locked)
        case .SQLITE_FULL: return failure(.diskFull)
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_READONLY: return failure(.noPermission)
        default: return failure(.other(detail: error.message ?? "SQLite error \(error.resultCode.rawValue)"))
        }
    }
}
