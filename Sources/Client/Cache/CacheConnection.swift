import Domain
import Files
import FoundationEssentials
import GRDB
import SQLite

/// An open cache: its database, and which file that is.
struct CacheConnection: Sendable {
    let writer: any DatabaseWriter
    /// `nil` in memory.
    let identity: FileIdentity?
    /// Why the file that was there was not kept; `nil` when it was, or there was none.
    let replaced: CustomerCache.Replacement?

    /// Opens what is there, and creates it again where it cannot be used.
    static func open(
        _ location: CacheLocation, origin: String, options: CustomerCache.Options
    ) throws(CacheFailure) -> CacheConnection {
        switch location {
        case .memory:
            let queue = try opened { try DatabaseQueue(configuration: configuration(options)) }
            _ = try opened { try queue.write { db in try CacheSchema.create(in: db, origin: origin) } }
            return CacheConnection(writer: queue, identity: nil, replaced: nil)
        case .file(let path):
            let file = CacheFile(path: path)
            try file.prepare()
            return try file.alone { () throws(CacheFailure) in
                try file.prepare()
                return try open(file, origin, options)
            }
        }
    }

    private static func open(
        _ file: CacheFile, _ origin: String, _ options: CustomerCache.Options
    ) throws(CacheFailure) -> CacheConnection {
        do throws(CacheFailure) {
            let (pool, reason) = try opened { try connect(file, origin, options) }
            guard let reason else { return CacheConnection(writer: pool, identity: file.identity, replaced: nil) }
            try? pool.close()
            return try remake(file, origin, options, because: reason)
        } catch .damaged {
            return try remake(file, origin, options, because: .damaged)
        }
    }

    private static func remake(
        _ file: CacheFile, _ origin: String, _ options: CustomerCache.Options,
        because reason: CustomerCache.Replacement
    ) throws(CacheFailure) -> CacheConnection {
        file.remove()
        try file.prepare()
        let pool = try opened { try connect(file, origin, options).0 }
        return CacheConnection(writer: pool, identity: file.identity, replaced: reason)
    }

    /// - Returns: why what is there cannot be used, besides.
    private static func connect(
        _ file: CacheFile, _ origin: String, _ options: CustomerCache.Options
    ) throws -> (DatabasePool, CustomerCache.Replacement?) {
        let pool = try DatabasePool(path: file.path, configuration: configuration(options))
        let judged: CustomerCache.Replacement?? = try pool.read { db in
            if try db.hasNoSchema() { return .some(nil) }
            guard try CacheSchema.isOurs(db) else { return .some(.otherVersion) }
            let row = try Row.fetchOne(db, sql: "SELECT origin FROM state")
            guard let row, row[0] as Data? == OrderKey.bytes(origin) else { return .some(.otherOrigin) }
            _ = try CacheState.fetch(in: db)
            return nil
        }
        guard let judged else { return (pool, nil) }
        if let reason = judged { return (pool, reason) }
        try pool.write { db in try CacheSchema.create(in: db, origin: origin) }
        return (pool, nil)
    }

    /// Writes the log into the database and cuts it off, if nobody reads from it.
    func foldLog() {
        guard let pool = writer as? DatabasePool else { return }
        _ = try? pool.writeWithoutTransaction { db in try db.checkpoint(.truncate) }
    }

    /// Overwrites everything in a cache, if it is one and can be opened.
    static func empty(_ file: CacheFile) {
        var options = CustomerCache.Options()
        options.busyTimeoutSeconds = 1
        guard let pool = try? DatabasePool(path: file.path, configuration: configuration(options)) else { return }
        _ = try? pool.write { db in
            guard try CacheSchema.isOurs(db) else { return }
            var writer = try CacheWriter(db)
            try writer.empty()
            try writer.close()
        }
        CacheConnection(writer: pool, identity: nil, replaced: nil).foldLog()
        try? pool.close()
    }

    private static func configuration(_ options: CustomerCache.Options) -> Configuration {
        Configuration(
            busyTimeoutSeconds: options.busyTimeoutSeconds, maximumReaderCount: 2, onStatement: options.onStatement
        ) { db in
            // What is deleted is overwritten, and nothing is sorted in a file elsewhere. The log grows to 16 MB before
            // it is written into the database, and shrinks to 4 MB again.
            try db.execute(
                sql: """
                    PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
                    PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 4194304
                    """)
            try db.setPageCache(.reading)
        }
    }

    private static func opened<Value>(_ body: () throws -> Value) throws(CacheFailure) -> Value {
        do {
            return try body()
        } catch {
            throw CacheFailure(error)
        }
    }
}

extension CacheFailure {
    /// What an error of a transaction means.
    init(_ error: any Error) {
        switch error {
        case let failure as CacheFailure: self = failure
        case is Damage: self = .damaged
        case let error as DatabaseError:
            switch error.resultCode {
            // Every statement is right for the tables that belong there: if it is not, they are not what they were.
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_ERROR, .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: self = .damaged
            case .SQLITE_FULL: self = .full
            case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
            default: self = .failed(detail: error.detail)
            }
        case is CancellationError: self = .failed(detail: "cancelled")
        default: self = .failed(detail: String(reflecting: type(of: error)))
        }
    }
}
