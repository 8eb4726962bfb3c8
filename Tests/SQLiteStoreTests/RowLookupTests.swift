import Domain
import Foundation
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStore

@Suite("Looking up rows")
struct RowLookupTests {
    @Test("What another process keeps to itself is not waited for, and is read as soon as it lets go")
    func waits() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let ann = try await store.create("Ann")
        store.close()
        let other = try DatabaseQueue(path: directory.databasePath)
        try await other.writeWithoutTransaction { db in
            try db.execute(
                sql: "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT")
        }
        let lookups = StoreFile(path: directory.databasePath).lookups()
        let error = #expect(throws: DatabaseError.self) {
            try lookups.read { db in try RecordRow.fetch(ann.id, in: db) }
        }
        #expect(error?.resultCode == .SQLITE_BUSY, "at once, so that the thread is free")
        try other.close()
        #expect(try lookups.read { db in try RecordRow.fetch(ann.id, in: db) } != nil)
        lookups.close()
    }

    @Test("When a store is closed nothing is looked up any more, and what was is at its end")
    func closes() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let ann = try await store.create("Ann")
        let isReading = DispatchSemaphore(value: 0)
        let mayEnd = DispatchSemaphore(value: 0)
        let isClosed = Mutex(false)
        let reader = Thread {
            _ = try? store.lookups.read { db in
                isReading.signal()
                mayEnd.wait()
                let found = try RecordRow.fetch(ann.id, in: db)
                let isLate = isClosed.withLock { $0 }
                #expect(found != nil && !isLate)
            }
        }
        reader.start()
        isReading.wait()
        let closer = Thread {
            store.lookups.close()
            isClosed.withLock { $0 = true }
        }
        closer.start()
        // Until closing has begun.
        while (try? store.lookups.read { _ in }) != nil { await Task.yield() }
        mayEnd.signal()
        while !isClosed.withLock(\.self) { await Task.yield() }
        store.close()
        #expect(try directory.otherFiles.isEmpty)
        await #expect(throws: (any Error).self) { try await store.record(ann.id) }
    }
}
