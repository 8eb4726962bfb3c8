import CustomerAPI
import Domain
import Foundation
import GRDB
import SystemPackage
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
        var migrator = Schema.current.migrator
        migrator.registerMigration("2 colour") { db in try db.execute(sql: sql) }
        return Schema(migrator: migrator)
    }

    private func open(_ schema: Schema) throws(SQLiteStoreOpenFailure) -> SQLiteStore {
        try SQLiteStore(StoreFile(path: directory.databasePath, schema: schema))
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
        #expect((migration.from, migration.to) == (1, 2))
        store.close()
        let copy = try #require(migration.copy.split(separator: "/").last.map(String.init))
        #expect(copy.hasPrefix("customers.db.schema-1."))
        #expect(try directory.otherFiles == [copy])
        #expect(try directory.names(copy) == ["Ann"])
        #expect(try columns().contains("colour"))
        let again = try open(Self.next())
        #expect(again.migration == nil)
        #expect(try directory.otherFiles == [copy])
        let old = try SQLiteStore(path: directory.file(copy))
        #expect(try await old.page(.directory(.name), after: nil, limit: 10).customers.map(\.details.name) == ["Ann"])
    }

    @Test("A new database and one of this version are not copied")
    func copiesNothingElse() async throws {
        try await withAnn()
        let store = try directory.open()
        #expect(store.migration == nil)
        store.close()
        #expect(try directory.otherFiles.isEmpty)
        let empty = try SQLiteStore(StoreFile(path: directory.file("new.db"), schema: Self.next()))
        #expect(empty.migration == nil)
    }

    @Test("The older program refuses it from then on, naming the step that it does not know")
    func isRefusedByOlder() async throws {
        try await withAnn()
        try open(Self.next()).close()
        let failure = #expect(throws: SQLiteStoreOpenFailure.self) { try directory.open() }
        #expect(failure?.reason == .newerSchema(steps: ["2 colour"]))
        #expect(failure?.description.contains("\"2 colour\"") == true)
    }

    @Test("A step that fails leaves the database as it was, and the copy")
    func survivesFailure() async throws {
        try await withAnn()
        #expect(throws: SQLiteStoreOpenFailure.self) {
            try open(Self.next("ALTER TABLE nobody ADD COLUMN colour TEXT"))
        }
        #expect(try directory.otherFiles.count == 1)
        let store = try directory.open()
        #expect(try await store.page(.directory(.name), after: nil, limit: 10).customers.count == 1)
    }

    @Test("Stopped between two steps, it goes on with the second, and has a copy of each state")
    func goesOnBetweenSteps() async throws {
        try await withAnn()
        func steps(_ second: String) -> Schema {
            var migrator = Self.next().migrator
            migrator.registerMigration("3 size") { db in try db.execute(sql: second) }
            return Schema(migrator: migrator)
        }
        // What a killed one leaves of its copy is no hindrance.
        try Data("half".utf8).write(to: URL(filePath: directory.databasePath + ".schema-1.20260101T000000Z.partial"))
        #expect(throws: SQLiteStoreOpenFailure.self) { try open(steps("ALTER TABLE nobody ADD COLUMN size TEXT")) }
        #expect(try columns().contains("colour"))
        let store = try open(steps("ALTER TABLE customer ADD COLUMN size TEXT"))
        #expect(store.migration?.from == 2 && store.migration?.to == 3)
        store.close()
        #expect(try columns().contains("size"))
        let copies = try directory.otherFiles.filter { $0.hasSuffix("Z") }
        #expect(copies.count == 2 && copies[0].contains(".schema-1.") && copies[1].contains(".schema-2."))
        for copy in copies { #expect(try directory.names(copy) == ["Ann"]) }
    }

    @Test("Where it cannot be copied it is not changed")
    func needsItsCopy() async throws {
        try await withAnn()
        #expect(throws: Errno.self) { try migrate(copyingTo: directory.file("none/customers.db")) }
        #expect(try !columns().contains("colour"))
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
        #expect(try migration.rehearse() == ["2 colour"])
        #expect(reason { try migration.run() } != nil)
        lock.release()
        #expect(try directory.otherFiles.isEmpty)
        try await store.create("Bea")
        store.close()
        #expect(try !columns().contains("colour"))
        #expect(try migration.run()?.to == 2)
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
        #expect(store.migration?.from == 1)
        #expect(try await store.page(.directory(.name), after: nil, limit: 10).customers.count == 1)
    }

    @Test("Every step is named by its number and by what it brings")
    func names() {
        for (index, name) in Schema.current.migrator.migrations.enumerated() {
            #expect(name.hasPrefix("\(index + 1) "))
        }
    }
}
