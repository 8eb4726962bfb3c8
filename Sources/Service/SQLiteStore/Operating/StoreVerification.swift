import CustomerAPI
import Domain
import Files
import GRDB
import JSON
import SQLite

/// A drill: a backup is restored into a scratch file, brought to this program's version, checked and compared.
package struct StoreVerification {
    package let backup: String
    /// Where the scratch file is, for as long as the drill takes.
    package let scratchDirectory: String
    /// Beside which a drill that succeeds is noted; `nil` for none.
    package let database: String?

    package init(backup: String, scratchDirectory: String, database: String? = nil) {
        (self.backup, self.scratchDirectory, self.database) = (backup, scratchDirectory, database)
    }

    /// - Returns: what a server on the restored backup would have.
    package func run() throws(StoreOperationFailure) -> StoreSummary {
        if let database, FileIdentity(path: database) == nil {
            throw .database(SQLiteStoreOpenFailure(path: database, reason: .missing))
        }
        let summary = try verified()
        if let database {
            let size = (try? FileStatus(at: backup))?.size
            BackupNote(moment: .now(), path: StorePath(backup).real, size: size)
                .write(.verification, besides: database)
        }
        return summary
    }

    private func verified() throws(StoreOperationFailure) -> StoreSummary {
        removeLeft()
        let name = "\(scratchDirectory)/\(scratchName)"
        return try StoreOperationFailure.readingBackup(backup) { file, source in
            try StoreOperationFailure.writing(name) {
                let scratch = try DatabaseCopy(for: name)
                defer { withExtendedLifetime(scratch) {} }
                try scratch.fill(from: source, pace: .full)
                let restored = try DatabaseQueue(path: scratch.path, configuration: Self.configuration)
                defer { try? restored.close() }
                try restored.read { db in try StoreCheck.refuseDamage(db, of: backup) }
                try file.schema.takeSteps(in: restored)
                let faults = try restored.read(StoreCheck(schema: file.schema).faults) + differences(restored)
                guard faults.isEmpty else { throw StoreOperationFailure.faults(backup, faults) }
                return try restored.read { db in try StoreSummary(db, file.schema) }
            }
        }
    }

    private static let scratchMark = "customers-verify-"

    /// One for each backup, so that what a killed drill has left is taken over.
    private var scratchName: String {
        var digest = Digest()
        digest.add(StorePath(backup).real)
        return Self.scratchMark + Hexadecimal.text(digest.bytes().prefix(8))
    }

    /// What killed drills of this user have left, of other backups, too: each is a copy of everybody.
    private func removeLeft() {
        for name in StorePath.names(in: scratchDirectory)
        where name.hasPrefix(Self.scratchMark) && name.hasSuffix(StorePath.unfinishedEnding) {
            DatabaseCopy.removeLeft("\(scratchDirectory)/\(name)")
        }
    }

    /// In a directory for everybody, as that of temporary files, others may have made the file that SQLite would keep customers in
    /// for the case that it has to go back; this one is thrown away in that case.
    private static var configuration: Configuration {
        var configuration = Configuration()
        configuration.prepareDatabase { db in try db.execute(sql: "PRAGMA journal_mode = MEMORY") }
        return configuration
    }

    /// What is compared, and by which columns its rows are found again.
    private static let tables = [
        ("customer", "row"), ("tombstone", "id"), ("timeline", "id, number"), ("trash", "id"),
        ("dismissal", "first, second"),
    ]

    /// Every row of the backup has to be in the scratch file as it is there.
    private func differences(_ restored: DatabaseQueue) throws -> [String] {
        try restored.writeWithoutTransaction { db in
            try db.execute(sql: "ATTACH DATABASE ? AS backup", arguments: [backup])
            defer { try? db.execute(sql: "DETACH DATABASE backup") }
            return try Self.tables.compactMap { table, key in
                // An older version has not all of them.
                guard try db.tableExists(table, in: "backup") else { return nil }
                let columns = try String.fetchAll(
                    db, sql: "SELECT name FROM pragma_table_info(?, 'backup')", arguments: [table])
                let same = columns.map { "new.\($0) IS old.\($0)" }.joined(separator: " AND ")
                let sql = """
                    SELECT (SELECT count(*) FROM backup.\(table)) AS due, (SELECT count(*) FROM main.\(table)) AS there,
                        (SELECT count(*) FROM backup.\(table) AS old JOIN main.\(table) AS new USING (\(key)) WHERE \(same)) AS same
                    """
                let counts = try Row.fetchOne(db, sql: sql).map { row in (row[0] as Int, row[1] as Int, row[2] as Int) }
                guard let (due, there, same) = counts, due != there || due != same else { return nil }
                return "of the \(due) rows of \(table), \(there) were restored, and \(same) are the same"
            }
        }
    }
}
