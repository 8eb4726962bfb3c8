import Domain
import GRDB
import SQLite

/// The pairs that are remembered not to be one person.
enum Dismissals {
    /// Nothing is remembered of who was erased, be it while somebody looked at the two.
    static func add(_ pair: CustomerPair, in db: Database) throws {
        try db.run(
            """
            INSERT INTO dismissal (first, second) SELECT ?1, ?2
            WHERE NOT EXISTS (SELECT 1 FROM tombstone WHERE id IN (?1, ?2) AND erased_at IS NOT NULL)
            ON CONFLICT DO NOTHING
            """, [pair.first.bytes, pair.second.bytes])
    }

    static func has(_ pair: CustomerPair, in db: Database) throws -> Bool {
        try db.row("SELECT 1 FROM dismissal WHERE first = ? AND second = ?", [pair.first.bytes, pair.second.bytes])
            != nil
    }

    /// Who is remembered not to be this one.
    static func others(of id: CustomerID, in db: Database) throws -> Set<CustomerID> {
        var others: Set<CustomerID> = []
        for sql in ["SELECT second FROM dismissal WHERE first = ?", "SELECT first FROM dismissal WHERE second = ?"] {
            let rows = try db.rows(sql, [id.bytes])
            while let row = try rows.next() { others.insert(try RecordRow.id(row)) }
        }
        return others
    }

    static func removeAll(of id: CustomerID, in db: Database) throws {
        try db.run("DELETE FROM dismissal WHERE first = ?", [id.bytes])
        try db.run("DELETE FROM dismissal WHERE second = ?", [id.bytes])
    }
}
