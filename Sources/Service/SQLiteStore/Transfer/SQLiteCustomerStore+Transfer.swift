package import CustomerAPI
import Domain
import FoundationEssentials
import GRDB
import SQLite

extension SQLiteCustomerStore: StoreTransfer {
    package func feedEpoch() -> FeedEpoch { epoch }

    package func records(
        after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StoreFeed<TransferredRecord> {
        let feed = ChangeFeed(epoch: epoch, start: try position.map(ChangeFeed.Position.init), limit: limit)
        return try await reading { db in try feed.records(in: db) }
    }

    package func transferProgress() async throws(StoreFailure) -> TransferProgress? {
        try await reading { db in try TransferProgress.fetch(db) }
    }

    /// In one transaction: after a crash there are the records and the progress, or neither.
    package func put(_ records: [TransferredRecord], then progress: TransferProgress) async throws(StoreFailure) {
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

    func writing(_ body: @Sendable @escaping (Database) throws -> Void) async throws(StoreFailure) {
        do {
            try await pool.write(body)
        } catch {
            throw StoreFailure(writing: error)
        }
    }
}

extension ChangeFeed {
    fileprivate func records(in db: Database) throws -> StoreFeed<TransferredRecord> {
        let begin = try begin(in: db)
        return page(
            try livingRecords(after: begin.sequence, in: db) + deletedRecords(after: begin.sequence, in: db),
            after: begin)
    }

    private func livingRecords(after sequence: Int64, in db: Database) throws -> [Entry<TransferredRecord>] {
        let sql = """
            SELECT \(RecordRow.livingColumns), sequence FROM customer WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try entries(sql, sequence, in: db) { row in
            (row[CustomerRow.columnCount + 1], try RecordRow.living(row, in: db))
        }
    }

    private func deletedRecords(after sequence: Int64, in db: Database) throws -> [Entry<TransferredRecord>] {
        let sql = """
            SELECT \(RecordRow.deletedColumns), sequence FROM tombstone WHERE sequence > ? ORDER BY sequence LIMIT ?
            """
        return try entries(sql, sequence, in: db) { row in
            (row[RecordRow.tombstoneColumnCount + 1], try RecordRow.deleted(row, in: db))
        }
    }
}

extension RecordSum {
    fileprivate init(_ db: Database) throws {
        self.init()
        let customers = try Row.fetchCursor(db, sql: "SELECT \(RecordRow.livingColumns) FROM customer")
        while let row = try customers.next() { add(try RecordRow.living(row, in: db)) }
        let tombstones = try Row.fetchCursor(db, sql: "SELECT \(RecordRow.deletedColumns) FROM tombstone")
        while let row = try tombstones.next() { add(try RecordRow.deleted(row, in: db)) }
    }
}

extension RecordRow {
    fileprivate static let livingColumns = "\(CustomerRow.columns), history"
    fileprivate static let deletedColumns = "\(tombstoneColumns), history"

    fileprivate static func living(_ row: Row, in db: Database) throws -> TransferredRecord {
        let history = try WriteHistory(column: row[CustomerRow.columnCount])
        return try TransferredRecord(.living(try CustomerRow.customer(row), history), in: db)
    }

    fileprivate static func deleted(_ row: Row, in db: Database) throws -> TransferredRecord {
        let history = try WriteHistory(column: row[tombstoneColumnCount])
        return try TransferredRecord(.deleted(try tombstone(row), history), in: db)
    }
}

extension TransferredRecord {
    /// With what belongs to the record.
    fileprivate init(_ record: StoredRecord, in db: Database) throws {
        let id = record.id
        self.init(
            record, entries: try EntryRow.all(of: id, in: db), trashed: try Trash.fetch(id, in: db),
            dismissed: try Dismissals.others(of: id, in: db))
    }
}

// MARK: - Progress

/// In a table of its own, which no finished database has.
extension TransferProgress {
    /// Whether a copy into the database is not at its end.
    static func isKept(in db: Database) throws -> Bool { try db.tableExists("transfer") }

    fileprivate static func fetch(_ db: Database) throws -> TransferProgress? {
        guard try isKept(in: db) else { return nil }
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
