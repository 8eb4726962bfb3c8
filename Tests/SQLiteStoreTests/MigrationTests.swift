import CustomerAPI
import Domain
import Foundation
import GRDB
import SampleData
import SystemPackage
import TestSupport
import Testing
import Wire

@testable import SQLiteStore

@Suite("A database of an older version")
struct MigrationTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// That of a program that is one step ahead of this one.
    private static func next(_ sql: String = "ALTER TABLE customer ADD COLUMN colour TEXT") -> Schema {
        Schema(steps: Schema.current.steps + [Schema.Step("4 colour") { db in try db.execute(sql: sql) }])
    }

    private static let current = SQLiteCustomerStore.schemaVersion
    private let current = Self.current

    @Test("Whatever customers were found by before, their entries are built again, after a copy")
    func rebuildsEntries() async throws {
        let store = try directory.open()
        try await store.create("Jürgen Weißhaupt")
        try await store.create("O'Brien")
        store.close()
        let queue = try DatabaseQueue(path: directory.databasePath)
        try await queue.write { db in
            try db.execute(
                sql: "DELETE FROM search_entry; DELETE FROM grdb_migrations WHERE identifier LIKE '% search entries'")
            try db.execute(sql: "INSERT INTO search_entry (text, customer) VALUES (CAST('old' AS BLOB), 1)")
        }
        try queue.close()
        let again = try directory.open()
        #expect(again.migration?.to == current)
        for (typed, count) in [("juergen", 1), ("obrien", 1), ("old", 0)] {
            let term = try #require(SearchTerm(typed))
            #expect(try await again.page(.search(term), after: nil, limit: 10).elements.count == count, "\(typed)")
        }
        again.close()
        #expect(try StoreCheck.run(database: directory.databasePath).customers == 2)
    }

    @Test("Before its words of addresses were kept, it gets them, and no other entries")
    func addsWordsOfAddresses() async throws {
        let store = try directory.open()
        _ = try await store.create("Ann", address: "Lindenstraße 12\n10969 Berlin")
        store.close()
        let queue = try DatabaseQueue(path: directory.databasePath)
        try await queue.write { db in
            try db.execute(
                sql: """
                    DELETE FROM search_entry WHERE text < x'02';
                    DELETE FROM grdb_migrations WHERE identifier LIKE '% words of addresses'
                    """)
        }
        try queue.close()
        let again = try directory.open()
        #expect(again.migration?.from == current - 1)
        let term = try #require(SearchTerm("12 lindenstrasse"))
        #expect(try await again.page(.search(term), after: nil, limit: 10).elements.map(\.name) == ["Ann"])
        again.close()
        #expect(try StoreCheck.run(database: directory.databasePath).customers == 1)
    }

    private func open(_ schema: Schema) throws(SQLiteStoreOpenFailure) -> SQLiteCustomerStore {
        try SQLiteCustomerStore(StoreFile(path: directory.databasePath, schema: schema))
    }

    private func withAnn() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        store.close()
    }

    private func columns() throws -> [String] {
        let queue = try DatabaseQueue(path: directory.databasePath)
        defer { try? queue.close() }
        return try queue.read { db in try db.columns(in: "customer").map(\.name) }
    }

    @Test("Is copied before it is changed, once, and the copy is what it was")
    func copiesBefore() async throws {
        try await withAnn()
        let store = try open(Self.next())
        let migration = try #require(store.migration)
        #expect((migration.from, migration.to) == (current, current + 1))
        store.close()
        let copy = try #require(migration.copy?.split(separator: "/").last.map(String.init))
        #expect(copy.hasPrefix("customers.db.schema-\(current)."))
        #expect(try directory.otherFiles == [copy])
        #expect(try directory.names(copy) == ["Ann"])
        #expect(try columns().contains("colour"))
        let again = try open(Self.next())
        #expect(again.migration == nil)
        #expect(try directory.otherFiles == [copy])
        let old = try SQLiteCustomerStore(path: directory.file(copy))
        #expect(try await old.page(.directory(.name), after: nil, limit: 10).elements.map(\.details.name) == ["Ann"])
    }

    @Test("A new database and one of this version are not copied")
    func copiesNothingElse() async throws {
        try await withAnn()
        let store = try directory.open()
        #expect(store.migration == nil)
        store.close()
        #expect(try directory.otherFiles.isEmpty)
        let empty = try SQLiteCustomerStore(StoreFile(path: directory.file("new.db"), schema: Self.next()))
        #expect(empty.migration == nil)
    }

    @Test(
        "A new database whose tables a killed process has begun is not copied",
        arguments: 1..<SQLiteCustomerStore.schemaVersion)
    func goesOnWithNew(step: Int) async throws {
        let queue = try DatabaseQueue(path: directory.databasePath)
        let migrator = Schema.current.migrator
        try migrator.migrate(queue, upTo: migrator.migrations[step - 1])
        try queue.close()
        let store = try directory.open()
        #expect(store.migration == SQLiteCustomerStore.Migration(from: step, to: current, copy: nil))
        try await store.create("Ann")
        store.close()
        #expect(try directory.otherFiles.isEmpty)
    }

    @Test("The older program refuses it from then on, naming the step that it does not know")
    func isRefusedByOlder() async throws {
        try await withAnn()
        try open(Self.next()).close()
        let failure = #expect(throws: SQLiteStoreOpenFailure.self) { try directory.open() }
        #expect(failure?.reason == .newerSchema(steps: ["4 colour"]))
        #expect(failure?.description.contains("\"4 colour\"") == true)
    }

    @Test("A step that fails leaves the database as it was, and the copy")
    func survivesFailure() async throws {
        try await withAnn()
        #expect(throws: SQLiteStoreOpenFailure.self) {
            try open(Self.next("ALTER TABLE nobody ADD COLUMN colour TEXT"))
        }
        #expect(try directory.otherFiles.count == 1)
        let store = try directory.open()
        #expect(try await store.page(.directory(.name), after: nil, limit: 10).elements.count == 1)
    }

    @Test(
        "Stopped at any step, it is what it was, with a copy, and goes all steps the next time",
        arguments: 2...Self.current + 1)
    func stopsAsItWas(at number: Int) async throws {
        try RecordedVersion.all[0].copy("customers.db", to: directory.databasePath)
        // What a killed one leaves of its copy is taken over.
        try Data("half".utf8).write(to: URL(filePath: directory.databasePath + ".schema-1.partial"))
        let steps = Self.next().steps
        let stopping = Schema.Step(steps[number - 1].name) { db in
            try steps[number - 1].body(db)
            throw DatabaseError(message: "stopped")
        }
        func contents() throws -> [Row] {
            let queue = try DatabaseQueue(path: directory.databasePath)
            defer { try? queue.close() }
            return try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM sqlite_schema")
                    + Row.fetchAll(db, sql: "SELECT * FROM customer")
                    + Row.fetchAll(db, sql: "SELECT * FROM search_entry")
                    + Row.fetchAll(db, sql: "SELECT * FROM grdb_migrations")
            }
        }
        let before = try contents()
        #expect(throws: SQLiteStoreOpenFailure.self) {
            try open(Schema(steps: steps[..<(number - 1)] + [stopping] + steps[number...]))
        }
        #expect(try contents() == before)
        let store = try open(Self.next())
        #expect(store.migration?.from == 1 && store.migration?.to == current + 1)
        store.close()
        #expect(try columns().contains("colour"))
        let copies = try directory.otherFiles
        #expect(copies.count == 2 && copies.allSatisfy { $0.contains(".schema-1.") })
    }

    @Test("All steps need no more of the disk than has to be free")
    func fitsItsRoom() async throws {
        let store = try SQLiteCustomerStore(path: directory.file("new.db"))
        try await store.load(SamplePeople(count: 3_000), now: .now())
        store.close()
        let queue = try DatabaseQueue(path: directory.databasePath)
        try Schema.current.migrator.migrate(queue, upTo: "1 customers")
        try await queue.writeWithoutTransaction { [path = directory.file("new.db")] db in
            try db.execute(sql: "ATTACH DATABASE ? AS new", arguments: [path])
            try db.execute(
                sql: """
                    INSERT INTO customer SELECT row, id, name, ifnull(email, ''), phone, address, registered_at, created_at,
                        updated_at, version, updated_by, history, sequence, name_fold, ifnull(email_key, row)
                    FROM new.customer;
                    INSERT INTO search_entry SELECT * FROM new.search_entry;
                    """)
            try db.execute(sql: "DETACH DATABASE new")
        }
        try queue.close()
        let path = directory.databasePath
        let before = StoreStatistics.Files(database: path).database
        let migrated = try directory.open()
        let copy = try #require(migrated.migration?.copy)
        let files = StoreStatistics.Files(database: path)
        let taken = files.database - before + files.log + StoreStatistics.Files(database: copy).database
        #expect(taken <= 3 * before, "\(taken) for \(before)")
        #expect(files.log > before / 2, "the log has all steps")
        migrated.close()
    }

    @Test("What stands where the copy is made and cannot be taken over, as a link, gives way")
    func replacesForeign() async throws {
        try await withAnn()
        let other = directory.file("other")
        try Data("theirs".utf8).write(to: URL(filePath: other))
        try FileManager.default.createSymbolicLink(
            atPath: directory.databasePath + ".schema-\(current).partial", withDestinationPath: other)
        let store = try open(Self.next())
        let copy = try #require(store.migration?.copy)
        store.close()
        #expect(try directory.names(String(copy.split(separator: "/").last ?? "")) == ["Ann"])
        #expect(try Data(contentsOf: URL(filePath: other)) == Data("theirs".utf8))
    }

    @Test("Where it cannot be copied it is not changed")
    func needsItsCopy() async throws {
        try await withAnn()
        #expect(throws: Errno.self) { try migrate(copyingTo: directory.file("none/customers.db")) }
        #expect(try !columns().contains("colour"))
    }

    @Test("Where the disk has no room for it, nothing is written, and it is said how much there has to be")
    func needsRoom() async throws {
        try await withAnn()
        let bytes = StoreStatistics.Files(database: directory.databasePath).database
        func migrate(free: Int?) throws -> SQLiteCustomerStore.Migration? {
            let queue = try DatabaseQueue(path: directory.databasePath)
            defer { try? queue.close() }
            return try Self.next().migrate(queue, at: directory.databasePath) { _ in free }
        }
        let failure = #expect(throws: SQLiteStoreOpenFailure.self) { try migrate(free: 3 * bytes - 1) }
        #expect(failure?.reason == .noRoomToMigrate(needed: 3 * bytes, free: 3 * bytes - 1))
        #expect(try !columns().contains("colour") && directory.otherFiles.isEmpty)
        let rehearsal = StoreMigration(database: directory.databasePath, schema: Self.next())
        #expect(reason { try rehearsal.rehearse { _ in 3 * bytes - 1 } } == failure?.reason)
        #expect(try directory.otherFiles.isEmpty)
        #expect(try rehearsal.rehearse { _ in 3 * bytes } == ["4 colour"])
        #expect(try migrate(free: 3 * bytes)?.to == current + 1)
        for (needed, words) in [(456_000, "456 KB have to be free"), (1_600_000, "2 MB have to be free")] {
            let reason = SQLiteStoreOpenFailure.Reason.noRoomToMigrate(needed: needed, free: 400)
            let text = SQLiteStoreOpenFailure(path: "c.db", reason: reason).description
            #expect(text.contains(words) && text.contains("where 0 KB are"))
        }
    }

    private func migrate(copyingTo path: String) throws {
        let queue = try DatabaseQueue(path: directory.databasePath)
        defer { try? queue.close() }
        _ = try Self.next().migrate(queue, at: path)
    }

    @Test("A rehearsal tells the steps, and changes nothing while a server has the database")
    func rehearses() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        let migration = StoreMigration(database: directory.databasePath, schema: Self.next())
        let lock = try StoreLock(database: directory.databasePath)
        #expect(try migration.rehearse() == ["4 colour"])
        #expect(reason { try migration.run() } != nil)
        lock.release()
        #expect(try directory.otherFiles.isEmpty)
        try await store.create("Bea")
        store.close()
        #expect(try !columns().contains("colour"))
        #expect(try migration.run()?.to == current + 1)
        #expect(try migration.rehearse() == [])
        #expect(try migration.run() == nil)
    }

    @Test("A rehearsal of a step that would fail, or leave what is not sound, says so")
    func rehearsesFailure() async throws {
        try await withAnn()
        let failing = Self.next("ALTER TABLE nobody ADD COLUMN colour TEXT")
        #expect(failure { try StoreMigration(database: directory.databasePath, schema: failing).rehearse() } != nil)
        let forgetful = Self.next("DELETE FROM search_entry")
        let found = faults { try StoreMigration(database: directory.databasePath, schema: forgetful).rehearse() }
        #expect(found.contains("there are 0 search entries"))
        #expect(try directory.otherFiles.isEmpty)
        #expect(try StoreCheck.run(database: directory.databasePath).customers == 1)
    }

    @Test("A backup of an older version is restored as it is, and a drill brings it to this one")
    func restoresOlder() async throws {
        try await withAnn()
        _ = try StoreBackup(database: directory.databasePath, file: directory.file("b.db")).run()
        try open(Self.next()).close()
        _ = try StoreRestoration(backup: directory.file("b.db"), database: directory.databasePath).run()
        #expect(try !columns().contains("colour"))
        let store = try open(Self.next())
        #expect(store.migration?.from == current)
        #expect(try await store.page(.directory(.name), after: nil, limit: 10).elements.count == 1)
    }

    /// Makes the database as the first version left it, with these emails.
    private func withFirstSchema(_ emails: [String]) async throws {
        let first = try #require(Schema.current.migrator.migrations.first)
        let queue = try DatabaseQueue(path: directory.databasePath)
        defer { try? queue.close() }
        try Schema.current.migrator.migrate(queue, upTo: first)
        try await queue.write { db in
            for (number, email) in emails.enumerated() {
                try db.execute(
                    sql: """
                        INSERT INTO customer VALUES (?, ?, ?, ?, '555 0100', NULL, 1, 2, 3, 4, 'kim', NULL, ?, ?, ?);
                        """,
                    arguments: [
                        number * 7 + 1, CustomerID.random().bytes, "Ann", email, number + 1, "ann",
                        TextFold.email(email),
                    ])
            }
        }
    }

    @Test("The second step keeps everybody, with rows, entries and order, and lets the email be missing")
    func second() async throws {
        try await withFirstSchema(["a@example.com", "B@example.com", ""])
        let store = try directory.open()
        #expect(store.migration?.from == 1 && store.migration?.to == SQLiteCustomerStore.schemaVersion)
        let everybody = try await store.page(.directory(.name), after: nil, limit: 10).elements
        #expect(Set(everybody.map(\.email)) == ["a@example.com", "B@example.com", nil])
        #expect(everybody.allSatisfy { $0.version == 4 && $0.updatedBy == "kim" && $0.details[.tags] == nil })
        #expect(try await store.customer(emailKey: "b@example.com")?.email == "B@example.com")
        let term = try #require(SearchTerm("ann example.com"))
        #expect(try await store.page(.search(term), after: nil, limit: 10).elements.count == 2)
        for _ in 0..<2 {
            let new = NewCustomer(try CustomerDetails(name: "Bea", email: nil, phone: "555 0101"))
            let write = CustomerWrite(id: .random(), action: .create(new), condition: .mustNotExist, now: .now())
            let outcome = try await store.perform(write)
            let isCreated = if case .created = outcome { true } else { false }
            try #require(isCreated, "\(outcome)")
        }
        store.close()
        #expect(try StoreCheck.run(database: directory.databasePath).customers == 5)
    }

    @Test("The sixth step lets timelines begin, and leaves who was deleted before as they are")
    func sixth() async throws {
        let queue = try DatabaseQueue(path: directory.databasePath)
        try Schema.current.migrator.migrate(queue, upTo: "5 orders of moments")
        let (ann, gone) = (CustomerID.random(), CustomerID.random())
        try await queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO customer VALUES (1, ?, 'Ann', 'ann@example.com', NULL, NULL, NULL, 'vip', 1, 2, 3, 4, 'kim',
                        '{"recent":[]}', 1, 'ann', 'ann@example.com');
                    INSERT INTO tombstone VALUES (?, 5, 2, NULL, 2);
                    """, arguments: [ann.bytes, gone.bytes])
            try SearchEntryBuild.rebuild(in: db)
            try Vocabulary(db: db).build()
        }
        try queue.close()
        let store = try directory.open()
        #expect(store.migration?.from == 5 && store.migration?.to == current)
        let tombstone = Tombstone(id: gone, deletedAt: Timestamp(microseconds: 5), version: 2)
        #expect(try await store.record(gone) == .deleted(tombstone, WriteHistory()))
        let restore = CustomerWrite(id: gone, action: .restore, now: .now())
        #expect(try await store.perform(restore) == .rejected(.gone(replayOf: nil)))
        #expect(try await store.timeline(of: ann, below: nil, limit: 9).isEmpty)
        let patch = CustomerWrite.Action.patch(try CustomerPatch([.name: "Anna"]))
        _ = try await store.perform(CustomerWrite(id: ann, action: patch, now: .now()))
        let entries = try await store.timeline(of: ann, below: nil, limit: 9)
        #expect(entries.map(\.kind) == [.changed, .baseline] && entries.map(\.version) == [5, 4])
        #expect(entries.last?.edit.changes[.tags] == FieldChange(from: nil, to: "vip"))
        _ = try await store.perform(CustomerWrite(id: ann, action: .delete, now: .now(), trashDays: 30))
        #expect(try await store.trash(after: nil, limit: 9).elements.map(\.customer.name) == ["Anna"])
        store.close()
        #expect(try StoreCheck.run(database: directory.databasePath).deleted == 2)
    }

    @Test(
        "What version 1 has recorded is brought to this one, and everybody's timeline begins",
        arguments: RecordedVersion.all)
    func recorded(version: RecordedVersion) async throws {
        try version.copy("customers.db", to: directory.databasePath)
        let store = try directory.open()
        #expect(store.migration?.from == 1)
        let everybody = try await store.page(.directory(.name), after: nil, limit: 100).elements
        #expect(!everybody.isEmpty)
        for customer in everybody {
            let note = CustomerWrite.Action.note(NoteText(trusted: "Called."))
            _ = try await store.perform(CustomerWrite(id: customer.id, action: note, now: .now()))
            let entries = try await store.timeline(of: customer.id, below: nil, limit: 9)
            #expect(entries.map(\.kind) == [.note, .baseline])
            #expect(entries.last?.edit == CustomerEdit(from: nil, to: customer.details))
        }
        store.close()
        #expect(try StoreCheck.run(database: directory.databasePath).customers == everybody.count)
    }

    @Test("Every step is named by its number and by what it brings")
    func names() {
        for (index, name) in Schema.current.migrator.migrations.enumerated() {
            #expect(name.hasPrefix("\(index + 1) "))
        }
    }
}
