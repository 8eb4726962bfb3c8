import CustomerAPI
package import Domain
import Files
import GRDB
import Glibc
import SQLite

/// Puts a backup where a server will look for its database.
package struct StoreRestoration {
    package let backup: String
    /// The database to replace; there need be none.
    package let database: String

    package init(backup: String, database: String) {
        (self.backup, self.database) = (backup, database)
    }

    /// What was restored, and where that is which was there.
    package struct Result: Hashable, Sendable {
        package let summary: StoreSummary
        package let replaced: String?
        /// Customers who were erased since the backup, and of whom it still had something.
        package let erasedAgain: Int
    }

    /// Does everything under other names; the last step is to give the new file its own.
    package func run(now: Timestamp = .now()) throws(StoreOperationFailure) -> Result {
        let place = StorePath(database)
        let lock = try StoreOperationFailure.lock(database)
        defer { lock.release() }
        return try StoreOperationFailure.readingBackup(backup) { file, source in
            guard !place.has(backup) else { throw StoreOperationFailure.itself }
            let list = try ErasureList(besides: database)
            return try StoreOperationFailure.writing(database) {
                let copy = try prepare(source, at: place)
                return try TemporaryFiles.completing {
                    let replaced = try setAside(place, now)
                    let (summary, erased) = try finish(copy, list, file.schema, at: place)
                    try copy.complete(ownedAs: replaced == nil ? place.directory : place.real)
                    return Result(summary: summary, replaced: replaced, erasedAgain: erased)
                }
            }
        }
    }

    /// The new database, sound, with a feed of its own: what clients know of the old one's does not go on in this one.
    private func prepare(_ source: DatabaseQueue, at place: StorePath) throws -> DatabaseCopy {
        let copy = try DatabaseCopy(for: place.real, sparesOthers: true)
        try copy.fill(from: source, pace: .full)
        try copy.change { db in
            try StoreCheck.refuseDamage(db, of: backup)
            try db.execute(sql: "DELETE FROM feed")
            try FeedEpoch.random().insert(in: db)
        }
        return copy
    }

    /// Erases in the new database who was erased in the one that it replaces, or in one before. A backup of an older version is
    /// brought to this one for that, and otherwise stays what it is.
    private func finish(
        _ copy: DatabaseCopy, _ list: ErasureList, _ schema: Schema, at place: StorePath
    ) throws -> (StoreSummary, erased: Int) {
        var list = list
        // What is damaged tells nothing; whom it had erased is on the list.
        var configuration = Configuration()
        configuration.readonly = true
        if FileIdentity(path: place.real) != nil,
            let queue = try? DatabaseQueue(path: place.real, configuration: configuration)
        {
            try? queue.read { db in try list.add(from: db) }
            try? queue.close()
        }
        guard !list.tombstones.isEmpty else {
            return try copy.change { db in (try StoreSummary(db, schema), 0) }
        }
        try list.write(besides: place.real)
        return try copy.change(migratingTo: schema) { db in
            let erased = try list.eraseAgain(in: db)
            return (try StoreSummary(db, schema), erased)
        }
    }

    // MARK: - What was there

    /// Gives what was there a second name, and has nothing left that belongs to it beside its first.
    ///
    /// - Returns: the second name; `nil` where nothing was.
    private func setAside(_ place: StorePath, _ now: Timestamp) throws -> String? {
        let name = place.replaced(at: now)
        do {
            try keepLogs(place, name)
            if FileIdentity(path: place.real) == nil {
                StorePath.unlinkCompanions(place.real)
                return nil
            }
            if try isInOneFile(place) {
                StorePath.unlinkCompanions(name)
                // A file system without hard links gets a copy.
                if link(place.real, name) != 0 { try WholeFile.copy(place.real, to: name) }
            } else {
                try WholeFile.copy(place.real, to: name)
                StorePath.unlinkCompanions(place.real)
            }
        } catch {
            StorePath.unlink(name)
            throw error
        }
        try Descriptor.sync(directory: place.directory)
        return name
    }

    /// SQLite removes them when it closes even a file that it cannot read.
    private func keepLogs(_ place: StorePath, _ name: String) throws {
        for suffix in ["-wal", "-journal"] where FileIdentity(path: place.real + suffix) != nil {
            try WholeFile.copy(place.real + suffix, to: name + suffix)
        }
    }

    /// Has SQLite fold the write-ahead log in, which takes that nobody else has the database open.
    ///
    /// - Returns: whether it could; of a damaged one, all files are kept as they are.
    private func isInOneFile(_ place: StorePath) throws -> Bool {
        if let refused = place.refused {
            throw StoreOperationFailure.database(SQLiteStoreOpenFailure(path: refused, reason: .noPermission))
        }
        do {
            let queue = try DatabaseQueue(path: place.real, configuration: Configuration().overwriting)
            try queue.inDatabase { db in
                guard try db.hasNoSchema() || Schema.isOurs(db) else {
                    throw StoreOperationFailure.database(SQLiteStoreOpenFailure(path: database, reason: .foreign))
                }
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try queue.close()
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
        {
            throw StoreOperationFailure.database(SQLiteStoreOpenFailure(path: database, reason: .inUse(process: nil)))
        } catch let error as DatabaseError where error.isCorruption {
            return false
        }
    }
}
