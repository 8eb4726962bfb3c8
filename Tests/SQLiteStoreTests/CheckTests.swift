import CustomerAPI
import Domain
import Foundation
import GRDB
import SampleData
import TestSupport
import Testing
import Wire

@testable import SQLiteStore

@Suite("Checking a database, and verifying a backup")
struct CheckTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func check() throws(StoreOperationFailure) -> StoreSummary {
        try StoreCheck.run(database: directory.databasePath)
    }

    private func verify(_ name: String = "customers.db") throws(StoreOperationFailure) -> StoreSummary {
        try StoreVerification(backup: directory.file(name), scratchDirectory: directory.path).run()
    }

    @Test("A store that was loaded, written to and is open is sound")
    func sound() async throws {
        let store = try directory.open()
        try await store.load(SamplePeople(count: 500), now: .now())
        let ann = try await store.create("Ann Ann", address: "1 Main Street")
        _ = try await store.perform(CustomerWrite(id: ann.id, action: .delete, now: .now()))
        let expected = StoreSummary(customers: 500, deleted: 1, schema: SQLiteCustomerStore.schemaVersion, changes: 502)
        #expect(try check() == expected)
        #expect(try verify() == expected)
        #expect(try directory.otherFiles.isEmpty, "the scratch file is gone")
    }

    @Test("So is an empty one")
    func empty() throws {
        try directory.open().close()
        #expect(
            try check() == StoreSummary(customers: 0, deleted: 0, schema: SQLiteCustomerStore.schemaVersion, changes: 0)
        )
    }

    @Test(
        "What is wrong is said, and nobody is named",
        arguments: [
            ("DELETE FROM word", "the words for similar searches are not those of the search entries"),
            ("DELETE FROM search_entry", "there are 0 search entries, and the customers have"),
            (
                "UPDATE search_entry SET text = CAST(text || x'7a' AS BLOB) WHERE customer = 1",
                "search entries are not those of the customers"
            ),
            ("UPDATE customer SET name_fold = 'zzz'", "customers listed under another name or email than their own: 2"),
            ("UPDATE customer SET email_key = row || '@x.org'", "another name or email than their own: 2"),
            ("UPDATE customer SET name = 'Secret'", "another name or email than their own: 2"),
            ("DROP INDEX customer_name", "the index customer_name is missing"),
            (
                "DROP INDEX customer_id; CREATE INDEX customer_id ON customer (id)",
                "the index customer_id is missing, or is not as it should be"
            ),
            ("CREATE TABLE extra (text TEXT)", "the table extra does not belong there"),
            (
                "INSERT INTO tombstone SELECT id, updated_at, version, NULL, 99, NULL, NULL FROM customer WHERE row = 1",
                "customers that are also recorded as deleted: 1"
            ),
            (
                "INSERT INTO tombstone SELECT randomblob(16), updated_at, version, NULL, sequence, NULL, NULL FROM customer WHERE row = 1",
                "changes with the number of another: 1"
            ),
            (
                "DELETE FROM timeline WHERE id = (SELECT id FROM customer WHERE row = 1)",
                "customers whose timeline has a gap, or more or fewer entries than they have made: 1"
            ),
            ("UPDATE timeline SET number = 2", "customers whose timeline has a gap, or more or fewer entries"),
            ("UPDATE timeline SET id = randomblob(16)", "entries of nobody: 2"),
            ("UPDATE timeline SET trimmed = 1", "entries without their values that still have some: 2"),
            ("DROP INDEX timeline_whole", "the index timeline_whole is missing"),
            (
                """
                INSERT INTO trash SELECT id, name, email, phone, address, company, tags, registered_at, created_at, updated_at,
                    version, updated_by, 1, NULL, 2 FROM customer
                """, "customers in the trash who are not deleted: 2"
            ),
            (
                "INSERT INTO tombstone SELECT id, 1, 2, NULL, 99, NULL, 1 FROM customer WHERE row = 1",
                "erased customers of whom something is left: 1"
            ),
            ("DELETE FROM feed", "names of the feed of changes, too many or missing: 1"),
        ])
    func faultsAreFound(sql: String, words: String) async throws {
        let store = try directory.open()
        try await store.create("Ann")
        try await store.create("Bea")
        store.close()
        try directory.tamper { db in try db.execute(sql: sql) }
        for found in [faults { try check() }, faults { try verify() }] {
            #expect(found.contains(words), "\(found)")
            #expect(!found.contains("Ann") && !found.contains("Secret") && !found.contains("example.com"))
        }
    }

    @Test("A drill is noted beside the database that it is told of when it succeeds, and then alone")
    func isNoted() throws {
        try directory.open().close()
        _ = try StoreBackup(database: directory.databasePath, file: directory.file("b.db")).run()
        func drill(_ database: String) throws {
            _ = try StoreVerification(
                backup: directory.file("b.db"), scratchDirectory: directory.path, database: directory.file(database)
            ).run()
        }
        #expect(reason { try drill("none.db") } == .missing)
        #expect(try StoreStatistics(database: directory.databasePath).lastVerification == nil)
        let before = Timestamp.now()
        try drill("customers.db")
        let note = try #require(try StoreStatistics(database: directory.databasePath).lastVerification)
        #expect(note.path.hasSuffix("/b.db") && note.moment.seconds(since: before) <= 60)
        #expect(try directory.otherFiles == ["b.db", "customers.db-backup", "customers.db-verified"])
        try directory.damage("b.db", at: 50)
        #expect(throws: StoreOperationFailure.self) { try drill("customers.db") }
        #expect(try StoreStatistics(database: directory.databasePath).lastVerification == note)
    }

    @Test("A database of an older version is sound as that", arguments: RecordedVersion.all)
    func older(version: RecordedVersion) async throws {
        try version.copy("customers.db", to: directory.databasePath)
        let summary = try check()
        #expect(summary.customers > 0 && summary.schema == 1)
        #expect(try verify().customers == summary.customers)
        try directory.tamper { db in try db.execute(sql: "DROP INDEX customer_name") }
        #expect(faults { try check() }.contains("the index customer_name is missing"))
    }

    @Test("What killed drills have left goes with the next one, of whatever backup; what another one makes stays")
    func removesLeft() async throws {
        try directory.open().close()
        let left = [
            "customers-verify-123.partial", "customers-verify-123.partial-journal", "customers-verify-ab.partial",
        ]
        for name in left + ["customers-verify.partial"] {
            #expect(
                FileManager.default.createFile(
                    atPath: directory.file(name), contents: Data("somebody".utf8),
                    attributes: [.posixPermissions: 0o600]))
        }
        let other = try DatabaseCopy(for: directory.file("customers-verify-cd"))
        _ = try verify()
        #expect(try directory.otherFiles == ["customers-verify-cd.partial", "customers-verify.partial"])
        withExtendedLifetime(other) {}
    }

    @Test("Damaged pages are found by both, and a backup that was cut off is no backup")
    func damage() async throws {
        let store = try directory.open()
        try await store.load(SamplePeople(count: 500), now: .now())
        store.close()
        let whole = try Data(contentsOf: URL(filePath: directory.databasePath))
        try directory.damage("customers.db", at: UInt64(whole.count / 2), with: Data(repeating: 0x55, count: 8_192))
        for found in [faults { try check() }, faults { try verify() }] {
            #expect(found.contains("SQLite says") && !found.contains("\n"))
        }
        try whole.dropLast(10_000).write(to: URL(filePath: directory.file("short.db")))
        #expect(failure { try verify("short.db") } != nil)
        #expect(try directory.otherFiles == ["short.db"])
    }

    @Test("A backup of a newer program, of another one and none at all are told apart")
    func others() throws {
        #expect(reason { try verify("none.db") } == .missing)
        #expect(reason { try check() } == .missing)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty, "none is made")
        try directory.open().close()
        try directory.tamper { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 the future')")
        }
        #expect(reason { try verify() } == .newerSchema(steps: ["99 the future"]))
    }

    @Test("The figures are those of what was done")
    func statistics() async throws {
        let store = try directory.open()
        let before = Timestamp.now()
        let ann = try await store.create("Ann Smith")
        let bea = CustomerWrite(
            id: .random(), action: .create(NewCustomer(try CustomerDetails(name: "Bea", email: "bea@example.com"))),
            idempotency: .init(key: .random(), fingerprint: "f"), now: .now())
        _ = try await store.perform(bea)
        // After a deletion the log is emptied, be it sooner or later.
        #expect(try StoreStatistics(database: directory.databasePath).files.log > 0)
        _ = try await store.perform(CustomerWrite(id: ann.id, action: .delete, now: .now()))
        let figures = try StoreStatistics(database: directory.databasePath)
        #expect((figures.customers, figures.deleted, figures.changes, figures.receipts) == (1, 1, 3, 1))
        #expect(
            figures.schema == SQLiteCustomerStore.schemaVersion && figures.pendingSteps.isEmpty
                && figures.lastBackup == nil)
        #expect(figures.searchEntries > 0 && figures.files.database > 0)
        let (oldest, newest) = (try #require(figures.oldestChange), try #require(figures.newestChange))
        #expect(before <= oldest && oldest <= newest && newest <= Timestamp.now())
    }
}
