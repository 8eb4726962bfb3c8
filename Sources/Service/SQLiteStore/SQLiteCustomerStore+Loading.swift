package import CustomerAPI
package import Domain
import GRDB
import SQLite
package import Wire

/// Why customers could not be loaded; the store is as it was before.
package enum SQLiteStoreLoadFailure: Error, Hashable, Sendable {
    /// Somebody is or was in the store already.
    case notEmpty
    case sameEmailTwice
    case store(StoreFailure)
}

extension SQLiteCustomerStore {
    /// Fills an empty store in one transaction: all of them or, whatever happens, none.
    ///
    /// The id of each is that of an import (``CustomerID/init(imported:)``).
    ///
    /// - Parameter progress: is called now and then with how many are in, the last time when their indexes are still to be made.
    /// - Returns: how many were loaded.
    @discardableResult
    package func load(
        _ customers: some Sequence<NewCustomer> & Sendable, now: Timestamp,
        progress: @escaping @Sendable (Int) -> Void = { _ in }
    ) async throws(SQLiteStoreLoadFailure) -> Int {
        do {
            let count = try await pool.write { db in
                try BulkLoad(db: db, now: now, progress: progress).load(customers)
            }
            // The log holds the whole load; its pages go where they belong now, not with somebody's first write.
            try await pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            return count
        } catch let failure as SQLiteStoreLoadFailure {
            throw failure
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            throw .sameEmailTwice
        } catch {
            throw .store(StoreFailure(writing: error))
        }
    }
}

/// Puts rows in as they come and builds every index afterwards, each from sorted rows.
private struct BulkLoad {
    let db: Database
    let now: Timestamp
    let progress: (Int) -> Void

    private static let progressStep = 10_000

    func load(_ customers: some Sequence<NewCustomer>) throws -> Int {
        guard try ChangeFeed.lastSequence(in: db) == 0 else { throw SQLiteStoreLoadFailure.notEmpty }
        // A second thread sorts what the indexes are built from.
        try db.execute(sql: "PRAGMA threads = 1")
        defer { try? db.execute(sql: "PRAGMA threads = 0") }
        for index in Schema.indexes { try db.execute(sql: "DROP INDEX \(index.name)") }
        let build = SearchEntryBuild(db: db)
        try build.begin()
        var count = 0
        for customer in customers {
            count += 1
            try insert(customer, number: Int64(count), build)
            if count.isMultiple(of: Self.progressStep) { progress(count) }
        }
        progress(count)
        try build.finish()
        try Vocabulary(db: db).build()
        for index in Schema.indexes { try db.execute(sql: index.definition) }
        return count
    }

    private func insert(_ new: NewCustomer, number: Int64, _ build: SearchEntryBuild) throws {
        let customer = Customer(
            id: CustomerID(imported: new.details), details: new.details,
            registrationDate: new.registrationDate ?? now, createdAt: now, updatedAt: now, version: 1,
            updatedBy: nil)
        try db.insert(customer, WriteHistory(), sequence: number)
        try build.add(customer, row: db.lastInsertedRowID)
    }
}
