import CustomerAPI
import Domain
import Foundation
import GRDB
import Testing

@testable import SQLiteStore

@Suite("Opening a database")
struct OpeningTests {
    private let directory = try? TemporaryDirectory()

    private func path() throws -> String {
        try #require(directory).databasePath
    }

    private func reason(_ path: String) -> SQLiteStoreOpenFailure.Reason? {
        do {
            _ = try SQLiteCustomerStore(path: path, options: SQLiteCustomerStore.Options(busyTimeoutSeconds: 0))
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("Makes files that their owner alone can read, and writes through to the disk")
    func makesPrivateFiles() async throws {
        let store = try SQLiteCustomerStore(path: try path())
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: try path() + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
        let (synchronous, journal) = try await store.pool.writeWithoutTransaction { db in
            (
                try Int.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA journal_mode")
            )
        }
        #expect(synchronous == 2)
        #expect(journal == "wal")
    }

    @Test("What a restoration killed before its last step has left closed, but marked, loses the mark")
    func finishesPermissions() async throws {
        try SQLiteCustomerStore(path: try path()).close()
        chmod(try path(), 0o700)
        let store = try SQLiteCustomerStore(path: try path())
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: try path() + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
        }
        store.close()
    }

    @Test("A pipe, a socket and a device are no databases, and nothing waits for them")
    func noFiles() throws {
        let pipe = try path() + ".pipe"
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [pipe, "/dev/null", "/dev/full"] {
            do throws(SQLiteStoreOpenFailure) {
                _ = try StoreFile(path: path).openExisting()
                Issue.record("\(path) is open")
            } catch {
                #expect(error.reason == .notADatabase, "\(path)")
            }
        }
    }

    @Test("Says when the directory is missing, or the path is one")
    func reportsDirectories() throws {
        #expect(reason(try path() + "/missing/customers.db") == .noSuchDirectory)
        let parent = try #require(directory).path
        #expect(reason(parent + "/missing/customers.db") == .noSuchDirectory)
        #expect(reason(parent) == .isDirectory)
    }

    @Test("Says when it may not write there")
    func reportsPermissions() {
        // Not even root makes a file in sysfs.
        #expect(reason("/sys/kernel/customers.db") == .noPermission)
    }

    @Test("Leaves a file alone that is not a database")
    func leavesOtherFiles() throws {
        let text = Data(String(repeating: "name,email\nAnn,ann@example.com\n", count: 100).utf8)
        try text.write(to: URL(fileURLWithPath: try path()))
        #expect(reason(try path()) == .notADatabase)
        #expect(try Data(contentsOf: URL(fileURLWithPath: try path())) == text)
    }

    @Test("Leaves another program's database alone")
    func leavesOtherDatabases() throws {
        try DatabaseQueue(path: try path()).write { db in try db.execute(sql: "CREATE TABLE song (title TEXT)") }
        let before = try Data(contentsOf: URL(fileURLWithPath: try path()))
        #expect(reason(try path()) == .foreign)
        #expect(try Data(contentsOf: URL(fileURLWithPath: try path())) == before)
    }

    @Test("A file in which a start was killed before its first step is begun anew")
    func begun() throws {
        let path = try path()
        let queue = try DatabaseQueue(path: path)
        let table = "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)"
        try queue.write { db in try db.execute(sql: table) }
        try queue.close()
        #expect(throws: Never.self) { try SQLiteCustomerStore(path: path).close() }
    }

    @Test("Refuses a damaged file")
    func reportsDamage() throws {
        _ = try SQLiteCustomerStore(path: try path())
        let handle = try FileHandle(forUpdating: URL(fileURLWithPath: try path()))
        // The header of the first page, behind that of the file.
        try handle.seek(toOffset: 100)
        try handle.write(contentsOf: Data(repeating: 0x77, count: 64))
        try handle.close()
        #expect(reason(try path()) == .damaged)
    }

    @Test("Refuses what a newer version of the program wrote")
    func reportsNewerSchema() throws {
        try SQLiteCustomerStore(path: try path()).pool.write { db in
            try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('99 the future')")
        }
        #expect(reason(try path()) == .newerSchema(steps: ["99 the future"]))
    }

    @Test("Says when another process has locked it")
    func reportsLocks() throws {
        _ = try SQLiteCustomerStore(path: try path())
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: try path(), configuration: configuration)
        try other.inDatabase { db in
            try db.execute(sql: "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE")
            #expect(reason(try path()) == .locked)
            try db.execute(sql: "ROLLBACK")
        }
        #expect(reason(try path()) == nil)
    }

    @Test("Who may only read a database leaves nothing beside it that keeps its server from writing")
    func readsLeavingNothing() throws {
        let path = try path()
        try SQLiteCustomerStore(path: path).close()
        // As a connection does that may not write: only root's always may.
        for suffix in ["-wal", "-shm"] { try Data().write(to: URL(filePath: path + suffix)) }
        let lock = try StoreLock(database: path)
        StorePath(path).removeEmptyLog()
        #expect(StorePath(path).hasLogFile, "a server may be about to use it")
        lock.release()
        StorePath(path).removeEmptyLog()
        #expect(!StorePath(path).hasLogFile && !FileManager.default.fileExists(atPath: path + "-shm"))
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        #expect(try StoreStatistics(database: path).customers == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: StorePath(path).directory) == ["customers.db"])
    }

    @Test(
        "A file that is refused is named, be it the database or one that SQLite has beside it",
        .enabled(if: geteuid() != 0), arguments: ["", "-shm"])
    func namesRefused(suffix: String) throws {
        let path = try path()
        let store = try SQLiteCustomerStore(path: path)
        defer { store.close() }
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path + suffix)
        #expect(StorePath(path).refused?.hasSuffix("customers.db" + suffix) == true)
    }

    @Test("Tells each cause in words of its own, with the next step")
    func hasMessages() {
        let reasons: [SQLiteStoreOpenFailure.Reason] = [
            .noSuchDirectory, .missing, .isDirectory, .noPermission, .severalNames, .diskFull, .locked,
            .inUse(process: 7),
            .inUse(process: nil), .notADatabase, .damaged, .foreign, .newerSchema(steps: ["99 the future"]),
            .noRoomToMigrate(needed: 3_000_000, free: 1_000_000), .other(detail: "Something"),
        ]
        let messages = reasons.map { SQLiteStoreOpenFailure(path: "/data/c.db", reason: $0).description }
        #expect(Set(messages).count == reasons.count)
        for message in messages {
            #expect(message.hasPrefix("Cannot use the database /data/c.db: "))
            #expect(message.hasSuffix("."))
        }
    }
}
