import CustomerAPI
import Domain
import Foundation
import GRDB
import SampleData
import Synchronization
import Testing
import Wire

@testable import SQLiteStore

/// What pages hold of rows that were moved out of them, which names those who are there as well as those who are gone.
@Suite("A database holds nothing between its rows")
struct CleanWritingTests {
    /// Pages that have something there, as far as the file goes.
    private func remnants(_ store: SQLiteCustomerStore) async throws -> [Int] {
        try await store.pool.read { db in
            var (found, start): ([Int], Int?) = ([], 0)
            while let page = start {
                let look = try PageSweep(start: page).look(in: db)
                (found, start) = (found + look.found, look.next)
            }
            return found
        }
    }

    /// Has another program fill the tables, so that pages are split between those who stay and those who vanish.
    private func fillOtherwise(_ directory: TemporaryDirectory) throws {
        try directory.open().close()
        try directory.tamper { db in
            try db.execute(sql: "CREATE TABLE other (name TEXT PRIMARY KEY) WITHOUT ROWID")
            try db.inTransaction {
                // In an order in which SQLite divides many pages.
                for number in (0..<3_000).map({ $0 * 2_003 % 3_000 }) {
                    let name = String(repeating: number.isMultiple(of: 3) ? "Vanishing" : "Keepsake", count: 9)
                    try db.execute(sql: "INSERT INTO other VALUES (?)", arguments: ["\(number) \(name)"])
                }
                return .commit
            }
            try db.execute(sql: "PRAGMA secure_delete = ON; DELETE FROM other WHERE name LIKE '%Vanishing%'")
        }
    }

    private func file(_ directory: TemporaryDirectory) throws -> Data {
        try Data(contentsOf: URL(filePath: directory.databasePath))
    }

    @Test("Whatever was written, split and moved, in the database as it is while it is open and when it is closed")
    func nothing() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        var customers: [Customer] = []
        for number in 0..<120 { customers.append(try await store.create("Person \(number)", address: "Lane")) }
        for customer in customers.shuffled() {
            let lane = String(repeating: "Lane", count: Int.random(in: 1...60))
            let actions: [CustomerWrite.Action] = [
                .patch(try CustomerPatch([.address: lane])), .note(NoteText(trusted: lane)), .delete,
            ]
            for action in actions.prefix(Int.random(in: 1...3)) {
                _ = try await store.perform(CustomerWrite(id: customer.id, action: action, now: .now(), trashDays: 30))
            }
        }
        try await store.pool.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
        #expect(try await remnants(store).isEmpty)
        _ = try await store.create("Another")
        store.close()
        let again = try directory.open()
        #expect(try await remnants(again).isEmpty)
        again.close()
        _ = try StoreCheck.run(database: directory.databasePath)
    }

    @Test("What another program has left there is found a piece at a time, and overwritten; what has a meaning stays")
    func sweep() async throws {
        let directory = try TemporaryDirectory()
        try fillOtherwise(directory)
        #expect(try file(directory).range(of: Data("Vanishing".utf8)) != nil, "there is something to find")
        let turns = Mutex(0)
        let options = SQLiteCustomerStore.Options { statement in
            if statement.hasPrefix("BEGIN IMMEDIATE") { turns.withLock { $0 += 1 } }
        }
        let store = try directory.open(options)
        let found = try await remnants(store)
        turns.withLock { $0 = 0 }
        var (page, pieces): (Int?, Int) = (0, 0)
        while let start = page {
            page = try await store.sweep(from: start)
            pieces += 1
        }
        #expect(!found.isEmpty && pieces >= found.count / PageSweep.pages)
        #expect((1...pieces).contains(turns.withLock(\.self)), "a bounded number of pages in each turn")
        #expect(try await remnants(store).isEmpty)
        #expect(try file(directory).range(of: Data("Vanishing".utf8)) == nil)
        turns.withLock { $0 = 0 }
        #expect(try await store.sweep(from: 0) == nil || pieces > 1)
        #expect(turns.withLock(\.self) == 0, "where nothing is found nobody's turn is taken")
        let kept = try await store.pool.read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM other WHERE name LIKE '%KeepsakeKeepsake'")
        }
        #expect(kept == 2_000)
        store.close()
        try directory.tamper { db in
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            try db.execute(sql: "DROP TABLE other")
        }
        _ = try StoreCheck.run(database: directory.databasePath)
    }

    @Test("A reader that needs the log puts that off, and holds nobody up")
    func reader() async throws {
        let directory = try TemporaryDirectory()
        try fillOtherwise(directory)
        let store = try directory.open()
        _ = try await store.create("Before")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: directory.databasePath, configuration: configuration)
        try reader.inDatabase { db in
            try db.execute(sql: "BEGIN")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM customer") == 1)
        }
        _ = try await store.create("Beside")
        #expect(try await store.sweep(from: 0) == 0, "to be tried again")
        _ = try await store.create("After")
        try reader.inDatabase { db in try db.execute(sql: "COMMIT") }
        var page: Int? = 0
        while let start = page { page = try await store.sweep(from: start) }
        #expect(try await remnants(store).isEmpty)
        try reader.close()
        store.close()
    }

    @Test("Pages of a kind that looks like one with rows are left alone: the database is sound")
    func otherKinds() async throws {
        let directory = try TemporaryDirectory()
        try directory.open().close()
        try directory.tamper { db in try db.execute(sql: "PRAGMA auto_vacuum = FULL; VACUUM") }
        let store = try directory.open()
        for number in 0..<400 {
            try await store.create("Person \(number)", address: String(repeating: "x", count: 450))
        }
        #expect(try await store.sweep(from: 0) == nil)
        store.close()
        try directory.tamper { db in
            let (kind, state) = (
                try Int.fetchOne(db, sql: "PRAGMA auto_vacuum"), try String.fetchOne(db, sql: "PRAGMA integrity_check")
            )
            #expect(kind == 1 && state == "ok")
        }
    }
}
