package import Domain
import GRDB
import Glibc
import SQLite

/// A database in figures.
package struct StoreStatistics: Hashable, Sendable {
    package let customers: Int
    package let deleted: Int
    /// Writes whose repetition is recognised.
    package let receipts: Int
    /// Ever.
    package let changes: Int
    package let searchEntries: Int
    /// Of all timelines, notes among them.
    package let timelineEntries: Int
    package let notes: Int
    /// Customers whose values are still there, whether they can be restored or not.
    package let trashed: Int
    package let erased: Int
    /// Of those records that are there: each counts with its last change.
    package let oldestChange: Timestamp?
    package let newestChange: Timestamp?
    package let schema: Int
    /// Steps of the schema that this program would make.
    package let pendingSteps: [String]
    package let files: Files
    package let lastBackup: BackupNote?
    package let lastVerification: BackupNote?

    /// What the database takes of the disk, in bytes.
    package struct Files: Hashable, Sendable {
        package let database: Int
        package let log: Int

        /// 0 for a file that is not there.
        package init(database path: String) {
            let real = StorePath(path).real
            (database, log) = (Self.bytes(real), Self.bytes(real + "-wal"))
        }

        private static func bytes(_ path: String) -> Int {
            var status = stat()
            return stat(path, &status) == 0 ? Int(status.st_size) : 0
        }
    }

    /// - Parameter path: of a database that may be in use.
    package init(database path: String) throws(StoreOperationFailure) {
        self = try StoreOperationFailure.reading(path) { file, queue in
            try queue.read { db in try StoreStatistics(db, file) }
        }
    }

    private init(_ db: Database, _ file: StoreFile) throws {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
        customers = try count("SELECT count(*) FROM customer")
        deleted = try count("SELECT count(*) FROM tombstone")
        searchEntries = try count("SELECT count(*) FROM search_entry")
        changes = Int(try ChangeFeed.lastSequence(in: db))
        let hasTimelines = try db.tableExists("timeline")
        timelineEntries = hasTimelines ? try count("SELECT count(*) FROM timeline") : 0
        notes =
            hasTimelines
            ? try count("SELECT count(*) FROM timeline WHERE kind = \(TimelineEntry.Kind.note.column)") : 0
        trashed = hasTimelines ? try count("SELECT count(*) FROM trash") : 0
        erased = hasTimelines ? try count("SELECT count(*) FROM tombstone WHERE erased_at IS NOT NULL") : 0
        receipts = try count(Self.receiptCount("customer")) + count(Self.receiptCount("tombstone"))
        oldestChange = try Self.change("ASC", db).min()
        newestChange = try Self.change("DESC", db).max()
        schema = try file.schema.version(db)
        pendingSteps = try file.schema.pendingSteps(db)
        files = Files(database: file.path)
        lastBackup = BackupNote(database: file.path)
        lastVerification = BackupNote(of: .verification, database: file.path)
    }

    private static func receiptCount(_ table: String) -> String {
        """
        SELECT sum(json_array_length(history, '$.recent') + (json_type(history, '$.creation') IS 'object'))
        FROM \(table) WHERE history IS NOT NULL
        """
    }

    /// When the first or last customer and tombstone in the feed's order changed.
    private static func change(_ order: String, _ db: Database) throws -> [Timestamp] {
        try ["SELECT updated_at FROM customer", "SELECT deleted_at FROM tombstone"].compactMap { sql in
            try Int64.fetchOne(db, sql: "\(sql) ORDER BY sequence \(order) LIMIT 1").map(RecordRow.moment)
        }
    }
}
