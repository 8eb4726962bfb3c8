import CustomerAPI
import FoundationEssentials
import GRDB

extension CursorKey {
    /// A table that an older version of this program does not know, and need not: it is no step of ``Schema``, so that such a
    /// version still opens the file.
    static let table = "CREATE TABLE secret (cursor_key BLOB NOT NULL) STRICT"

    /// The one of the file, made now where there is none.
    static func kept(in writer: any DatabaseWriter) throws -> CursorKey {
        if let key = try writer.read(stored) { return key }
        return try writer.write { db in
            let key = CursorKey.random()
            try db.execute(sql: "DROP TABLE IF EXISTS secret")
            try db.execute(sql: table)
            try db.execute(sql: "INSERT INTO secret (cursor_key) VALUES (?)", arguments: [Data(key.bytes)])
            return key
        }
    }

    /// `nil` where there is none yet.
    static func stored(_ db: Database) throws -> CursorKey? {
        guard try db.tableExists("secret") else { return nil }
        return try Row.fetchOne(db, sql: "SELECT cursor_key FROM secret").flatMap { row in
            try row.withUnsafeData(atIndex: 0) { $0.flatMap { CursorKey(bytes: Array($0)) } }
        }
    }
}
