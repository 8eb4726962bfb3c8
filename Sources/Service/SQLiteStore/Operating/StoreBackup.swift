import Domain
import Files
import GRDB
import Glibc
import SQLite
import SystemPackage

/// A backup of a database that may be in use meanwhile.
package struct StoreBackup {
    /// The database.
    package let database: String
    /// What the backup is called; it is there only when it is complete, sound and on the disk.
    package let file: String
    /// How many backups of this name there are at most: `file` is the newest, `file.1` the one before, and so on; without
    /// a number `file` is replaced and the others are left alone.
    package let keep: Int?

    package init(database: String, file: String, keep: Int? = nil) {
        (self.database, self.file, self.keep) = (database, file, keep)
    }

    /// - Returns: what is in the backup.
    package func run() throws(StoreOperationFailure) -> StoreSummary {
        try refuseOthers()
        return try StoreOperationFailure.writing(file) {
            let start = Timestamp.now()
            let copy = try DatabaseCopy(for: file, sparesOthers: true)
            try opened { source in try copy.fill(from: source, pace: .half) }
            let summary = try copy.change { db in
                try StoreCheck.refuseDamage(db, of: database)
                try keepErasureList(of: db)
                return try StoreSummary(db, .current)
            }
            try TemporaryFiles.completing {
                try makeRoom()
                try copy.complete()
            }
            BackupNote(moment: start, path: StorePath(file).real, size: (try? FileStatus(at: file))?.size)
                .write(besides: database)
            return summary
        }
    }

    /// Who may only read beside the database leaves the list to the server; one that cannot be read is no matter of course.
    private func keepErasureList(of db: Database) throws {
        do {
            try ErasureList.keep(of: db, besides: database)
        } catch is Errno {}
    }

    /// What fails while the database is read is no failure of the backup's disk.
    private func opened(_ body: (DatabaseQueue) throws -> Void) throws {
        let source = StoreFile(path: database)
        let queue: DatabaseQueue
        do throws(SQLiteStoreOpenFailure) {
            queue = try source.openExisting()
        } catch {
            throw StoreOperationFailure.database(error)
        }
        defer { try? queue.close() }
        try body(queue)
    }

    /// A backup replaces a backup, and nothing else, whether it takes that one's name or that one goes.
    private func refuseOthers() throws(StoreOperationFailure) {
        try refuseOther(file)
        guard let keep else { return }
        for number in 1..<keep { try refuseOther(name(number)) }
        for name in surplus(keep) { try refuseOther(name) }
    }

    private func refuseOther(_ path: String) throws(StoreOperationFailure) {
        guard !StorePath(database).has(path) else { throw .occupied(path) }
        guard let present = try? FileStatus(at: path) else { return }
        guard present.kind != .directory, !StorePath(path).isServed else { throw .occupied(path) }
        do throws(SQLiteStoreOpenFailure) {
            let present = try StoreFile(path: path).openExisting()
            try? present.close()
        } catch {
            throw .occupied(path)
        }
    }

    // MARK: - Older backups

    /// Gives the backup that is there the name of an older one, beside its own until the new one takes that.
    private func makeRoom() throws(Errno) {
        guard let keep else { return }
        for name in surplus(keep) { unlink(name) }
        guard keep > 1, let newest = FileIdentity(path: file), newest != FileIdentity(path: name(1)) else {
            return
        }
        let free = (1..<keep).first { FileIdentity(path: name($0)) == nil } ?? keep - 1
        for number in stride(from: free, to: 1, by: -1) {
            try SystemCall.repeating { rename(name(number - 1), name(number)) }
        }
        unlink(name(1))
        // A file system without hard links goes without a newest backup for a moment.
        if link(file, name(1)) != 0 { try SystemCall.repeating { rename(file, name(1)) } }
    }

    /// Those of an earlier run that kept more.
    private func surplus(_ keep: Int) -> [String] {
        (keep...).lazy.map(name).prefix { FileIdentity(path: $0) != nil }.map(\.self)
    }

    private func name(_ number: Int) -> String { "\(file).\(number)" }
}

/// What is in a database.
package struct StoreSummary: Hashable, Sendable {
    package let customers: Int
    package let deleted: Int
    package let schema: Int
    /// Ever.
    package let changes: Int
}

extension StoreSummary {
    init(_ db: Database, _ schema: Schema) throws {
        customers = try Int.fetchOne(db, sql: "SELECT count(*) FROM customer") ?? 0
        deleted = try Int.fetchOne(db, sql: "SELECT count(*) FROM tombstone") ?? 0
        changes = Int(try ChangeFeed.lastSequence(in: db))
        self.schema = try schema.version(db)
    }
}
