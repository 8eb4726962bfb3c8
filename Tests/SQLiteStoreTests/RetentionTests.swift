import CustomerAPI
import Domain
import GRDB
import Testing
import Wire

@testable import SQLiteStore

@Suite("What is not kept any longer")
struct RetentionTests {
    private let noon = Timestamp(microseconds: 1_767_268_800_000_000)

    private func write(
        _ store: SQLiteCustomerStore, _ id: CustomerID, _ action: CustomerWrite.Action, day: Int64
    ) async throws {
        let now = noon.advanced(bySeconds: day * 86_400)
        let outcome = try await store.perform(
            CustomerWrite(id: id, action: action, author: "kim", now: now, trashDays: 30))
        if case .rejected(let rejection) = outcome { Issue.record("\(rejection)") }
    }

    private func ann(_ store: SQLiteCustomerStore) async throws -> CustomerID {
        let id = CustomerID.random()
        let details = try CustomerDetails(name: "Ann", email: "\(id.text)@example.com")
        try await write(store, id, .create(NewCustomer(details)), day: 0)
        return id
    }

    @Test("The trash is emptied of those whose time is over, a few at a time, and of nobody else")
    func trash() async throws {
        try await withStore { store in
            for day: Int64 in 1...50 {
                try await write(store, try await ann(store), .delete, day: day)
            }
            let before = noon.advanced(bySeconds: 76 * 86_400 - 1)
            #expect(try await store.removeExpired(at: before, timelineStart: nil))
            #expect(try await store.trash(after: nil, limit: 99).elements.count == 30)
            #expect(try await store.removeExpired(at: before, timelineStart: nil))
            #expect(try await !store.removeExpired(at: before, timelineStart: nil))
            let left = try await store.trash(after: nil, limit: 99).elements
            #expect(left.count == 5 && left.allSatisfy { before < $0.restorableUntil })
        }
    }

    @Test("Who can be restored no more has a timeline without values, and one who was restored has all of it")
    func timelines() async throws {
        try await withStore { store in
            let (gone, back) = (try await ann(store), try await ann(store))
            for id in [gone, back] {
                try await write(store, id, .note(NoteText(trusted: "Called.")), day: 1)
                try await write(store, id, .delete, day: 1)
            }
            try await write(store, back, .restore, day: 2)
            let before = try await store.timeline(of: back, below: nil, limit: 9)
            #expect(try await !store.removeExpired(at: noon.advanced(bySeconds: 32 * 86_400), timelineStart: nil))
            #expect(try await store.timeline(of: back, below: nil, limit: 9) == before)
            let entries = try await store.timeline(of: gone, below: nil, limit: 9)
            #expect(entries.map(\.kind) == [.deleted, .note, .created])
            #expect(entries.allSatisfy { $0.isTrimmed && $0.note == nil && $0.edit.isEmpty && $0.author == "kim" })
            guard case .deleted(let tombstone, _)? = try await store.record(gone) else {
                Issue.record("there is no tombstone")
                return
            }
            #expect(tombstone.restorableUntil == noon.advanced(bySeconds: 31 * 86_400))
        }
    }

    @Test("Entries that are older than they are kept lose their values a few at a time, and stay")
    func trims() async throws {
        try await withStore { store in
            let id = try await ann(store)
            for day: Int64 in 1...450 {
                try await write(store, id, .note(NoteText(trusted: "Note \(day)")), day: day)
            }
            let start = noon.advanced(bySeconds: 400 * 86_400)
            #expect(try await store.removeExpired(at: .now(), timelineStart: start))
            #expect(try await store.removeExpired(at: .now(), timelineStart: start))
            #expect(try await !store.removeExpired(at: .now(), timelineStart: start))
            let entries = try await store.timeline(of: id, below: nil, limit: 999)
            #expect(entries.count == 451)
            #expect(entries.allSatisfy { $0.isTrimmed == ($0.moment < start) && ($0.note == nil) == $0.isTrimmed })
            #expect(try await store.living(id)?.name == "Ann")
            #expect(try await !store.removeExpired(at: .now(), timelineStart: start), "there is nothing more to do")
        }
    }

    @Test("A step finds what it takes by indexes")
    func plans() async throws {
        try await withStore { store in
            let retention = Retention(now: noon, timelineStart: noon)
            _ = try await store.pool.write { db in try retention.step(in: db) }
            for sql in Retention.statements {
                let steps = try await store.pool.read { db in
                    let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                    statement.setUncheckedArguments(StatementArguments())
                    return try Row.fetchAll(statement).map { $0["detail"] as String }
                }
                #expect(steps.allSatisfy { !$0.hasPrefix("SCAN") && !$0.contains("TEMP B-TREE") }, "\(steps)")
                #expect(steps.contains { $0.contains(" USING ") })
            }
        }
    }
}

extension SQLiteCustomerStore {
    fileprivate func living(_ id: CustomerID) async throws -> Customer? {
        if case .living(let customer, _)? = try await record(id) { customer } else { nil }
    }
}
