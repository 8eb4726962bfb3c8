import CustomerAPI
import Domain
import GRDB
import SQLite
import Wire

/// The columns of `timeline` that make a ``StoredEntry``.
enum EntryRow {
    static let columns = "number, moment, author, kind, version, changes, note, via, trimmed, key, fingerprint"
    private static let columnCount = 11

    static func entry(_ row: Row) throws -> StoredEntry {
        guard let kind = TimelineEntry.Kind(column: row[3]) else {
            throw StoreFailure.failed(detail: "An entry in the database is of a kind that there is not.")
        }
        let entry = TimelineEntry(
            number: row[0], moment: try RecordRow.moment(row[1]), author: row[2], kind: kind,
            version: try RecordRow.version(row[4]), edit: try CustomerEdit(column: row[5]), note: row[6], via: row[7],
            isTrimmed: row[8])
        return StoredEntry(entry, idempotency: try idempotency(row[9], row[10]))
    }

    private static func idempotency(_ key: String?, _ fingerprint: String?) throws -> CustomerWrite.Idempotency? {
        guard let key else { return nil }
        guard let key = IdempotencyKey(key), let fingerprint else {
            throw StoreFailure.failed(detail: "A note in the database has no key that can be read.")
        }
        return CustomerWrite.Idempotency(key: key, fingerprint: fingerprint)
    }

    static func fetch(_ lookup: CustomerWrite.Lookup, of id: CustomerID, in db: Database) throws -> StoredEntry? {
        switch lookup {
        case .nothing, .trash: nil
        case .entryWithKey(let key):
            try db.row("SELECT \(columns) FROM timeline WHERE id = ? AND key = ?", [id.bytes, key.text]).map(entry)
        case .entry(let number):
            try db.row("SELECT \(columns) FROM timeline WHERE id = ? AND number = ?", [id.bytes, number]).map(entry)
        }
    }

    /// Newest first.
    static func page(of id: CustomerID, below number: Int?, limit: Int, in db: Database) throws -> [TimelineEntry] {
        let sql = "SELECT \(columns) FROM timeline WHERE id = ? AND number < ? ORDER BY number DESC LIMIT ?"
        var entries: [TimelineEntry] = []
        let rows = try db.rows(sql, [id.bytes, number ?? .max, limit])
        while let row = try rows.next() { entries.append(try entry(row).entry) }
        return entries
    }

    /// Oldest first.
    static func all(of id: CustomerID, in db: Database) throws -> [StoredEntry] {
        var entries: [StoredEntry] = []
        let rows = try db.rows("SELECT \(columns) FROM timeline WHERE id = ? ORDER BY number", [id.bytes])
        while let row = try rows.next() { entries.append(try entry(row)) }
        return entries
    }

    static func insert(_ stored: StoredEntry, of id: CustomerID, in db: Database) throws {
        let entry = stored.entry
        let values: [(any DatabaseValueConvertible)?] = [
            id.bytes, entry.number, entry.moment.microseconds, entry.author, entry.kind.column, entry.version,
            entry.edit.column, entry.note, entry.via, entry.isTrimmed, stored.idempotency?.key.text,
            stored.idempotency?.fingerprint,
        ]
        try db.run(insertion, StatementArguments(values))
    }

    private static let insertion = """
        INSERT INTO timeline (id, \(columns))
        VALUES (\(Array(repeating: "?", count: columnCount + 1).joined(separator: ", ")))
        """

    /// Has a note without its text.
    static func retract(_ number: Int, of id: CustomerID, in db: Database) throws {
        try db.run(
            "UPDATE timeline SET kind = ?, note = NULL WHERE id = ? AND number = ?",
            [TimelineEntry.Kind.retracted.column, id.bytes, number])
    }

    /// Has all entries without their values; that something was done stays.
    static func trim(_ id: CustomerID, in db: Database) throws {
        try db.run(
            "UPDATE timeline SET changes = NULL, note = NULL, trimmed = 1 WHERE id = ? AND trimmed = 0", [id.bytes])
    }

    static func removeAll(of id: CustomerID, in db: Database) throws {
        try db.run("DELETE FROM timeline WHERE id = ?", [id.bytes])
    }
}

extension TimelineEntry.Kind {
    /// In the database, for good.
    var column: Int {
        switch self {
        case .baseline: 0
        case .created: 1
        case .changed: 2
        case .note: 3
        case .deleted: 4
        case .restored: 5
        case .retracted: 6
        }
    }

    fileprivate init?(column: Int) {
        guard let kind = Self.allCases.first(where: { $0.column == column }) else { return nil }
        self = kind
    }
}
