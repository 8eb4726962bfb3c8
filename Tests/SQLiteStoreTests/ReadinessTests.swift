import CustomerAPI
import Domain
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite("Whether a store can do its work")
struct ReadinessTests {
    private func faults(_ store: SQLiteCustomerStore) async -> [String] {
        await store.readiness().filter { $0.fault != nil }.map(\.name)
    }

    @Test("A store that works says so, and the question leaves nothing behind")
    func ready() async throws {
        try await withStore { store in
            try await store.create("Ann")
            let before = try await store.changes(after: nil, limit: 10)
            #expect(await store.readiness().map(\.name) == ["write", "schema", "disk", "log"])
            #expect(await faults(store) == [])
            #expect(try await store.changes(after: nil, limit: 10) == before)
            #expect(try await store.pool.read { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM feed") } == 1)
        }
    }

    @Test("A disk without room, and a program that holds the file, are found by the write")
    func write() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open(SQLiteCustomerStore.Options(busyTimeoutSeconds: 0))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: directory.databasePath, configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        #expect(await faults(store) == ["write"])
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        #expect(await faults(store) == [])
    }

    @Test(
        "A file that was moved, removed or replaced is found, takes no write, and is not made again", arguments: 0..<3)
    func moved(how: Int) async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let ann = try await store.create("Ann")
        let (path, other) = (directory.databasePath, directory.file("old.db"))
        try FileManager.default.moveItem(atPath: path, toPath: other)
        switch how {
        case 0: break
        case 1: try FileManager.default.removeItem(atPath: other)
        default: try FileManager.default.copyItem(atPath: other, toPath: path)
        }
        #expect(await faults(store) == ["write"])
        let write = CustomerWrite(id: ann.id, action: .delete, now: .now())
        let failure = await #expect(throws: StoreFailure.self) { try await store.perform(write) }
        guard case .unavailable(let detail, _)? = failure else {
            Issue.record("it was written")
            return
        }
        #expect(detail.contains("file is gone"))
        if how == 0 {
            try FileManager.default.moveItem(atPath: other, toPath: path)
            #expect(await faults(store) == [])
            _ = try await store.perform(write)
            try FileManager.default.moveItem(atPath: path, toPath: other)
        }
        store.close()
        #expect(FileManager.default.fileExists(atPath: path) == (how == 2))
    }

    @Test("Tables that a newer program has changed beneath it are found")
    func schema() async throws {
        try await withStore { store in
            try await store.pool.write { db in
                try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 the future')")
            }
            let fault = await store.readiness().first { $0.name == "schema" }?.fault
            #expect(fault?.contains("99 the future") == true)
        }
    }

    @Test("Room on the disk and the size of the log have their limits")
    func limits() {
        let folder = FileManager.default.temporaryDirectory.path
        #expect(SQLiteCustomerStore.diskFault(folder, least: 0) == nil)
        #expect(SQLiteCustomerStore.diskFault(folder, least: .max)?.contains("bytes are free on the disk") == true)
        #expect(SQLiteCustomerStore.diskFault(folder + "/none") != nil)
        #expect(SQLiteCustomerStore.logFault(100, greatest: 100) == nil)
        #expect(SQLiteCustomerStore.logFault(101, greatest: 100)?.contains("101 bytes") == true)
    }
}
