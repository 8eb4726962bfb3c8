import GRDB
import SQLite

/// Brings a database of an older version to this program's, without serving it.
package struct StoreMigration {
    package let database: String
    let schema: Schema

    package init(database: String) {
        self.init(database: database, schema: .current)
    }

    init(database: String, schema: Schema) {
        (self.database, self.schema) = (database, schema)
    }

    /// - Returns: what was done; `nil` when there was nothing to do.
    package func run() throws(StoreOperationFailure) -> SQLiteCustomerStore.Migration? {
        let lock = try StoreOperationFailure.lock(database)
        defer { lock.release() }
        DatabaseCopy.removeLeft(rehearsalName + StorePath.unfinishedEnding)
        // A file that is not there is not made.
        _ = try StoreOperationFailure.reading(database, schema: schema) { _, _ in }
        do throws(SQLiteStoreOpenFailure) {
            let store = try SQLiteCustomerStore(StoreFile(path: database, schema: schema))
            defer { store.close() }
            return store.migration
        } catch {
            throw .database(error)
        }
    }

    private var rehearsalName: String { StorePath(database).real + ".rehearsal" }

    /// Makes the steps in a scratch file beside the database, which stays as it is and may be in use.
    ///
    /// - Returns: the steps; none when there is nothing to do.
    /// - Throws: also where the disk has not the room that ``run()`` asks for.
    package func rehearse() throws(StoreOperationFailure) -> [String] {
        try rehearse { try? DiskSpace.freeBytes(in: $0) }
    }

    func rehearse(freeBytes: (_ directory: String) -> Int?) throws(StoreOperationFailure) -> [String] {
        try StoreOperationFailure.reading(database, schema: schema) { _, source in
            let steps = try source.read(schema.pendingSteps)
            guard !steps.isEmpty else { return [] }
            if try source.read(ChangeFeed.lastSequence) > 0 {
                try Schema.refuseWithoutRoom(at: database, freeBytes)
            }
            let name = rehearsalName
            try StoreOperationFailure.writing(name) {
                let scratch = try DatabaseCopy(for: name)
                defer { withExtendedLifetime(scratch) {} }
                try scratch.fill(from: source, pace: .half)
                let queue = try DatabaseQueue(path: scratch.path)
                defer { try? queue.close() }
                try schema.takeSteps(in: queue)
                let faults = try queue.read(StoreCheck(schema: schema).faults)
                guard faults.isEmpty else { throw StoreOperationFailure.faults(name, faults) }
            }
            return steps
        }
    }
}
