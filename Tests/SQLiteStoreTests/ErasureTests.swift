import CustomerAPI
import Dispatch
import Domain
import Foundation
import GRDB
import SampleData
import Synchronization
import Testing
import Wire

@testable import SQLiteStore

@Suite("What is left in the files of a customer who was deleted")
struct ErasureTests {
    /// How often a text stands in the files of the directory, whatever they are.
    private func occurrences(_ text: String, in directory: TemporaryDirectory) -> Int {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []
        return names.reduce(0) { sum, name in
            guard let data = FileManager.default.contents(atPath: directory.file(name)) else { return sum }
            var (count, start) = (0, data.startIndex)
            while let range = data.range(of: Data(text.utf8), in: start..<data.endIndex) {
                (count, start) = (count + 1, range.upperBound)
            }
            return sum + count
        }
    }

    private func expectNothing(of text: String, in directory: TemporaryDirectory) async {
        let deadline = ContinuousClock.now + .seconds(30)
        while occurrences(text, in: directory) > 0, ContinuousClock.now < deadline { await Task.yield() }
        #expect(occurrences(text, in: directory) == 0, "\(text)")
    }

    @Test("Neither the database nor its log holds a name once the deletion has settled, and others are still there")
    func names() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let kept = try await store.create("Keepsake Keeper")
        for number in 0..<20 {
            let gone = try await store.create("Vanishing Person\(number)")
            _ = try await store.perform(
                CustomerWrite(id: gone.id, action: .patch(try CustomerPatch([.address: "Vanishing Lane"])), now: .now())
            )
            _ = try await store.perform(CustomerWrite(id: gone.id, action: .delete, now: .now()))
        }
        await expectNothing(of: "anishing", in: directory)
        #expect(occurrences("Keepsake", in: directory) > 0)
        #expect(try await store.record(kept.id) != nil)
        store.close()
    }

    @Test("A reader that needs the log holds nobody up, and the log is emptied when it is done")
    func readers() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let gone = try await store.create("Vanishing Person")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: directory.databasePath, configuration: configuration)
        try reader.inDatabase { db in
            try db.execute(sql: "BEGIN")
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM customer") == 1)
        }
        _ = try await store.perform(CustomerWrite(id: gone.id, action: .delete, now: .now()))
        _ = try await store.create("Keepsake Keeper")
        #expect(occurrences("anishing", in: directory) > 0)
        try reader.inDatabase { db in try db.execute(sql: "COMMIT") }
        await expectNothing(of: "anishing", in: directory)
        try reader.close()
        store.close()
    }

    /// Somebody with all that can be kept of a customer, in words that nobody else has.
    private func fill(_ store: SQLiteCustomerStore, _ number: Int, trashed: Bool) async throws -> CustomerID {
        let id = CustomerID.random()
        let values: [CustomerField: String] = [
            .name: "Vanishing Qqzxname\(number)", .email: "vanish\(number)@qqzxmail.example", .phone: "555000\(number)",
            .address: "Qqzxstreet \(number)\nBath", .company: "Qqzxcompany", .tags: "qqzxtag",
        ]
        let details = try #require(CustomerDetails(trusted: { values[$0] }))
        func write(_ action: CustomerWrite.Action, keyed: Bool = true) async throws {
            let key = CustomerWrite.Idempotency(key: .random(), fingerprint: "qqzxfingerprint")
            let outcome = try await store.perform(
                CustomerWrite(
                    id: id, action: action, idempotency: keyed ? key : nil, author: "kim", now: .now(), trashDays: 30))
            if case .rejected(let rejection) = outcome { Issue.record("\(rejection)") }
        }
        try await write(.create(NewCustomer(details)))
        try await write(.patch(try CustomerPatch([.address: "Qqzxlane", .tags: "qqzxother qqzxtag"])))
        for length in [10, 500, 1_900] {
            try await write(.note(NoteText(trusted: String(repeating: "Qqzxnote", count: length / 6))))
        }
        try await write(.retract(3, ofAnybody: true))
        if trashed {
            try await write(.delete)
            try await write(.restore)
            try await write(.patch(try CustomerPatch([.company: "Qqzxfirm"])))
            try await write(.delete)
        }
        return id
    }

    @Test("Of who was erased no value and no word of a note is in any file, nor in a backup made later")
    func erasedWhole() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        var others: [CustomerID] = []
        for number in 0..<40 { others.append(try await store.create("Keepsake Keeper\(number)").id) }
        // Pages are split and joined between them.
        var gone: [CustomerID] = []
        for number in 0..<60 {
            gone.append(try await fill(store, number, trashed: number.isMultiple(of: 2)))
            let patch = CustomerWrite.Action.patch(try CustomerPatch([.address: "Keepsake Street \(number)"]))
            _ = try await store.perform(CustomerWrite(id: others[number % 40], action: patch, now: .now()))
            try await store.dismiss(CustomerPair(gone[number], others[number % 40]))
        }
        for (number, id) in gone.shuffled().enumerated() {
            let write = CustomerWrite(id: id, action: .erase, author: "kim", now: .now())
            #expect(try await store.perform(write) == .deleted(replayOf: nil))
            let note = CustomerWrite.Action.note(NoteText(trusted: "Keepsake words"))
            _ = try await store.perform(CustomerWrite(id: others[number % 40], action: note, now: .now()))
        }
        _ = try await store.perform(CustomerWrite(id: others[0], action: .erase, now: .now()))
        _ = try StoreBackup(database: directory.databasePath, file: directory.file("b.db")).run()
        for text in [
            "anish", "Qqzx", "qqzx", "qqzxmail", "5550001", "qqzxfingerprint",
        ] { await expectNothing(of: text, in: directory) }
        #expect(occurrences("Keepsake", in: directory) > 0)
        let left = try await store.pool.read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM timeline WHERE id IN (SELECT id FROM tombstone))
                        + (SELECT count(*) FROM trash) + (SELECT count(*) FROM dismissal)
                        + (SELECT count(*) FROM word WHERE CAST(text AS TEXT) LIKE 'qqzx%')
                    """)
        }
        #expect(left == 0)
        store.close()
        #expect(try StoreCheck.run(database: directory.databasePath).deleted == 61)
    }

    @Test("What is retracted, and whose time in the trash is over, leaves no word either")
    func retracted() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        let kept = try await store.create("Keepsake Keeper")
        let note = CustomerWrite.Action.note(NoteText(trusted: "Vanishing words"))
        _ = try await store.perform(CustomerWrite(id: kept.id, action: note, author: "kim", now: .now()))
        _ = try await store.perform(
            CustomerWrite(id: kept.id, action: .retract(2, ofAnybody: false), author: "kim", now: .now()))
        await expectNothing(of: "anishing", in: directory)
        let id = try await fill(store, 1, trashed: true)
        let until = Timestamp.now().advanced(bySeconds: 31 * 86_400)
        #expect(try await !store.removeExpired(at: until, timelineStart: nil))
        for text in ["anish", "Qqzx", "qqzxmail"] { await expectNothing(of: text, in: directory) }
        #expect(try await store.timeline(of: id, below: nil, limit: 99).count == 9)
        store.close()
        #expect(try StoreCheck.run(database: directory.databasePath).deleted == 1)
    }

    @Test("Those who write behind an erasure wait for the log alone, even when there is always somebody who does")
    func others() async throws {
        let statements = Mutex<[String]>([])
        let holds = Mutex(false)
        let gate = DispatchSemaphore(value: 0)
        let options = SQLiteCustomerStore.Options { statement in
            statements.withLock { $0.append(statement) }
            let mustWait = holds.withLock { holds in
                defer { if statement.hasPrefix("BEGIN IMMEDIATE") { holds = false } }
                return holds && statement.hasPrefix("BEGIN IMMEDIATE")
            }
            if mustWait { gate.wait() }
        }
        try await withStore(options) { store in
            let ann = try await store.create("Ann")
            statements.withLock { $0 = [] }
            holds.withLock { $0 = true }
            async let erased = store.perform(CustomerWrite(id: ann.id, action: .erase, now: .now()))
            while holds.withLock(\.self) { await Task.yield() }
            async let bea = store.create("Bea")
            while store.writes.waitingCount < 1 { await Task.yield() }
            gate.signal()
            let (outcome, other) = (try await erased, try await bea)
            #expect(outcome == .deleted(replayOf: nil) && other.version == 1)
            let seen = statements.withLock(\.self)
            let turns = seen.filter { $0.hasPrefix("BEGIN IMMEDIATE") || $0.contains("wal_checkpoint") }
            #expect(turns.map { $0.hasPrefix("BEGIN") } == [true, false, true], "\(turns)")
        }
    }

    @Test("An erasure reads and writes no more of a large database than what it changes")
    func large() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        try await store.load(SamplePeople(count: 4_000, seed: 5), now: .now())
        let gone = try await store.create("Vanishing Person")
        let pages = StoreStatistics.Files(database: directory.databasePath).database / 4_096
        let uses = try await store.pool.writeWithoutTransaction { db in try FileUses(db) }
        #expect(
            try await store.perform(CustomerWrite(id: gone.id, action: .erase, now: .now())) == .deleted(replayOf: nil))
        await expectNothing(of: "anishing", in: directory)
        // Whatever is done after the answer is done.
        try await store.pool.writeWithoutTransaction { _ in }
        #expect(pages > 600, "\(pages)")
        #expect((1...250).contains(uses.pages), "\(uses.pages) of \(pages)")
        store.close()
    }

    @Test("A process that is killed after the answer, while a reader is in the way, leaves it to the next start")
    func killed() async throws {
        let directory = try TemporaryDirectory()
        let store = try directory.open()
        for number in 0..<40 { try await store.create("Keepsake Keeper\(number)") }
        let gone = try await fill(store, 1, trashed: true)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: directory.databasePath, configuration: configuration)
        try reader.inDatabase { db in
            try db.execute(sql: "BEGIN")
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM customer")
        }
        _ = try await store.perform(CustomerWrite(id: gone, action: .erase, now: .now()))
        let killed = try TemporaryDirectory()
        for suffix in ["", "-wal"] { try directory.copy("customers.db" + suffix, to: killed) }
        #expect(occurrences("anish", in: killed) > 0)
        let next = try killed.open()
        for text in ["anish", "Qqzx", "qqzxmail"] { await expectNothing(of: text, in: killed) }
        #expect(occurrences("Keepsake", in: killed) > 0)
        guard case .deleted(let tombstone, _)? = try await next.record(gone) else {
            Issue.record("the erasure is lost")
            return
        }
        #expect(tombstone.erasedAt != nil)
        next.close()
        _ = try StoreCheck.run(database: killed.databasePath)
        try reader.inDatabase { db in try db.execute(sql: "COMMIT") }
        await expectNothing(of: "anish", in: directory)
        try reader.close()
        store.close()
    }
}
