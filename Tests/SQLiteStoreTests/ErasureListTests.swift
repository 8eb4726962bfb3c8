import CustomerAPI
import Domain
import Foundation
import GRDB
import Testing
import Wire

@testable import SQLiteStore

@Suite("Who was erased stays erased when an older backup is restored")
struct ErasureListTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private var listPath: String { directory.databasePath + "-erased" }

    private func restore(_ name: String = "b.db") throws(StoreOperationFailure) -> StoreRestoration.Result {
        try StoreRestoration(backup: directory.file(name), database: directory.databasePath).run()
    }

    private func erase(_ store: SQLiteCustomerStore, _ id: CustomerID) async throws {
        let write = CustomerWrite(id: id, action: .erase, now: .now())
        #expect(try await store.perform(write) == .deleted(replayOf: nil))
    }

    /// A backup with Ann and Bea, after which Ann is erased, and Cid, who came later.
    private func annIsErased() async throws -> (ann: Customer, cid: Customer) {
        let store = try directory.open()
        let ann = try await store.create("Ann Vanishing")
        try await store.create("Bea")
        _ = try StoreBackup(database: directory.databasePath, file: directory.file("b.db")).run()
        let cid = try await store.create("Cid Vanishing")
        for id in [ann.id, cid.id] { try await erase(store, id) }
        store.close()
        return (ann, cid)
    }

    private func expectErased(_ ids: [CustomerID]) async throws {
        let store = try directory.open()
        for id in ids {
            guard case .deleted(let tombstone, _)? = try await store.record(id) else {
                Issue.record("somebody is back")
                continue
            }
            #expect(tombstone.erasedAt != nil)
            #expect(try await store.timeline(of: id, below: nil, limit: 9).isEmpty)
        }
        let erasures = try await store.erasures(after: nil, limit: 9).elements
        #expect(Set(erasures.map(\.customerID)) == Set(ids))
        store.close()
        let bytes = try Data(contentsOf: URL(filePath: directory.databasePath))
        #expect(bytes.range(of: Data("anishing".utf8)) == nil)
        #expect(try directory.names("customers.db") == ["Bea"])
        #expect(try StoreCheck.run(database: directory.databasePath).deleted == ids.count)
    }

    @Test("By the list beside the database, which is its owner's alone and names nobody")
    func list() async throws {
        let (ann, cid) = try await annIsErased()
        let text = try String(contentsOfFile: listPath, encoding: .utf8)
        #expect(text.split(separator: "\n").count == 2 && text.contains(ann.id.text) && !text.contains("Vanishing"))
        let attributes = try FileManager.default.attributesOfItem(atPath: listPath)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: directory.databasePath + suffix)
        }
        #expect(try restore().erasedAgain == 1)
        try await expectErased([ann.id, cid.id])
        #expect(try restore().erasedAgain == 1, "it is still on the list")
        try await expectErased([ann.id, cid.id])
    }

    @Test("By the database that is replaced, where the list was lost, which is written again")
    func database() async throws {
        let (ann, cid) = try await annIsErased()
        try FileManager.default.removeItem(atPath: listPath)
        #expect(try restore().erasedAgain == 1)
        #expect(try ErasureList(besides: directory.databasePath).tombstones.keys.contains(ann.id))
        try await expectErased([ann.id, cid.id])
    }

    @Test("In a backup of an older version, too, which is brought to this one for it")
    func older() async throws {
        let (ann, cid) = try await annIsErased()
        let old = try DatabaseQueue(path: directory.file("old.db"))
        try Schema.current.migrator.migrate(old, upTo: "5 orders of moments")
        try await old.write { db in
            try db.execute(
                sql: """
                    INSERT INTO customer VALUES (1, ?, 'Ann Vanishing', 'ann@example.com', NULL, NULL, NULL, NULL, 1, 2, 3, 4,
                        'kim', NULL, 1, 'ann vanishing', 'ann@example.com')
                    """, arguments: [ann.id.bytes])
            try SearchEntryBuild.rebuild(in: db)
            try Vocabulary(db: db).build()
        }
        try old.close()
        #expect(try restore("old.db").erasedAgain == 1)
        let store = try directory.open()
        #expect(store.migration == nil)
        #expect(try await store.erasures(after: nil, limit: 9).elements.count == 2)
        guard case .deleted(let tombstone, _)? = try await store.record(ann.id) else {
            Issue.record("somebody is back")
            return
        }
        #expect(tombstone.version == 5)
        #expect(try await store.record(cid.id) != nil)
        store.close()
    }

    @Test(
        "A list that cannot be relied on is said so, and nothing is restored",
        arguments: ["nobody\n", "00000000-0000-4000-8000-000000000001 yesterday 2\n", " \n"])
    func refusesOthers(text: String) async throws {
        _ = try await annIsErased()
        try Data(text.utf8).write(to: URL(filePath: listPath))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: listPath)
        let before = try Data(contentsOf: URL(filePath: directory.databasePath))
        guard case .erasureList(let path, let cause)? = failure(of: { try restore() }) else {
            Issue.record("it was restored")
            return
        }
        #expect(path.hasSuffix("customers.db-erased") && cause == "its line 1 names no erasure")
        #expect(try Data(contentsOf: URL(filePath: directory.databasePath)) == before)
        let store = try directory.open()
        #expect(failure { try store.keepErasureList() } == .erasureList(path, cause: cause))
        store.close()
        #expect(try String(contentsOfFile: listPath, encoding: .utf8) == text)
        try FileManager.default.removeItem(atPath: listPath)
        #expect(try restore().erasedAgain == 1, "the database knows them as well")
    }

    @Test(
        "A list that cannot be relied on is written over by nothing: no server, no erasure, and no backup, which is not made"
    )
    func keepsOthers() async throws {
        _ = try await annIsErased()
        let lines = try String(contentsOfFile: listPath, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: listPath)
        let store = try directory.open()
        #expect(throws: StoreOperationFailure.self) { try store.keepErasureList() }
        let dan = try await store.create("Dan")
        try await erase(store, dan.id)
        guard
            case .erasureList? = failure(of: {
                try StoreBackup(database: directory.databasePath, file: directory.file("c.db")).run()
            })
        else {
            Issue.record("it was backed up")
            return
        }
        #expect(try !directory.otherFiles.contains("c.db"))
        #expect(try String(contentsOfFile: listPath, encoding: .utf8) == lines)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: listPath)
        try store.keepErasureList()
        store.close()
        #expect(try ErasureList(besides: directory.databasePath).tombstones.count == 3)
    }

    @Test("A list that others can read or write is not taken")
    func refusesOpenFiles() async throws {
        _ = try await annIsErased()
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: listPath)
        guard case .erasureList(_, let cause)? = failure(of: { try restore() }) else {
            Issue.record("it was restored")
            return
        }
        #expect(cause.contains("other users"))
    }

    @Test("A database in which nobody was erased has no list")
    func none() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        try store.keepErasureList()
        store.close()
        #expect(try directory.otherFiles.isEmpty)
    }
}
