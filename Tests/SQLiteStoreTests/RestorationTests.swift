import CustomerAPI
import Domain
import Foundation
import GRDB
import Glibc
import SampleData
import Testing
import Wire

@testable import SQLiteStore

@Suite("Restoring a backup")
struct RestorationTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func backup() throws {
        _ = try StoreBackup(database: directory.databasePath, file: directory.file("b.db")).run()
    }

    private func restore(_ name: String = "b.db") throws(StoreOperationFailure) -> StoreRestoration.Result {
        try StoreRestoration(backup: directory.file(name), database: directory.databasePath).run()
    }

    /// A store with Ann in its backup and Ann and Bea in itself.
    private func annAndBea() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        try backup()
        try await store.create("Bea")
        store.close()
    }

    @Test("Puts it in the database's place, and keeps what was there under the name that it tells")
    func replaces() async throws {
        try await annAndBea()
        let result = try restore()
        #expect(
            result.summary
                == StoreSummary(customers: 1, deleted: 0, schema: SQLiteCustomerStore.schemaVersion, changes: 1))
        let replaced = try #require(result.replaced)
        #expect(
            replaced.hasPrefix(
                try #require(realpath(directory.databasePath, nil).map { String(cString: $0) }) + ".replaced-"))
        #expect(try directory.names("customers.db") == ["Ann"])
        #expect(try directory.names(String(try #require(replaced.split(separator: "/").last))) == ["Ann", "Bea"])
        #expect(try directory.otherFiles.count == 3, "the backup, its note and what was there")
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.databasePath)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        #expect(attributes[.referenceCount] as? Int == 1, "the old name and the new one are two files")
        let store = try directory.open()
        try await store.create("Cid")
        store.close()
        #expect(try directory.names("customers.db") == ["Ann", "Cid"])
    }

    @Test("Keeps what a server that was killed had only in its write-ahead log")
    func keepsTheLog() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        try backup()
        try await store.create("Bea")
        let crash = try TemporaryDirectory()
        for suffix in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: directory.databasePath + suffix, toPath: crash.databasePath + suffix)
        }
        let result = try StoreRestoration(backup: directory.file("b.db"), database: crash.databasePath).run()
        let name = try #require(result.replaced?.split(separator: "/").last)
        #expect(try crash.names(String(name)) == ["Ann", "Bea"])
        #expect(try crash.names("customers.db") == ["Ann"])
        #expect(try crash.otherFiles == [String(name)])
    }

    @Test("Has a feed of changes of its own, so that clients begin anew")
    func hasItsOwnFeed() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        let position = try await store.changes(after: nil, limit: 10).position
        try backup()
        store.close()
        _ = try restore()
        let restored = try directory.open()
        await #expect(throws: StoreFailure.positionExpired) { try await restored.changes(after: position, limit: 10) }
        #expect(try await restored.changes(after: nil, limit: 10).elements.count == 1)
    }

    @Test("Where there is no database it makes one, and nothing is kept")
    func makes() async throws {
        try await annAndBea()
        try FileManager.default.removeItem(atPath: directory.databasePath)
        #expect(try restore().replaced == nil)
        #expect(try directory.names("customers.db") == ["Ann"])
    }

    @Test("A write-ahead log without its database is not taken for the new one's, and is kept")
    func setsStrayLogsAside() async throws {
        let store = try directory.open()
        try await store.create("Ann")
        try backup()
        try await store.create("Bea")
        let crash = try TemporaryDirectory()
        try FileManager.default.copyItem(
            atPath: directory.databasePath + "-wal", toPath: crash.databasePath + "-wal")
        _ = try StoreRestoration(backup: directory.file("b.db"), database: crash.databasePath).run()
        #expect(try crash.names("customers.db") == ["Ann"])
        #expect(try crash.otherFiles.map { $0.suffix(4) } == ["-wal"])
    }

    @Test("A database that is damaged beyond opening is kept with its log as it is")
    func keepsRuins() async throws {
        try await annAndBea()
        try directory.damage("customers.db", at: 0, with: Data(repeating: 0x55, count: 4_096))
        try Data("log".utf8).write(to: URL(filePath: directory.databasePath + "-wal"))
        let ruin = try Data(contentsOf: URL(filePath: directory.databasePath))
        let replaced = try #require(try restore().replaced)
        #expect(try Data(contentsOf: URL(filePath: replaced)) == ruin)
        #expect(try String(contentsOfFile: replaced + "-wal", encoding: .utf8) == "log")
        #expect(try directory.names("customers.db") == ["Ann"])
    }

    // MARK: - Refusals

    /// Expects that the database, and what is beside it, is as it was.
    private func expectNothingDone(_ body: () throws -> Void) throws {
        let (database, others) = (try Data(contentsOf: URL(filePath: directory.databasePath)), try directory.otherFiles)
        try body()
        #expect(try Data(contentsOf: URL(filePath: directory.databasePath)) == database)
        #expect(try directory.otherFiles == others)
    }

    @Test("Is refused while a server has the database, which is named by its process")
    func respectsServers() async throws {
        try await annAndBea()
        let lock = try StoreLock(database: directory.databasePath)
        try expectNothingDone {
            #expect(
                reason { try restore() } == .inUse(process: Int(ProcessInfo.processInfo.processIdentifier)))
        }
        lock.release()
        _ = try restore()
    }

    @Test("Is refused while any other program has the database open")
    func respectsOtherPrograms() async throws {
        try await annAndBea()
        let other = try directory.open()
        #expect(reason { try restore() } == .inUse(process: nil))
        #expect(try await other.page(.directory(.name), after: nil, limit: 10).elements.count == 2)
        try await other.create("Cid")
        other.close()
        #expect(try directory.names("customers.db") == ["Ann", "Bea", "Cid"])
        #expect(try directory.otherFiles == ["b.db", "customers.db-backup"])
    }

    @Test("What is no backup, or a newer program's, is refused by its name")
    func refusesOthers() async throws {
        try await annAndBea()
        try Data("name,email\n".utf8).write(to: URL(filePath: directory.file("list.csv")))
        try Data().write(to: URL(filePath: directory.file("empty.db")))
        try directory.tamper("songs.db") { db in try db.execute(sql: "CREATE TABLE song (title TEXT)") }
        try FileManager.default.copyItem(atPath: directory.file("b.db"), toPath: directory.file("new.db"))
        try directory.tamper("new.db") { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 the future')")
        }
        try expectNothingDone {
            #expect(reason { try restore("list.csv") } == .notADatabase)
            #expect(reason { try restore("empty.db") } == .notADatabase)
            #expect(reason { try restore("songs.db") } == .foreign)
            #expect(reason { try restore("new.db") } == .newerSchema(steps: ["99 the future"]))
            #expect(reason { try restore("none.db") } == .missing)
            #expect(failure { try restore("customers.db") } == .itself)
        }
    }

    @Test("A backup in the place where the database is made is not written over by its own restoration")
    func inTheWay() async throws {
        try await annAndBea()
        try FileManager.default.moveItem(atPath: directory.file("b.db"), toPath: directory.file("customers.db.partial"))
        #expect(failure { try restore("customers.db.partial") } == .itself)
        #expect(try directory.names("customers.db.partial") == ["Ann"])
        #expect(try directory.names("customers.db") == ["Ann", "Bea"])
    }

    @Test("What else is in that place is refused by its name, and stays; what a killed restoration has left does not")
    func sparesOthers() async throws {
        try await annAndBea()
        let path = directory.file("customers.db.partial")
        let puts: [() throws -> Void] = [
            { try Data("a list of mine".utf8).write(to: URL(filePath: path)) }, { try copyBackup(to: path) },
        ]
        for put in puts {
            try put()
            try expectNothingDone {
                guard case .inTheWay(let name)? = failure(of: { try restore() }) else {
                    Issue.record("it is not refused")
                    return
                }
                #expect(name.hasSuffix("/customers.db.partial"))
                #expect(StoreOperationFailure.inTheWay(name).description.hasPrefix("\(name) is in the way: "))
            }
            try FileManager.default.removeItem(atPath: path)
        }
        try directory.leaveUnfinished("customers.db.partial", "half a database")
        _ = try restore()
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        _ = try restore()
        #expect(try directory.names("customers.db") == ["Ann"])
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("Has the mark of an unfinished one until it has its name, at whatever moment it is killed")
    func marksUnfinished() async throws {
        try await annAndBea()
        let (attributes, renamed) = (UInt32(IN_ATTRIB), UInt32(IN_MOVED_TO))
        let events = try DirectoryEvents(of: directory.path, attributes | renamed)
        _ = try restore()
        let named = events.next().filter { $0.name == "customers.db" }.map(\.mask)
        #expect(named.suffix(2) == [renamed, attributes])
    }

    private func copyBackup(to path: String) throws {
        try FileManager.default.copyItem(atPath: directory.file("b.db"), toPath: path)
    }

    @Test("One that was cut off, at whatever place, or damaged on its way, is refused")
    func refusesDamage() async throws {
        let store = try directory.open()
        try await store.load(SamplePeople(count: 300), now: .now())
        try backup()
        store.close()
        let whole = try Data(contentsOf: URL(filePath: directory.file("b.db")))
        try expectNothingDone {
            for part in [1, 50, 100, 4_096, whole.count / 2, whole.count - 1] {
                try directory.damage("b.db", at: UInt64(part))
                #expect(failure { try restore() } != nil, "cut off after \(part) bytes")
                try whole.write(to: URL(filePath: directory.file("b.db")))
            }
            try directory.damage("b.db", at: UInt64(whole.count - 1))
            #expect(faults { try restore() } == "it was cut off or damaged on its way")
            try whole.write(to: URL(filePath: directory.file("b.db")))
            try directory.damage("b.db", at: UInt64(whole.count / 2), with: Data(repeating: 0x55, count: 8_192))
            #expect(faults { try restore() }.contains("SQLite says"))
            try whole.write(to: URL(filePath: directory.file("b.db")))
        }
    }

    @Test("A database of another program is not replaced")
    func sparesForeignDatabases() async throws {
        try await annAndBea()
        try directory.tamper("songs.db") { db in try db.execute(sql: "CREATE TABLE song (title TEXT)") }
        let songs = try Data(contentsOf: URL(filePath: directory.file("songs.db")))
        let restoration = StoreRestoration(backup: directory.file("b.db"), database: directory.file("songs.db"))
        #expect(reason { try restoration.run() } == .foreign)
        #expect(try Data(contentsOf: URL(filePath: directory.file("songs.db"))) == songs)
    }
}
