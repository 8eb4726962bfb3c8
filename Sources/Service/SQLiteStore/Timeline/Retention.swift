package import CustomerAPI
package import Domain
import GRDB
import SQLite

/// One step of removing what is not kept any longer, short enough for nobody to wait for it.
struct Retention {
    let now: Timestamp
    /// Entries from before are not whole any more; `nil` where they are kept for good.
    let timelineStart: Timestamp?

    /// Customers whom a step takes out of the trash, at most.
    private static let maximumTrashed = 20
    /// Entries that a step trims, at most.
    private static let maximumEntries = 200

    private static let expired = "SELECT id FROM trash WHERE restorable_until <= ? ORDER BY restorable_until LIMIT ?"
    private static let trimming = """
        UPDATE timeline SET changes = NULL, note = NULL, trimmed = 1 WHERE (id, number) IN (
            SELECT id, number FROM timeline INDEXED BY timeline_whole WHERE trimmed = 0 AND moment < ? LIMIT ?)
        """
    /// For tests of how their rows are found.
    static let statements = [expired, trimming]

    /// - Returns: how much was removed; and whether there may be more.
    func step(in db: Database) throws -> (removed: Int, more: Bool) {
        let trashed = try emptyTrash(db)
        let entries = try trim(db)
        return (trashed + entries, trashed == Self.maximumTrashed || entries == Self.maximumEntries)
    }

    /// Whom nobody can restore any more, nobody can read of either.
    private func emptyTrash(_ db: Database) throws -> Int {
        let rows = try db.rows(Self.expired, [now.microseconds, Self.maximumTrashed])
        var ids: [CustomerID] = []
        while let row = try rows.next() { ids.append(try RecordRow.id(row)) }
        for id in ids {
            try EntryRow.trim(id, in: db)
            try Trash.remove(id, in: db)
        }
        return ids.count
    }

    private func trim(_ db: Database) throws -> Int {
        guard let timelineStart else { return 0 }
        try db.run(Self.trimming, [timelineStart.microseconds, Self.maximumEntries])
        return db.changesCount
    }
}

extension SQLiteCustomerStore {
    /// Sees to it that the list beside the database names all who are erased in it, so that a restore does not bring them back.
    ///
    /// - Throws: ``StoreOperationFailure/erasureList(_:cause:)`` for one that cannot be read, which stays as it is, and
    ///   ``StoreOperationFailure/writing(_:_:)`` when it cannot be written.
    package func keepErasureList() throws(StoreOperationFailure) {
        try StoreOperationFailure.writing(ErasureList.file(path)) {
            try pool.read { db in try ErasureList.keep(of: db, besides: path) }
        }
    }

    /// Removes something of what is not kept any longer: the trash whose time is over, with what is in the timelines of those
    /// who were in it, and the values of entries from before `timelineStart`.
    ///
    /// - Returns: whether there may be more.
    package func removeExpired(at now: Timestamp, timelineStart: Timestamp?) async throws(StoreFailure) -> Bool {
        let retention = Retention(now: now, timelineStart: timelineStart)
        do {
            let (removed, more) = try await pool.write { db in try retention.step(in: db) }
            if removed > 0 { writes.noteRemoval() }
            if !more { writes.truncateLog() }
            return more
        } catch {
            throw StoreFailure(writing: error)
        }
    }
}
