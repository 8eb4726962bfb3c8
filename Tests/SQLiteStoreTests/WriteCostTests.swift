import CustomerAPI
import Domain
import GRDB
import Synchronization
import Testing
import Wire

@testable import SQLiteStore

/// What a write has to wait for, and what writes beside it wait for.
@Suite("What a write costs")
struct WriteCostTests {
    private final class Statements: Sendable {
        private let seen = Mutex<[String]>([])

        @Sendable func note(_ statement: String) { seen.withLock { $0.append(statement) } }

        /// Those of a write, in order.
        func during(_ body: () async throws -> Void) async throws -> [String] {
            seen.withLock { $0 = [] }
            try await body()
            return seen.withLock(\.self)
        }
    }

    private func patch(_ id: CustomerID, _ changes: [CustomerField: String]) throws -> CustomerWrite {
        let key = CustomerWrite.Idempotency(key: .random(), fingerprint: String(repeating: "5f", count: 32))
        return CustomerWrite(
            id: id, action: .patch(try CustomerPatch(changes)), idempotency: key, author: "kim", now: .now())
    }

    /// The beginnings of statements, each of which a statement has.
    private func expect(_ statements: [String], are beginnings: [String]) {
        #expect(statements.count == beginnings.count, "\(statements)")
        for (statement, beginning) in zip(statements, beginnings) { #expect(statement.hasPrefix(beginning)) }
    }

    @Test("An edit is six statements, which leave the indexes of name, email and words alone unless it is of them")
    func edits() async throws {
        let statements = Statements()
        try await withStore(SQLiteCustomerStore.Options(onStatement: statements.note)) { store in
            let ann = try await store.create("Ann")
            _ = try await store.perform(try patch(ann.id, [.address: "First Lane"]))
            let other = try await statements.during {
                _ = try await store.perform(try patch(ann.id, [.address: "Second Lane"]))
            }
            #expect(other.count == 8 && other.count { $0.contains(" search_entry") } == 2, "its words alone are moved")
            let address = try await statements.during {
                _ = try await store.perform(try patch(ann.id, [.address: "Lane, second"]))
            }
            expect(
                address,
                are: [
                    "BEGIN IMMEDIATE", "SELECT id, name", "SELECT max(", "UPDATE customer", "INSERT INTO timeline",
                    "COMMIT",
                ])
            #expect(address.allSatisfy { !$0.contains("email_key") && !$0.contains("name_fold") })
            let name = try await statements.during {
                _ = try await store.perform(try patch(ann.id, [.name: "Anna"]))
            }
            let update = name.first { $0.hasPrefix("UPDATE customer") } ?? ""
            #expect(update.contains("name_fold") && !update.contains("email_key"))
            #expect(name.contains { $0.hasPrefix("INSERT INTO search_entry") })
            let email = try await statements.during {
                _ = try await store.perform(try patch(ann.id, [.email: "anna@example.org"]))
            }
            #expect(email.contains { $0.hasPrefix("SELECT id FROM customer WHERE email_key") }, "who has it is asked")
            #expect(email.contains { $0.hasPrefix("UPDATE customer") && $0.contains("email_key") })
            let note = try await statements.during {
                let action = CustomerWrite.Action.note(NoteText(trusted: "Called."))
                _ = try await store.perform(CustomerWrite(id: ann.id, action: action, now: .now()))
            }
            expect(
                note, are: ["BEGIN IMMEDIATE", "SELECT id, name", "UPDATE customer", "INSERT INTO timeline", "COMMIT"])
        }
    }

    @Test("A creation is ten statements, however many words are to be found")
    func creations() async throws {
        let statements = Statements()
        try await withStore(SQLiteCustomerStore.Options(onStatement: statements.note)) { store in
            for name in ["Ann", "Anna Maria Theresia von und zu Berg"] {
                let made = try await statements.during { _ = try await store.create(name) }
                expect(
                    made,
                    are: [
                        "BEGIN IMMEDIATE", "SELECT id, name", "SELECT id, deleted_at",
                        "SELECT id FROM customer WHERE email_key", "SELECT max(", "INSERT INTO customer",
                        "INSERT INTO search_entry", "INSERT INTO word", "INSERT INTO timeline", "COMMIT",
                    ])
            }
        }
    }

    @Test(
        "An edit of an address writes eight pages on average, and ten with other words",
        arguments: [("lane, 7", 17), ("Road", 21)])
    func pages(address: String, most: Int) async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        var ids: [CustomerID] = []
        for number in 0..<300 { ids.append(try await store.create("Person \(number)", address: "Lane 7").id) }
        try await store.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        let edited = ids.shuffled().prefix(40)
        for id in edited { _ = try await store.perform(try patch(id, [.address: address])) }
        // A header, and then pages with a header each (sqlite.org/walformat.html).
        let pages = (StoreStatistics.Files(database: directory.databasePath).log - 32) / (4_096 + 24)
        #expect(2 * pages <= most * edited.count, "\(pages) pages for \(edited.count) edits")
        store.close()
    }

    @Test("Words, name, email and phone are found as they are after whatever edit")
    func found() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let ann = try await store.create("Ann Berg", address: "Lane")
        let edits: [[CustomerField: String]] = [
            [.address: "Street"], [.name: "Bea Berg"], [.phone: "+44 20 7946 0070"], [.email: "bea@example.org"],
            [.company: "Acme"], [.tags: "vip"], [.name: "Bea Tal", .address: "Road"], [.address: "Lane"],
        ]
        for edit in edits {
            _ = try await store.perform(try patch(ann.id, edit))
        }
        for (term, count) in [("bea tal", 1), ("ann", 0), ("berg", 0), ("acme", 1), ("vip", 1), ("79460070", 1)] {
            let page = try await store.page(.search(try #require(SearchTerm(term))), after: nil, limit: 9)
            #expect(page.elements.count == count, "\(term)")
        }
        #expect(try await store.customer(emailKey: "bea@example.org")?.id == ann.id)
        #expect(try await store.customer(emailKey: "\(ann.id)@example.com") == nil)
        #expect(try await store.page(.directory(.name), after: nil, limit: 9).elements.map(\.name) == ["Bea Tal"])
        store.close()
        _ = try StoreCheck.run(database: directory.databasePath)
    }
}
