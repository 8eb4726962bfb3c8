import CustomerAPI
import Domain
import Foundation
import SampleData
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStore

@Suite("Moving everything from store to store, on SQLite")
struct TransferContractTests {
    @Test("Keeps its promise:", arguments: StoreTransferContract.all)
    func keeps(_ promise: StoreTransferContract) async throws {
        // The files are there until all is done.
        let directories = Mutex<[TemporaryDirectory]>([])
        try await promise.check {
            let directory = try TemporaryDirectory()
            directories.withLock { $0.append(directory) }
            return try directory.open()
        }
    }

    @Test("The store in memory, by which the others are tried, keeps them too", arguments: StoreTransferContract.all)
    func inMemory(_ promise: StoreTransferContract) async throws {
        try await promise.check { MemoryStore() }
    }
}

@Suite("A database that is copied from or to")
struct TransferDatabaseTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func copied(from source: String = "customers.db", to name: String) async throws -> RecordSum {
        let from = try TransferDatabase.source(directory.file(source))
        defer { from.close() }
        let to = try TransferDatabase.target(directory.file(name))
        defer { to.close() }
        let sum = try await StoreCopy(from: from.store, to: to.store).run()
        try to.complete()
        return sum
    }

    private func fill(_ count: Int = 1_200) async throws {
        let store = try directory.open()
        try await store.load(SamplePeople(count: count), now: .now())
        store.close()
    }

    @Test("The copy is one sound file that takes its name at the end, and then nothing is beside it")
    func takesItsName() async throws {
        try await fill()
        let sum = try await copied(to: "new.db")
        #expect(sum.customers == 1_200)
        #expect(try directory.otherFiles == ["new.db"])
        #expect(try StoreCheck.run(database: directory.file("new.db")).customers == 1_200)
        #expect(try await copied(to: "new.db") == sum, "a complete one is compared, and stays")
    }

    @Test("What is copied from, as a backup, stays as it was to the byte, and nothing is left beside it")
    func leavesItsSource() async throws {
        try await fill(20)
        _ = try StoreBackup(database: directory.databasePath, file: directory.file("b.db")).run()
        for name in ["b.db", "customers.db"] {
            let (bytes, others) = (try Data(contentsOf: URL(filePath: directory.file(name))), try directory.otherFiles)
            #expect(try await copied(from: name, to: "new.db").customers == 20)
            try FileManager.default.removeItem(atPath: directory.file("new.db"))
            #expect(try Data(contentsOf: URL(filePath: directory.file(name))) == bytes, "\(name)")
            #expect(try directory.otherFiles == others)
            #expect(!FileManager.default.fileExists(atPath: directory.databasePath + "-wal"))
        }
    }

    @Test("The empty log that a killed copy has left beside its source goes with the next one")
    func removesEmptyLogs() async throws {
        try await fill(20)
        for suffix in ["-wal", "-shm"] {
            let path = directory.databasePath + suffix
            #expect(
                FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]))
        }
        let from = try TransferDatabase.source(directory.databasePath)
        #expect(try await from.store.recordSum().customers == 20)
        from.close()
        for suffix in ["-wal", "-shm"] {
            #expect(!FileManager.default.fileExists(atPath: directory.databasePath + suffix))
        }
    }

    @Test("The log that a killed server has left is copied from, and stays as it was")
    func leavesItsLog() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        let crash = try TemporaryDirectory()
        for suffix in ["", "-wal"] { try directory.copy("customers.db" + suffix, to: crash) }
        func bytes() throws -> [Data] {
            try ["", "-wal"].map { try Data(contentsOf: URL(filePath: crash.databasePath + $0)) }
        }
        let before = try bytes()
        let from = try TransferDatabase.source(crash.databasePath)
        #expect(try await from.store.recordSum().customers == 1)
        from.close()
        #expect(try bytes() == before)
    }

    @Test("A target that is a database with customers already stays as it was, too")
    func leavesItsTarget() async throws {
        try await fill(20)
        let other = try SQLiteCustomerStore(path: directory.file("other.db"))
        try await other.create("Ann")
        other.close()
        _ = try StoreBackup(database: directory.file("other.db"), file: directory.file("b.db")).run()
        let (bytes, others) = (try Data(contentsOf: URL(filePath: directory.file("b.db"))), try directory.otherFiles)
        await #expect(throws: StoreCopyFailure.notEmpty) { try await copied(to: "b.db") }
        #expect(try Data(contentsOf: URL(filePath: directory.file("b.db"))) == bytes)
        #expect(try directory.otherFiles == others)
    }

    @Test("Until then there is no file of that name, and what there is goes on")
    func isUnfinished() async throws {
        try await fill()
        let from = try TransferDatabase.source(directory.databasePath)
        let to = try TransferDatabase.target(directory.file("new.db"))
        let page = try await from.store.records(after: nil, limit: 500)
        try await to.store.put(
            page.elements, then: TransferProgress(source: from.store.feedEpoch(), position: page.position, records: 500)
        )
        to.close()
        from.close()
        #expect(try directory.otherFiles == ["new.db.copying"])
        #expect(try await copied(to: "new.db").customers == 1_200)
        #expect(try directory.otherFiles == ["new.db"])
    }

    @Test("One that was complete but for its name gets that")
    func isComplete() async throws {
        try await fill(20)
        _ = try await copied(to: "new.db.copying")
        #expect(try await copied(to: "new.db").customers == 20)
        #expect(try directory.otherFiles == ["new.db"])
    }

    @Test("An empty database is filled, one with customers is not")
    func fillsEmpty() async throws {
        try await fill(20)
        try SQLiteCustomerStore(path: directory.file("empty.db")).close()
        #expect(try await copied(to: "empty.db").customers == 20)
        let other = try SQLiteCustomerStore(path: directory.file("other.db"))
        try await other.create("Ann")
        other.close()
        await #expect(throws: StoreCopyFailure.notEmpty) { try await copied(to: "other.db") }
        #expect(try directory.names("other.db") == ["Ann"])
    }

    @Test("A server keeps a copy away, and a copy a server; a missing source is not made")
    func isAlone() async throws {
        try await fill(20)
        let lock = try StoreLock(database: directory.databasePath)
        #expect(reason { try TransferDatabase.source(directory.databasePath) } != nil)
        #expect(reason { try TransferDatabase.target(directory.databasePath) } != nil)
        lock.release()
        let from = try TransferDatabase.source(directory.databasePath)
        #expect(throws: SQLiteStoreOpenFailure.self) { try StoreLock(database: directory.databasePath) }
        from.close()
        #expect(reason { try TransferDatabase.source(directory.file("none.db")) } == .missing)
        #expect(try directory.otherFiles.isEmpty)
        #expect(TransferDatabase.isSame(directory.path + "/./customers.db", as: directory.databasePath))
    }
}
