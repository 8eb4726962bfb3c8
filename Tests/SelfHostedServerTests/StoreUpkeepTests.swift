import CustomerAPI
import Domain
import Foundation
import GRDB
import Logging
import SQLiteStore
import Synchronization
import Testing
import Wire

@testable import customers_api

@Suite("What a server removes by itself")
struct StoreUpkeepTests {
    private let noon = Timestamp(microseconds: 1_767_268_800_000_000)

    /// Moves new customers to the trash for a day.
    private func discard(_ count: Int, in store: SQLiteCustomerStore, at now: Timestamp) async throws {
        for _ in 0..<count {
            let id = CustomerID.random()
            let details = try CustomerDetails(name: "Ann", email: "\(id.text)@example.com")
            for action in [CustomerWrite.Action.create(NewCustomer(details)), .delete] {
                _ = try await store.perform(CustomerWrite(id: id, action: action, now: now, trashDays: 1))
            }
        }
    }

    private func trashed(_ store: SQLiteCustomerStore) async throws -> Int {
        try await store.trash(after: nil, limit: 999).elements.count
    }

    @Test("At the start and then every hour, a bounded number at one look")
    func hourly() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "upkeep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try SQLiteCustomerStore(path: directory.path + "/customers.db")
        try await discard(120, in: store, at: noon)
        let time = TestClock(noon.advanced(bySeconds: 2 * 86_400))
        let upkeep = StoreUpkeep(of: store, timelineDays: nil, logger: Logger(label: "test")) { time.now }
        await upkeep.reloadIfChanged()
        #expect(try await trashed(store) == 20)
        await upkeep.reloadIfChanged()
        #expect(try await trashed(store) == 0)
        try await discard(1, in: store, at: noon)
        await upkeep.reloadIfChanged()
        time.advance(StoreUpkeep.interval - 1)
        await upkeep.reloadIfChanged()
        #expect(try await trashed(store) == 1, "the hour is not over")
        time.advance(1)
        await upkeep.reloadIfChanged()
        #expect(try await trashed(store) == 0)
        try await discard(1, in: store, at: noon)
        time.advance(-2 * StoreUpkeep.interval)
        await upkeep.reloadIfChanged()
        #expect(try await trashed(store) == 0, "a clock that was set back puts nothing off")
        store.close()
    }

    @Test("At the start the database is looked through for what another program has left of rows that are gone")
    func sweeps() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "upkeep-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.path + "/customers.db"
        try SQLiteCustomerStore(path: path).close()
        let other = try DatabaseQueue(path: path)
        try await other.write { db in
            try db.execute(sql: "CREATE TABLE other (name TEXT PRIMARY KEY) WITHOUT ROWID")
            // In an order in which SQLite divides many pages.
            for number in (0..<3_000).map({ $0 * 2_003 % 3_000 }) {
                let name = String(repeating: number.isMultiple(of: 3) ? "Vanishing" : "Keepsake", count: 9)
                try db.execute(sql: "INSERT INTO other VALUES (?)", arguments: ["\(number) \(name)"])
            }
        }
        try await other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA secure_delete = ON; DELETE FROM other WHERE name LIKE '%Vanishing%'")
        }
        try other.close()
        func isLeft() throws -> Bool {
            try Data(contentsOf: URL(filePath: path)).range(of: Data("Vanishing".utf8)) != nil
        }
        #expect(try isLeft())
        let store = try SQLiteCustomerStore(path: path)
        await StoreUpkeep(of: store, timelineDays: nil, logger: Logger(label: "test")).reloadIfChanged()
        #expect(try !isLeft())
        store.close()
    }
}

/// A clock that the test sets.
private final class TestClock: Sendable {
    private let time: Mutex<Timestamp>

    init(_ now: Timestamp) { time = Mutex(now) }

    var now: Timestamp { time.withLock { $0 } }

    func advance(_ seconds: Int64) { time.withLock { $0 = $0.advanced(bySeconds: seconds) } }
}
