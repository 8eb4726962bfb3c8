import CustomerAPI
import Domain
import Foundation
import GRDB
import SampleData
import Testing

@testable import SQLiteStore

@Suite("A backup")
struct BackupTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func backup(_ name: String = "b.db", keep: Int? = nil) throws(StoreOperationFailure) -> StoreSummary {
        try StoreBackup(database: directory.databasePath, file: directory.file(name), keep: keep).run()
    }

    @Test("Holds everything that was answered before it began, in one file of its owner's, while the store is open")
    func copiesAnOpenStore() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        let bea = try await store.create("Bea")
        _ = try await store.perform(CustomerWrite(id: bea.id, action: .delete, now: .now()))
        #expect(
            try backup()
                == StoreSummary(customers: 1, deleted: 1, schema: SQLiteCustomerStore.schemaVersion, changes: 3))
        #expect(try directory.names("b.db") == ["Ann"])
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.file("b.db"))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(try directory.otherFiles == ["b.db", "customers.db-backup"])
        try await store.create("Cid")
        #expect(try await store.isEmpty() == false)
    }

    @Test("Is of one moment although others write while it is made, and needs no second beginning")
    func isOfOneMoment() async throws {
        let store = try directory.open()
        try await store.load(SamplePeople(count: 3_000), now: .now())
        let path = directory.databasePath
        let copying = Task.detached { () -> Int in
            let file = path + ".copy"
            return try StoreBackup(database: path, file: file).run().customers
        }
        var written = 0
        while written < 50 {
            try await store.create("Late \(written)")
            written += 1
        }
        let customers = try await copying.value
        #expect((3_000...3_050).contains(customers))
        let drill = StoreVerification(backup: path + ".copy", scratchDirectory: directory.path)
        #expect(try drill.run().customers == customers)
    }

    @Test("Replaces the backup before it, and with a number to keep gives that an older one's name")
    func keeps() async throws {
        let store = try directory.open()
        for name in ["Ann", "Bea", "Cid", "Dan"] {
            try await store.create(name)
            _ = try backup(keep: 3)
        }
        #expect(try directory.names("b.db").count == 4)
        #expect(try directory.names("b.db.1").count == 3)
        #expect(try directory.names("b.db.2").count == 2)
        #expect(try directory.otherFiles == ["b.db", "b.db.1", "b.db.2", "customers.db-backup"])
        try await store.create("Eve")
        _ = try backup()
        #expect(try directory.names("b.db").count == 5)
        #expect(try directory.names("b.db.1").count == 3, "without a number nothing else is touched")
        _ = try backup(keep: 1)
        #expect(try directory.otherFiles == ["b.db", "customers.db-backup"])
    }

    @Test("A gap among the older ones is filled before any is removed")
    func fillsGaps() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        for _ in 0..<4 { _ = try backup(keep: 4) }
        try FileManager.default.removeItem(atPath: directory.file("b.db.1"))
        _ = try backup(keep: 4)
        #expect(try directory.otherFiles == ["b.db", "b.db.1", "b.db.2", "b.db.3", "customers.db-backup"])
    }

    @Test("Writes over nothing but a backup")
    func sparesOthers() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        let own = ["-wal", "-shm", "-journal", "-lock", "-backup", "-verified", ".partial", ".schema-1.partial"].map {
            "customers.db" + $0
        }
        for name in ["customers.db", "./customers.db"] + own {
            #expect(failure { try backup(name) } == .occupied(directory.file(name)))
        }
        try Data("notes".utf8).write(to: URL(filePath: directory.file("notes.txt")))
        #expect(
            failure { try backup("notes.txt") }
                == .occupied(directory.file("notes.txt")))
        try directory.tamper("songs.db") { db in try db.execute(sql: "CREATE TABLE song (title TEXT)") }
        #expect(failure { try backup("songs.db") } == .occupied(directory.file("songs.db")))
        let live = try SQLiteCustomerStore(path: directory.file("live.db"))
        #expect(failure { try backup("live.db") } == .occupied(directory.file("live.db")))
        live.close()
        #expect(try String(contentsOfFile: directory.file("notes.txt"), encoding: .utf8) == "notes")
        #expect(try directory.names("customers.db") == ["Ann"])
    }

    @Test(
        "A database that was served is no backup, whether its server runs or has ended, and neither is one with a list")
    func sparesDatabases() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        _ = try backup()
        try await store.create("Bea")
        store.close()
        let swapped = StoreBackup(database: directory.file("b.db"), file: directory.databasePath)
        #expect(failure { try swapped.run() } == .occupied(directory.databasePath))
        #expect(try directory.names("customers.db") == ["Ann", "Bea"])
        for ending in ["-lock", "-backup", "-verified", "-erased"] {
            try Data().write(to: URL(filePath: directory.file("b.db") + ending))
            #expect(failure { try backup() } == .occupied(directory.file("b.db")), "\(ending)")
            try FileManager.default.removeItem(atPath: directory.file("b.db") + ending)
        }
        #expect(try backup().customers == 2)
    }

    @Test("An older backup's name that is something else is named, and nothing is changed", arguments: [1, 2])
    func sparesNumbered(number: Int) async throws {
        let store = try directory.open()
        try await store.create("Ann")
        _ = try backup()
        let (text, folder) = ("b.db.\(number)", directory.file("c.db.\(number)"))
        try Data("mine".utf8).write(to: URL(filePath: directory.file(text)))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        for keep in number...2 {
            #expect(failure { try backup(keep: keep) } == .occupied(directory.file(text)))
            #expect(failure { try backup("c.db", keep: keep) } == .occupied(folder))
        }
        #expect(try String(contentsOfFile: directory.file(text), encoding: .utf8) == "mine")
        #expect(try directory.names("b.db") == ["Ann"])
        let own = StoreBackup(database: directory.file("b.db"), file: directory.file("b"), keep: 3)
        try FileManager.default.copyItem(atPath: directory.file("b.db"), toPath: directory.file("b.1"))
        let itself = StoreBackup(database: directory.file("b.1"), file: directory.file("b"), keep: 3)
        #expect(try own.run().customers == 1)
        #expect(failure { try itself.run() } == .occupied(directory.file("b.1")))
    }

    @Test("Of a database that is not there, none is made, and no database either")
    func makesNothing() throws {
        #expect(reason { try backup() } == .missing)
        #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).isEmpty)
        #expect(
            failure {
                try StoreBackup(database: directory.path, file: directory.file("b.db")).run()
            } == .database(SQLiteStoreOpenFailure(path: directory.path, reason: .isDirectory)))
    }

    @Test("Of a damaged database none is made, and the one before stays")
    func refusesDamage() async throws {
        let store = try directory.open()
        try await store.load(SamplePeople(count: 500), now: .now())
        _ = try backup()
        store.close()
        let size = try #require(
            try FileManager.default.attributesOfItem(atPath: directory.databasePath)[.size] as? UInt64)
        try directory.damage("customers.db", at: size / 2, with: Data(repeating: 0x55, count: 8_192))
        #expect(faults { try backup() }.contains("SQLite says"))
        #expect(try directory.names("b.db").count == 500)
        #expect(try directory.otherFiles == ["b.db", "customers.db-backup"])
    }

    @Test("What a killed one has left is no hindrance, and one under way keeps others away")
    func sharesItsName() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        try directory.leaveUnfinished("b.db.partial", "half a backup")
        _ = try backup()
        let copy = try DatabaseCopy(for: directory.file("b.db"))
        #expect(
            failure { try backup() } == .writing(directory.file("b.db"), .locked))
        withExtendedLifetime(copy) {}
    }

    @Test("A file of somebody's under the name of the unfinished one is refused by its name, and stays")
    func sparesUnfinishedNames() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        let path = directory.file("b.db.partial")
        try Data("a list of mine".utf8).write(to: URL(filePath: path))
        #expect(failure { try backup() } == .inTheWay(path))
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "a list of mine")
        #expect(try directory.otherFiles == ["b.db.partial"])
    }

    @Test("Says where it cannot be written, and why")
    func tellsPlaces() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        let missing = try #require(failure { try backup("none/b.db") })
        #expect(missing.description.contains("none/b.db: its directory does not exist."))
        let refused = failure {
            try StoreBackup(database: directory.databasePath, file: "/sys/kernel/b.db").run()
        }
        #expect(refused?.description.contains("permission denied") == true)
    }

    @Test("Is noted beside the database, with its moment and its place")
    func isNoted() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        #expect(BackupNote(database: directory.databasePath) == nil)
        let before = Timestamp.now()
        _ = try backup()
        let note = try #require(BackupNote(database: directory.databasePath))
        #expect(note.path.hasSuffix("/b.db") && note.moment.seconds(since: before) <= 60)
        #expect(note.isThere)
        try Data("garbage".utf8).write(to: URL(filePath: directory.file("b.db")))
        #expect(!note.isThere)
        try FileManager.default.removeItem(atPath: directory.file("b.db"))
        #expect(try !#require(BackupNote(database: directory.databasePath)).isThere)
        // As an older version wrote it.
        let old = "\(before.text) \(directory.file("a b.db"))\n"
        try Data(old.utf8).write(to: URL(filePath: directory.databasePath + "-backup"))
        let oldNote = try #require(BackupNote(database: directory.databasePath))
        #expect(oldNote.path == directory.file("a b.db") && !oldNote.isThere)
        try Data("no note\n".utf8).write(to: URL(filePath: directory.databasePath + "-backup"))
        #expect(BackupNote(database: directory.databasePath) == nil)
    }

    @Test(
        "What another user has left under the name of an unfinished backup goes, so that nobody but its owner reads it",
        .enabled(if: geteuid() == 0))
    func planted() async throws {
        let directory = try TemporaryDirectory()
        let store = try SQLiteCustomerStore(path: directory.databasePath)
        defer { store.close() }
        let file = directory.path + "/b.db"
        #expect(FileManager.default.createFile(atPath: file + ".partial", contents: Data("mine".utf8)))
        chown(file + ".partial", 12_345, 12_345)
        chmod(file + ".partial", 0o666)
        let hand = try #require(FileHandle(forReadingAtPath: file + ".partial"))
        _ = try StoreBackup(database: directory.databasePath, file: file).run()
        #expect(try hand.readToEnd() == Data("mine".utf8), "nothing was written to what they have open")
        let attributes = try FileManager.default.attributesOfItem(atPath: file)
        #expect(attributes[.ownerAccountID] as? Int == 0 && attributes[.posixPermissions] as? Int == 0o600)
    }
}
