import Domain
import GRDB
import SQLite

extension SQLiteStore {
    /// What was done to a file of an older version.
    package struct Migration: Hashable, Sendable {
        /// The schema's versions before and after.
        package let from: Int
        package let to: Int
        /// The file as it was before.
        package let copy: String
    }
}

extension Schema {
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

    /// Brings the file to this program's version; one with customers is copied before.
    ///
    /// Each step is a transaction: after a failure or a crash the next opening goes on where this one came to.
    ///
    /// - Returns: `nil` when there was nothing to do but make an empty file's tables.
    func migrate(_ writer: any DatabaseWriter, at path: String, now: Timestamp = .now()) throws -> SQLiteStore
        .Migration?
    {
        let (version, isDue) = try writer.read { db in (try self.version(db), try !pendingSteps(db).isEmpty) }
        guard isDue else { return nil }
        guard version > 0 else {
            try migrator.migrate(writer)
            return nil
        }
        let place = StorePath(path)
        let name = place.outdated(version, at: now)
        let copy = try DatabaseCopy(for: name)
        try copy.fill(from: writer, pace: .full)
        try copy.complete(ownedAs: place.real)
        try migrator.migrate(writer)
        return SQLiteStore.Migration(from: version, to: try writer.read(self.version), copy: name)
    }
}
