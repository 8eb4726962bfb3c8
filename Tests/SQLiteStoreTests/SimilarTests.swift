import CustomerAPI
import Domain
import GRDB
import SampleData
import Testing

@testable import SQLiteStore

@Suite("What is similar to a term that finds nobody")
struct SimilarTests {
    @Test("A customer is found by a name with a typo, by any part of it, and by a domain with one")
    func find() async throws {
        try await withStore { store in
            try await store.create("Anna Anderson")
            try await store.create("Bao Brandt")
            for typed in ["andeson", "nderso", "anna andreson", "anna exmaple.com", "bao brant"] {
                let found = try await store.similar(to: #require(SimilarTerm(typed)), limit: 50)
                #expect(found.map(\.name) == [typed.hasPrefix("bao") ? "Bao Brandt" : "Anna Anderson"], "\(typed)")
            }
            #expect(try await store.similar(to: #require(SimilarTerm("zzzzzz")), limit: 50).isEmpty)
        }
    }

    @Test("No more are given than are asked for")
    func limit() async throws {
        try await withStore { store in
            for number in 0..<5 { try await store.create("Anderson Number \(number)") }
            #expect(try await store.similar(to: #require(SimilarTerm("andeson")), limit: 3).count == 3)
        }
    }

    @Test("A word is known as long as anybody has it, whatever is renamed, deleted or loaded")
    func followChanges() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        try await store.load(SamplePeople(count: 300), now: .now())
        let (one, two) = (try await store.create("Xavier Quux"), try await store.create("Quuxley Yard"))
        _ = try await store.create("Zed Quux")
        _ = try await store.perform(
            CustomerWrite(
                id: one.id, action: .patch(try CustomerPatch([.name: "Xavier Plain"])), now: .now()))
        #expect(try await words(store, "quux", "plain", "xavier") == ["quux", "plain", "xavier"])
        _ = try await store.perform(CustomerWrite(id: two.id, action: .delete, now: .now()))
        #expect(try await words(store, "quux", "quuxley", "yard") == ["quux"])
        store.close()
        _ = try StoreCheck.run(database: directory.databasePath)
    }

    @Test("A database of the version before gets its words with the migration")
    func migrate() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        try await store.create("Anna Anderson")
        store.close()
        let queue = try DatabaseQueue(path: directory.databasePath)
        try await queue.write { db in
            try db.execute(sql: "DROP TABLE word; DELETE FROM grdb_migrations WHERE identifier = '4 words'")
        }
        try queue.close()
        let again = try directory.open()
        #expect(try await again.similar(to: #require(SimilarTerm("andeson")), limit: 5).count == 1)
    }

    private func words(_ store: SQLiteCustomerStore, _ words: String...) async throws -> [String] {
        try await store.pool.read { db in
            try words.filter {
                try Bool.fetchOne(db, sql: "SELECT count(*) FROM word WHERE text = CAST(? AS BLOB)", arguments: [$0])
                    ?? false
            }
        }
    }
}
