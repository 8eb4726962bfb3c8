import Domain
import GRDB
import SQLite

extension SQLiteCustomerStore {
    /// What was done to a file of an older version.
    package struct Migration: Hashable, Sendable {
        /// The schema's versions before and after.
        package let from: Int
        package let to: Int
        /// The file as it was before; `nil` where it never had anybody.
        package let copy: String?
    }
}

extension Schema {
    /// GRDB's, which knows what a file has gone, and takes one step after the other.
    var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for step in steps { migrator.registerMigration(step.name, migrate: step.body) }
        return migrator
    }

    /// Takes the steps that are due, all in one transaction: whatever ends it, the file is of one version or of the other.
    ///
    /// They are noted as ``migrator`` would.
    func takeSteps(in writer: any DatabaseWriter) throws {
        try writer.barrierWriteWithoutTransaction { db in
            try db.inTransaction(.immediate) {
                try db.execute(
                    sql: "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
                let due = Set(try pendingSteps(db))
                for step in steps where due.contains(step.name) {
                    try step.body(db)
                    try db.execute(
                        sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)", arguments: [step.name])
                }
                return .commit
            }
        }
    }

    /// How many steps the file has gone; 0 before the first.
    func version(_ db: Database) throws -> Int {
        try migrator.appliedMigrations(db).count
    }

    /// The steps that the file has to go yet.
    func pendingSteps(_ db: Database) throws -> [String] {
        let applied = try migrator.appliedIdentifiers(db)
        return migrator.migrations.filter { !applied.contains($0) }
    }

    /// Steps that the file has gone and this program does not know.
    func unknownSteps(_ db: Database) throws -> [String] {
        try migrator.appliedIdentifiers(db).subtracting(migrator.migrations).sorted()
    }

    /// What has to be free on the disk, for each byte of the database: the copy, the write-ahead log of the steps, which make all
    /// tables anew, and what the file grows by meanwhile.
    private static let bytesNeededPerByte = 3

    /// Brings the file to this program's version; one that has or had customers is copied before.
    ///
    /// After a failure or a crash it is what it was, and the next opening begins anew.
    ///
    /// - Parameter freeBytes: what is free in a directory; where that is unknown the disk itself will tell.
    /// - Returns: `nil` when there was nothing to do but make an empty file's tables.
    /// - Throws: ``SQLiteStoreOpenFailure/Reason/noRoomToMigrate(needed:free:)`` before anything is written.
    func migrate(
        _ writer: any DatabaseWriter, at path: String, now: Timestamp = .now(),
        freeBytes: (_ directory: String) -> Int? = { try? DiskSpace.freeBytes(in: $0) }
    ) throws -> SQLiteCustomerStore.Migration? {
        let (version, isDue) = try writer.read { db in (try self.version(db), try !pendingSteps(db).isEmpty) }
        guard isDue else { return nil }
        guard version > 0 else {
            try takeSteps(in: writer)
            return nil
        }
        let hadAnybody = try writer.read(ChangeFeed.lastSequence) > 0
        let copy = try hadAnybody ? copied(writer, at: path, version, now, freeBytes) : nil
        try takeSteps(in: writer)
        return SQLiteCustomerStore.Migration(from: version, to: try writer.read(self.version), copy: copy)
    }

    private func copied(
        _ writer: any DatabaseWriter, at path: String, _ version: Int, _ now: Timestamp,
        _ freeBytes: (_ directory: String) -> Int?
    ) throws -> String {
        let place = StorePath(path)
        try Self.refuseWithoutRoom(at: path, freeBytes)
        let name = place.outdated(version, at: now)
        let copy = try DatabaseCopy(for: name, unfinished: place.outdatedUnfinished(version))
        try copy.fill(from: writer, pace: .full)
        try copy.complete(ownedAs: place.real)
        return name
    }

    /// - Throws: ``SQLiteStoreOpenFailure/Reason/noRoomToMigrate(needed:free:)``.
    static func refuseWithoutRoom(at path: String, _ freeBytes: (_ directory: String) -> Int?) throws {
        let files = StoreStatistics.Files(database: path)
        let needed = bytesNeededPerByte * (files.database + files.log)
        if let free = freeBytes(StorePath(path).directory), free < needed {
            throw SQLiteStoreOpenFailure(path: path, reason: .noRoomToMigrate(needed: needed, free: free))
        }
    }
}
