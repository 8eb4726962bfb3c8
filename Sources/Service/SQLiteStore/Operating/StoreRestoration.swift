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
    }

    /// Does everything under other names; the last step is to give the new file its own.
    package func run(now: Timestamp = .now()) throws(StoreOperationFailure) -> Result {
        let place = StorePath(database)
        let lock = try StoreOperationFailure.lock(database)
        defer { lock.release() }
        return try StoreOperationFailure.reading(backup) { file, source in
            guard FileIdentity(path: backup) != FileIdentity(path: place.real) else {
                throw StoreOperationFailure.itself
            }
            return try StoreOperationFailure.writing(database) {
                let (copy, summary) = try prepare(source, file.schema, at: place)
                let replaced = try setAside(place, now)
                try copy.complete(ownedAs: replaced == nil ? place.directory : place.real)
                return Result(summary: summary, replaced: replaced)
            }
        }
    }

    /// The new database, sound, with a feed of its own: what clients know of the old one's does not go on in this one.
    private func prepare(
        _ source: DatabaseQueue, _ schema: Schema, at place: StorePath
    ) throws -> (DatabaseCopy, StoreSummary) {
        let copy = try DatabaseCopy(for: place.real)
        try copy.fill(from: source, pace: .full)
        let summary = try copy.change { db in
            try StoreCheck.refuseDamage(db, of: backup)
            try db.execute(sql: "DELETE FROM feed")
            try FeedEpoch.random().insert(in: db)
            return try StoreSummary(db, schema)
        }
        return (copy, summary)
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
                takeAwayCompanions(place.real)
                return nil
            }
            if try isInOneFile(place) {
                takeAwayCompanions(name)
                // A file system without hard links gets a copy.
                if link(place.real, name) != 0 { try WholeFile.copy(place.real, to: name) }
            } else {
                try WholeFile.copy(place.real, to: name)
                takeAwayCompanions(place.real)
            }
        } catch {
            TemporaryFiles.unlinkDatabase(name)
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

    /// SQLite would apply what is in them to another file of their database's name.
    private func takeAwayCompanions(_ path: String) {
        for suffix in StorePath.companions { unlink(path + suffix) }
    }

    /// Has SQLite fold the write-ahead log in, which takes that nobody else has the database open.
    ///
    /// - Returns: whether it could; of a damaged one, all files are kept as they are.
    private func isInOneFile(_ place: StorePath) throws -> Bool {
        do {
            let queue = try DatabaseQueue(path: place.real)
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
        } catch let error as DatabaseError where error.saysDamaged {
            return false
        }
    }
}
