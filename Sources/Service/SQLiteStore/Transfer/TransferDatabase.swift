import CustomerAPI
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

    /// Whether it is only looked at.
    private let isReadOnly: Bool

    private init(
        _ store: SQLiteCustomerStore, _ lock: StoreLock, target: StorePath? = nil, isReadOnly: Bool = false
    ) {
        (self.store, self.lock, self.target, self.isReadOnly) = (store, lock, target, isReadOnly)
    }

    /// The one to copy from, which stays as it is, with its log if it has one.
    package static func source(_ path: String) throws(StoreOperationFailure) -> TransferDatabase {
        try readOnly(path, try StoreOperationFailure.lock(path))
    }

    /// A database of this version to look at.
    private static func readOnly(
        _ path: String, _ lock: StoreLock
    ) throws(StoreOperationFailure) -> TransferDatabase {
        let steps = try StoreOperationFailure.reading(path, having: lock) { file, queue in
            try queue.read(file.schema.pendingSteps)
        }
        guard steps.isEmpty else { throw .outdated(path) }
        return TransferDatabase(try open(path, isReadOnly: true), lock, isReadOnly: true)
    }

    /// The one to copy to: a file of another name until it is complete.
    ///
    /// One that is there and has customers is given as it is, to be looked at: it may be that very copy, complete already.
    package static func target(_ path: String) throws(StoreOperationFailure) -> TransferDatabase {
        let lock = try StoreOperationFailure.lock(path)
        let place = StorePath(path)
        if FileIdentity(path: place.real) != nil {
            let (isUsed, isBegun) = try StoreOperationFailure.reading(path, having: lock) { file, queue in
                try queue.read { db in (try ChangeFeed.lastSequence(in: db) > 0, try TransferProgress.isKept(in: db)) }
            }
            if isUsed { return try isBegun ? TransferDatabase(try open(path), lock) : readOnly(path, lock) }
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

    private static func open(
        _ path: String, isReadOnly: Bool = false
    ) throws(StoreOperationFailure) -> SQLiteCustomerStore {
        do throws(SQLiteStoreOpenFailure) {
            return try SQLiteCustomerStore(StoreFile(path: path, isReadOnly: isReadOnly))
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
            // Also what a copy that was killed has left.
            if isReadOnly { StorePath(store.path).removeEmptyLog(having: lock) }
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
