package import GRDB

extension Configuration {
    /// How a file of ours is opened: every connection is prepared alike, and waits for others so long.
    ///
    /// - Parameter onStatement: is called with every statement, for tests.
    package init(
        busyTimeoutSeconds: Double, maximumReaderCount: Int, onStatement: (@Sendable (String) -> Void)?,
        prepare: @escaping @Sendable (Database) throws -> Void
    ) {
        self.init()
        busyMode = .timeout(busyTimeoutSeconds)
        foreignKeysEnabled = false
        self.maximumReaderCount = maximumReaderCount
        prepareDatabase { db in
            try prepare(db)
            if let onStatement {
                db.trace { event in
                    if case .statement(let statement) = event { onStatement(statement.sql) }
                }
            }
        }
    }
}

extension DatabaseError {
    /// SQLite's own words: the values of a statement may be personal.
    package var detail: String {
        "SQLite error \(extendedResultCode.rawValue): \(message ?? "no message")"
    }

    /// Whether it is the file's content that cannot be used.
    package var isCorruption: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}
