import Domain
import GRDB
import SQLite

/// Builds the search index from all customers at once: their entries as they come, then all of them in order.
struct SearchEntryBuild {
    let db: Database

    /// The index, empty.
    static let table = """
        CREATE TABLE search_entry (
            text BLOB NOT NULL,
            customer INTEGER NOT NULL,
            PRIMARY KEY (text, customer)
        ) STRICT, WITHOUT ROWID;
        """

    func begin() throws {
        try db.execute(sql: "CREATE TEMP TABLE staged_entry (text BLOB NOT NULL, customer INTEGER NOT NULL)")
    }

    func add(_ customer: Customer, row: Int64) throws {
        try add(SearchEntry.all(of: customer), row: row)
    }

    private func add(_ entries: [SearchEntry], row: Int64) throws {
        for entry in Set(entries) {
            try db.run("INSERT INTO staged_entry (text, customer) VALUES (?, ?)", [entry.text, row])
        }
    }

    func finish() throws {
        try db.execute(
            sql: """
                INSERT INTO search_entry SELECT text, customer FROM staged_entry ORDER BY text, customer;
                DROP TABLE staged_entry;
                """)
    }

    /// Makes the index again, for what customers are found by has changed (``SearchTokens/version``).
    ///
    /// One row after the other is read and let go of, and what is staged lies in a file: memory stays bounded.
    static func rebuild(in db: Database) throws {
        try db.execute(sql: "DROP TABLE search_entry; " + table)
        try build(in: db) { SearchEntry.all(of: $0) }
    }

    /// Gives an index the words of the fields that are not searched.
    static func addFurther(in db: Database) throws {
        let (first, end) = SearchEntry.furtherRange
        try db.run("DELETE FROM search_entry WHERE text >= ? AND text < ?", [first, end])
        try build(in: db) { SearchEntry.further(of: SearchTokens($0)) }
    }

    private static func build(in db: Database, _ entries: (Customer) -> [SearchEntry]) throws {
        let build = SearchEntryBuild(db: db)
        try build.begin()
        let rows = try Row.fetchCursor(db, sql: "SELECT \(CustomerRow.columns), row FROM customer ORDER BY row")
        while let row = try rows.next() {
            try build.add(entries(try CustomerRow.customer(row)), row: row[CustomerRow.columnCount])
        }
        try build.finish()
    }
}
