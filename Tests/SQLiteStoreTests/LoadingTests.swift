import CustomerAPI
import Domain
import Foundation
import GRDB
import SampleData
import Testing
import Wire

@testable import SQLiteStore

@Suite("Loading an empty store")
struct LoadingTests {
    @Test("Makes of customers what creating them one by one makes")
    func equalsCreating() async throws {
        let people = SamplePeople(count: 200)
        let now = Timestamp.now()
        try await withStore { loaded in
            try await withStore { created in
                #expect(try await loaded.load(people, now: now) == 200)
                for person in people {
                    let id = CustomerID(imported: person.details)
                    _ = try await created.perform(CustomerWrite(id: id, action: .create(person), now: now))
                }
                // The timeline of who was loaded begins with what they are at their first change.
                try await created.pool.write { db in try db.execute(sql: "UPDATE customer SET history = NULL") }
                for table in ["customer", "search_entry", "tombstone"] {
                    let sql = "SELECT * FROM \(table) ORDER BY 1"
                    let one = try loaded.pool.read { db in try Row.fetchAll(db, sql: sql) }
                    let other = try created.pool.read { db in try Row.fetchAll(db, sql: sql) }
                    #expect(one == other && (table == "tombstone" || !one.isEmpty))
                }
                let schema = "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name"
                let one = try loaded.pool.read { db in try Row.fetchAll(db, sql: schema) }
                let other = try created.pool.read { db in try Row.fetchAll(db, sql: schema) }
                #expect(one == other)
            }
        }
    }

    @Test("Is refused once it had customers")
    func refusesOccupiedStores() async throws {
        try await withStore { store in
            #expect(try await store.isEmpty())
            let ann = try await store.create("Ann")
            _ = try await store.perform(CustomerWrite(id: ann.id, action: .delete, now: .now()))
            #expect(try await !store.isEmpty())
            await #expect(throws: SQLiteStoreLoadFailure.notEmpty) {
                try await store.load(SamplePeople(count: 3), now: .now())
            }
        }
    }

    @Test("Loads no customers when two have one email, and the store goes on working")
    func refusesRepeatedEmails() async throws {
        try await withStore { store in
            let person = try #require(Array(SamplePeople(count: 1)).first)
            await #expect(throws: SQLiteStoreLoadFailure.sameEmailTwice) {
                try await store.load([person, person], now: .now())
            }
            #expect(try await store.isEmpty())
            #expect(try await store.load([person], now: .now()) == 1)
        }
    }

    @Test("Leaves a working empty store when the power fails in the middle")
    func survivesACrash() async throws {
        let directory = try TemporaryDirectory()
        let crash = try TemporaryDirectory()
        let store = try directory.open()
        let people = PhotographedPeople(people: SamplePeople(count: 3_000), from: directory.path, to: crash.path)
        try await store.load(people, now: .now())
        #expect(try await !store.isEmpty())
        let survivor = try crash.open()
        #expect(try await survivor.isEmpty())
        #expect(try await survivor.load(SamplePeople(count: 10), now: .now()) == 10)
    }

    @Test("Tells how far it is")
    func reportsProgress() async throws {
        let (steps, told) = AsyncStream<Int>.makeStream()
        try await withStore { store in
            try await store.load(SamplePeople(count: 10_001), now: .now()) { told.yield($0) }
        }
        told.finish()
        #expect(await steps.reduce(into: []) { $0.append($1) } == [10_000, 10_001])
    }
}

/// People behind whose last one the database's files are copied, as a crash at that moment would leave them.
private struct PhotographedPeople: Sequence, Sendable {
    let people: SamplePeople
    let from: String
    let to: String

    func makeIterator() -> AnyIterator<NewCustomer> {
        var rest = people.makeIterator()
        return AnyIterator {
            if let next = rest.next() { return next }
            for suffix in ["", "-wal"] {
                let name = "/customers.db" + suffix
                do {
                    try FileManager.default.copyItem(atPath: from + name, toPath: to + name)
                } catch {
                    Issue.record("The files could not be copied: \(error)")
                }
            }
            return nil
        }
    }
}
