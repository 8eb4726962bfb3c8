package import CustomerAPI
import Domain
import FoundationEssentials
import GRDB
import SQLite

extension SQLiteStore: StoreTransfer {
    package func feedEpoch() -> FeedEpoch { epoch }

    package func records(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreRecords {
        let feed = ChangeFeed(epoch: epoch, start: try position.map(ChangeFeed.Position.init), limit: limit)
        return try await reading { db in try feed.records(in: db) }
    }

    package func transferProgress() async throws(StoreFailure) -> TransferProgress? {
        try await reading { db in try TransferProgress.fetch(db) }
    }

    /// In one transaction: after a crash there are the records and the progress, or neither.
    package func put(_ records: [StoredRecord], then progress: TransferProgress) async throws(StoreFailure) {
        try await writing { db in
            for record in records { try db.replace(with: record) }
            try progress.save(db)
        }
    }

    package func endTransfer() async throws(StoreFailure) {
        try await writing { db in try TransferProgress.drop(db) }
    }

    package func recordSum() async throws(StoreFailure) -> RecordSum {
        try await reading { db in try RecordSum(db) }
    }

    private func writing(_ body: @Sendable @escaping (Database) throws -> Void) async throws(StoreFailure) {
        do {
            try await pool.write(body)
        } catch {
            throw StoreFailure(writing: error)
        }
    }
}

extension ChangeFeed {
    fileprivate func records(in db: Database) throws -> StoreRecords {
        let begin = try begin(in: db)
        let page = page(
            try livingRecords(after: begin.sequence, in: db) + deletedRecords(after: begin.sequence, in: db),
            after: begin)
        return StoreRecords(records: page.values, position: page.end.storePosition, more: page.more)
    }

    private func livingRecords(after sequence: Int64, in db: Database) throws -> [Entry<StoredRecord>] {
        let sql = """
            SELECT \(RecordRow.livingColumns), sequence FROM customer WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try entries(sql, sequence, in: db) { row in
            (row[CustomerRow.columnCount + 1], try RecordRow.living(row))
        }
    }

    private func deletedRecords(after sequence: Int64, in db: Database) throws -> [Entry<StoredRecord>] {
        let sql = """
            SELECT \(RecordRow.deletedColumns), sequence FROM tombstone WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try entries(sql, sequence, in: db) { row in (row[4], try RecordRow.deleted(row)) }
    }
}

extension RecordSum {
    fileprivate init(_ db: Database) throws {
        self.init()
        let customers = try Row.fetchCursor(db, sql: "SELECT \(RecordRow.livingColumns) FROM customer")
        while let row = try customers.next() { add(try RecordRow.living(row)) }
        let tombstones = try Row.fetchCursor(db, sql: "SELECT \(RecordRow.deletedColumns) FROM tombstone")
        while let row = try tombstones.next() { add(try RecordRow.deleted(row)) }
    }
}

extension RecordRow {
    fileprivate static let livingColumns = "\(CustomerRow.columns), history"
    fileprivate static let deletedColumns = "id, deleted_at, version, history"

    fileprivate static func living(_ row: Row) throws -> StoredRecord {
        .living(try CustomerRow.customer(row), try WriteHistory(column: row[CustomerRow.columnCount]))
    }

    fileprivate static func deleted(_ row: Row) throws -> StoredRecord {
        .deleted(try tombstone(row), try WriteHistory(column: row[3]))
    }
}

// MARK: - Progress

/// In a table of its own, which no finished database has.
extension TransferProgress {
    fileprivate static func fetch(_ db: Database) throws -> TransferProgress? {
        guard try db.tableExists("transfer") else { return nil }
        return try db.row("SELECT source, position, records FROM transfer").map { row in
            let (source, position): (Data, Data?) = (row[0], row[1])
            guard let epoch = FeedEpoch(bytes: source) else {
                throw StoreFailure.failed(detail: "The database does not say what it is a copy of.")
            }
            return TransferProgress(
                source: epoch, position: position.map { StorePosition(Array($0)) }, records: row[2])
        }
    }

    fileprivate func save(_ db: Database) throws {
        try db.execute(
            sql: """
                CREATE TABLE IF NOT EXISTS transfer (source BLOB NOT NULL, position BLOB, records INTEGER NOT NULL) STRICT;
                DELETE FROM transfer;
                """)
        try db.run(
            "INSERT INTO transfer (source, position, records) VALUES (?, ?, ?)",
            [source.bytes, position.map { Data($0.bytes) }, records])
    }

    fileprivate static func drop(_ db: Database) throws {
        try db.execute(sql: "DROP TABLE IF EXISTS transfer")
    }
}
