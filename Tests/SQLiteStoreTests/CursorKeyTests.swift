import CustomerAPI
import GRDB
import SQLiteStore
import Testing

@Suite("What a database's cursors are sealed with")
struct CursorKeyTests {
    @Test("It is made once, and is the same whenever the database is opened")
    func reopening() async throws {
        let directory = try TemporaryDirectory()
        let first = try directory.open()
        let key = try await first.cursorKey()
        first.close()
        let again = try directory.open()
        #expect(try await again.cursorKey() == key)
        again.close()
        let other = try await withStore { store in try await store.cursorKey() }
        #expect(other != key)
    }

    @Test("A database of an older version gets one, and the check finds nothing wrong with it before and afterwards")
    func olderVersion() async throws {
        let directory = try TemporaryDirectory()
        try directory.open().close()
        try directory.tamper { db in try db.execute(sql: "DROP TABLE secret") }
        #expect(throws: Never.self) { try StoreCheck.run(database: directory.databasePath) }
        let opened = try directory.open()
        let key = try await opened.cursorKey()
        #expect(throws: Never.self) { try StoreCheck.run(database: directory.databasePath) }
        opened.close()
        let again = try directory.open()
        #expect(try await again.cursorKey() == key)
        again.close()
    }
}
