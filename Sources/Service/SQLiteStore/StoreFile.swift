import CustomerAPI
import Domain
import Files
import GRDB
import Glibc
import SQLite
import SystemPackage

/// The file of a store on its way to being open.
struct StoreFile {
    let path: String
    var options = SQLiteCustomerStore.Options()
    var schema = Schema.current
    /// Whether nothing is written into it: not the log that a killed process has left either.
    var isReadOnly = false

    /// A store's file, open, and what became of it on the way.
    struct Opened {
        let pool: DatabasePool
        let lookups: RowLookups
        let epoch: FeedEpoch
        let key: CursorKey
        let migration: SQLiteCustomerStore.Migration?
        /// Whether there was a log that others have begun.
        let hadLog: Bool
    }

    func open() throws(SQLiteStoreOpenFailure) -> Opened {
        try create()
        return try translating {
            _ = try inspected()
            let hadLog = StoreStatistics.Files(database: path).log > 0
            let pool = try DatabasePool(path: path, configuration: configuration.overwriting)
            // GRDB lowers this to NORMAL, with which a power cut takes back what was answered already.
            try pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA synchronous = FULL") }
            let migration = try schema.migrate(pool, at: path)
            let epoch = try pool.read { db in try FeedEpoch(in: db) }
            return Opened(
                pool: pool, lookups: lookups(), epoch: epoch, key: try CursorKey.kept(in: pool), migration: migration,
                hadLog: hadLog)
        }
    }

    /// One that is there and ours, of this version, and stays as it is.
    func openReadOnly() throws(SQLiteStoreOpenFailure) -> Opened {
        try translating {
            let pool = try DatabasePool(path: path, configuration: configuration)
            let (epoch, key) = try pool.read { db in (try FeedEpoch(in: db), try CursorKey.stored(db)) }
            return Opened(
                pool: pool, lookups: lookups(), epoch: epoch, key: key ?? .random(), migration: nil, hadLog: false)
        }
    }

    /// A connection to a file that is there and ours, of this version or an older one, which stays as it is.
    func openExisting() throws(SQLiteStoreOpenFailure) -> DatabaseQueue {
        do throws(Errno) {
            switch try FileStatus(at: path).kind {
            case .file: break
            case .directory: throw Errno.isDirectory
            case .link, .socket, .other: throw Errno.invalidArgument
            }
        } catch {
            switch error {
            case .noSuchFileOrDirectory: throw failure(.missing)
            case .invalidArgument: throw failure(.notADatabase)
            default: throw failure(.init(error))
            }
        }
        return try translating {
            let queue = try inspected()
            guard try queue.read({ try !$0.hasNoSchema() }) else { throw failure(.notADatabase) }
            guard try queue.read(hasWholePages) else { throw failure(.damaged) }
            return queue
        }
    }

    /// SQLite itself takes what a page lacks at the end of the file for zeros.
    ///
    /// One that is in use, and so has a write-ahead log, may be growing just now.
    private func hasWholePages(_ db: Database) throws -> Bool {
        guard FileIdentity(path: StorePath(path).real + "-wal") == nil else { return true }
        let pageBytes = try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 1
        return StoreStatistics.Files(database: path).database.isMultiple(of: pageBytes)
    }

    /// Does what may fail in SQLite's way or the system's, and says so in ours.
    func translating<Value>(_ body: () throws -> Value) throws(SQLiteStoreOpenFailure) -> Value {
        do {
            return try body()
        } catch let failure as SQLiteStoreOpenFailure {
            throw failure
        } catch {
            throw failure(.init(error))
        }
    }

    /// Whose connections only read, and wait for no other process.
    func lookups() -> RowLookups {
        var configuration = configuration(cacheKilobytes: 2_000)
        (configuration.readonly, configuration.busyMode) = (true, .immediateError)
        return RowLookups { [path, configuration] in try DatabaseQueue(path: path, configuration: configuration) }
    }

    private var configuration: Configuration { configuration(cacheKilobytes: 8_000) }

    /// - Parameter cacheKilobytes: of a connection.
    private func configuration(cacheKilobytes: Int) -> Configuration {
        var configuration = Configuration(
            busyTimeoutSeconds: options.busyTimeoutSeconds, maximumReaderCount: 4, onStatement: options.onStatement
        ) { db in
            // A page that is written often goes into the file once for some 4,000 pages of log (16 MB), to which a log that a load
            // has blown up shrinks again.
            try db.execute(
                sql: """
                    PRAGMA cache_size = -\(cacheKilobytes);
                    PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 16777216
                    """)
        }
        configuration.readonly = isReadOnly
        return configuration
    }

    /// Makes an empty file for its owner alone; SQLite gives `-wal` and `-shm` the same permissions.
    ///
    /// An existing file is not opened: closing a descriptor of it would drop the locks that SQLite holds on it.
    private func create() throws(SQLiteStoreOpenFailure) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            throw failure(.init(Errno.last))
        } else if (try? FileStatus(at: path))?.kind == .directory {
            throw failure(.isDirectory)
        } else {
            DatabaseCopy.finish(path)
        }
    }

    /// A connection that has changed nothing, so that what is not ours stays as it is.
    private func inspected() throws -> DatabaseQueue {
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { db in
            guard try db.hasNoSchema() || Schema.isOurs(db) else { throw failure(.foreign) }
            let unknown = try schema.unknownSteps(db)
            guard unknown.isEmpty else { throw failure(.newerSchema(steps: unknown)) }
            // To close it may fold in the log that a killed process has left.
            CleanWriting.begin(db)
        }
        return queue
    }
}

// MARK: - Failures

extension StoreFile {
    private func failure(_ reason: SQLiteStoreOpenFailure.Reason) -> SQLiteStoreOpenFailure {
        // The file itself, or one that SQLite has beside it.
        let refused = reason == .noPermission ? StorePath(path).refused : nil
        return SQLiteStoreOpenFailure(path: refused ?? path, reason: reason)
    }
}

extension SQLiteStoreOpenFailure.Reason {
    init(_ code: Errno) {
        switch code {
        case .noSuchFileOrDirectory, .notDirectory: self = .noSuchDirectory
        case .isDirectory: self = .isDirectory
        case .permissionDenied, .notPermitted, .readOnlyFileSystem: self = .noPermission
        case .noSpace, .diskQuotaExceeded: self = .diskFull
        default: self = .other(detail: code.description)
        }
    }

    init(_ error: any Error) {
        switch error {
        case let error as Errno: self.init(error)
        case let error as DatabaseError: self.init(error)
        default: self = .other(detail: String(describing: error))
        }
    }

    /// SQLite says the same of a disk that fails and of a file that may not grow (setrlimit(2)).
    private static var diskMessage: String {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0, limit.rlim_cur < .max else {
            return "disk I/O error"
        }
        return "disk I/O error, or the limit of \(limit.rlim_cur) bytes for a file (ulimit -f)"
    }

    private init(_ error: DatabaseError) {
        switch error.resultCode {
        case .SQLITE_NOTADB: self = .notADatabase
        case .SQLITE_CORRUPT: self = .damaged
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .locked
        case .SQLITE_FULL: self = .diskFull
        case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_READONLY: self = .noPermission
        case .SQLITE_IOERR: self = .other(detail: Self.diskMessage)
        default: self = .other(detail: error.message ?? "SQLite error \(error.resultCode.rawValue)")
        }
    }
}
