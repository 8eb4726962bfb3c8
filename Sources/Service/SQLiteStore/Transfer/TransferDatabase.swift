import Files
import GRDB
import Glibc
import SQLite
import Synchronization
import SystemPackage

/// A database that everything is copied from or to, and that no server has meanwhile.
package final class TransferDatabase: Sendable {
    package let store: SQLiteCustomerStore
    private let lock: StoreLock
    /// What the file is called when the copy is complete; `nil` when that is its name already.
    private let target: StorePath?
    private let isClosed = Mutex(false)

    private init(_ store: SQLiteCustomerStore, _ lock: StoreLock, target: StorePath? = nil) {
        (self.store, self.lock, self.target) = (store, lock, target)
    }

    /// The one to copy from, which stays as it is.
    package static func source(_ path: String) throws(StoreOperationFailure) -> TransferDatabase {
        let lock = try StoreOperationFailure.lock(path)
        let steps = try StoreOperationFailure.reading(path) { file, queue in try queue.read(file.schema.pendingSteps) }
        guard steps.isEmpty else { throw .outdated(path) }
        return TransferDatabase(try open(path), lock)
    }

    /// The one to copy to: a file of another name until it is complete.
    ///
    /// One that is there and has customers is given as it is: it may be that very copy, complete already.
    package static func target(_ path: String) throws(StoreOperationFailure) -> TransferDatabase {
        let lock = try StoreOperationFailure.lock(path)
        let place = StorePath(path)
        if FileIdentity(path: place.real) != nil {
            let isUsed = try StoreOperationFailure.reading(path) { file, queue in
                try queue.read(ChangeFeed.lastSequence) > 0
            }
            if isUsed { return TransferDatabase(try open(path), lock) }
        }
        return TransferDatabase(try open(unfinished(place)), lock, target: place)
    }

    /// What a database is called as long as it is not complete.
    private static func unfinished(_ place: StorePath) -> String { place.real + ".copying" }

    /// Whether a database is not there, but a copy that is to become it.
    package static func isUnfinished(_ path: String) -> Bool {
        let place = StorePath(path)
        return FileIdentity(path: place.real) == nil && FileIdentity(path: unfinished(place)) != nil
    }

    package static func isSame(_ one: String, as other: String) -> Bool {
        StorePath(one).real == StorePath(other).real
    }

    private static func open(_ path: String) throws(StoreOperationFailure) -> SQLiteCustomerStore {
        do throws(SQLiteStoreOpenFailure) {
            return try SQLiteCustomerStore(path: path)
        } catch {
            throw .database(error)
        }
    }

    /// Lets go of it; an unfinished copy stays for the next run.
    package func close() {
        closeStore()
        lock.release()
    }

    /// Once: closing opens the file again, which may have another name by then.
    private func closeStore() {
        isClosed.withLock { isClosed in
            guard !isClosed else { return }
            isClosed = true
            store.close()
        }
    }

    /// Gives a complete copy its name, once it is sound and the disk has all of it.
    package func complete() throws(StoreOperationFailure) {
        guard let target else { return }
        let path = Self.unfinished(target)
        _ = try StoreCheck.run(database: path)
        closeStore()
        try StoreOperationFailure.writing(target.real) {
            try Self.foldLogIn(path)
            if FileIdentity(path: target.real) != nil { try Self.foldLogIn(target.real) }
            let file: LockedFile
            do throws(LockedFile.Failure) {
                file = try LockedFile(path)
            } catch {
                switch error {
                case .held: throw SQLiteStoreOpenFailure(path: path, reason: .locked)
                case .system(let error): throw error
                }
            }
            file.belong(toOwnerOf: target.directory)
            guard fsync(file.descriptor) == 0 else { throw Errno.last }
            try SystemCall.repeating { rename(path, target.real) }
            try Descriptor.sync(directory: target.directory)
        }
    }

    /// So that the database is one file, and nothing of it is left under the name of another.
    private static func foldLogIn(_ path: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: Configuration().overwriting)
        try queue.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA journal_mode = DELETE") }
        try queue.close()
    }
}
