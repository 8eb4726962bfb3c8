package import GRDB

extension Database {
    /// The rows of a statement that is kept compiled.
    package func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> RowCursor {
        try Row.fetchCursor(cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first row of a statement that is kept compiled.
    package func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(cachedStatement(sql: sql), arguments: arguments)
    }

    /// Runs a statement that is kept compiled.
    package func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Inserts rows with one statement, which is kept compiled for each number of rows.
    ///
    /// - Parameters:
    ///   - insertion: up to `VALUES`.
    ///   - rows: each with as many values as the first; not more than some hundred.
    ///   - ending: of the statement, as `ON CONFLICT DO NOTHING`.
    package func insert(
        _ insertion: String, rows: [[(any DatabaseValueConvertible)?]], ending: String = ""
    ) throws {
        guard let first = rows.first else { return }
        let row = "(" + Array(repeating: "?", count: first.count).joined(separator: ", ") + ")"
        let values = Array(repeating: row, count: rows.count).joined(separator: ", ")
        try run("\(insertion) VALUES \(values) \(ending)", StatementArguments(rows.joined()))
    }
}

extension Database {
    /// Whether nothing was ever made in the file, but for the table of a migrator that was ended before its first step.
    package func hasNoSchema() throws -> Bool {
        let others = "SELECT count(*) FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations'"
        guard try Int.fetchOne(self, sql: others) == 0 else { return false }
        guard try tableExists("grdb_migrations") else { return true }
        return try Int.fetchOne(self, sql: "SELECT count(*) FROM grdb_migrations") == 0
    }

    /// What tells our files from those of other programs (`PRAGMA application_id`).
    package func applicationID() throws -> Int? {
        try Int.fetchOne(self, sql: "PRAGMA application_id")
    }
}
