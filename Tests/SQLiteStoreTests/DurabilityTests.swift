import CustomerAPI
import Domain
import Foundation
import GRDB
import Testing
import Wire

@testable import SQLiteStore

@Suite("A database over time")
struct DurabilityTests {
    @Test("Is the same when it is opened again, and its positions go on")
    func survives() async throws {
        let directory = try TemporaryDirectory()
        let customer = try await directory.open().create("Ann")
        let position = try await directory.open().changes(after: nil, limit: 10).position
        let store = try directory.open()
        #expect(try await store.record(customer.id) == .living(customer, WriteHistory(entries: 1)))
        let bea = try await store.create("Bea")
        #expect(try await store.changes(after: position, limit: 10).elements == [.changed(bea)])
    }

    @Test("Refuses change positions of another database, and those ahead of its own changes")
    func refusesOtherEpochs() async throws {
        try await withStore { store in
            try await withStore { other in
                let position = try await other.changes(after: nil, limit: 1).position
                await #expect(throws: StoreFailure.positionExpired) {
                    try await store.changes(after: position, limit: 1)
                }
            }
            _ = try await store.create("Ann")
            let last = try await store.changes(after: nil, limit: 1).position
            let ahead = StorePosition(last.bytes.dropLast() + [2])
            await #expect(throws: StoreFailure.positionExpired) { try await store.changes(after: ahead, limit: 1) }
        }
    }

    @Test("A full disk refuses the write, keeps what is there, and is forgotten when there is room again")
    func survivesAFullDisk() async throws {
        try await withStore { store in
            let ann = try await store.create("Ann")
            try await store.limitPages(to: 1)
            let address = String(repeating: "Long Street ", count: 40)
            var failure: StoreFailure?
            for number in 0..<100 where failure == nil {
                do {
                    _ = try await store.create("Confidential \(number)", address: address)
                } catch let error as StoreFailure {
                    failure = error
                }
            }
            guard case .unavailable(let detail, _)? = failure else {
                Issue.record("The disk never was full: \(String(describing: failure))")
                return
            }
            #expect(detail.contains("disk is full") && !detail.contains("Confidential"))
            #expect(try await store.record(ann.id) == .living(ann, WriteHistory(entries: 1)))
            try await store.limitPages(to: 100_000)
            _ = try await store.create("Zoe", address: address)
            let changes = try await store.changes(after: nil, limit: 1_000).elements.count
            #expect(try await store.page(.directory(.name), after: nil, limit: 1_000).elements.count == changes)
        }
    }

    @Test("A write that another process holds up asks to be repeated, and reading goes on")
    func saysThatItIsBusy() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open(SQLiteCustomerStore.Options(busyTimeoutSeconds: 0))
        let ann = try await store.create("Ann")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: directory.databasePath, configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: StoreFailure.writeInProgress) { try await store.create("Bea") }
        #expect(try await store.page(.directory(.name), after: nil, limit: 10).elements == [ann])
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        _ = try await store.create("Bea")
    }

    @Test("A deleted customer leaves nothing personal in the tables")
    func forgets() async throws {
        try await withStore { store in
            let ann = try await store.create("Ann", address: "1 Main Street")
            _ = try await store.perform(CustomerWrite(id: ann.id, action: .delete, now: .now()))
            let left = try await store.pool.read { db in
                try Int.fetchOne(
                    db, sql: "SELECT (SELECT count(*) FROM customer) + (SELECT count(*) FROM search_entry)")
            }
            #expect(left == 0)
        }
    }
}

extension SQLiteCustomerStore {
    @discardableResult
    func create(_ name: String, address: String? = nil) async throws -> Customer {
        let id = CustomerID.random()
        let details = try CustomerDetails(name: name, email: "\(id)@example.com", address: address)
        let write = CustomerWrite(id: id, action: .create(NewCustomer(details)), now: .now())
        guard case .created(let customer, _) = try await perform(write) else { throw NotCreated() }
        return customer
    }

    func limitPages(to count: Int) async throws {
        // SQLite takes the present size for a smaller limit.
        try await pool.writeWithoutTransaction { db in try db.execute(sql: "PRAGMA max_page_count = \(count)") }
    }

    private struct NotCreated: Error {}
}
