import CustomerAPI
import GRDB
import GRDBSQLite
import Synchronization

/// Empties the write-ahead log after deletions: it holds every page as it was after each change, and so the names of those who
/// are gone, until something else is written over them.
///
/// What the connection keeps of the pages in memory goes, too, for that would be written with the next change of them
/// (``CleanWriting`` keeps it out of the database alone). The deletions are answered before; those that wait to be written
/// wait for the log's pages, and for no more, however large the database is. While a reader needs the log it is tried again a
/// little later. What names were before a *change* stays until the log is written over, or the store is closed.
final class LogTruncation: Sendable {
    private let pool: DatabasePool
    private let state = Mutex(State.done)

    private enum State {
        case done
        /// What was taken away is in the log.
        case due
        /// And a reader was in the way, so that it will be tried again.
        case postponed
    }

    private static let pause = Duration.milliseconds(500)
    /// How long readers of this process take, at most, to be done with what they have begun.
    private static let patienceMilliseconds = 20

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Notes what has been committed.
    func note(_ writes: some Sequence<CustomerWrite>) {
        if writes.contains(where: \.takesAway) { noteRemoval() }
    }

    /// Notes that something was taken away.
    func noteRemoval() {
        state.withLock { state in if state == .done { state = .due } }
    }

    /// On the writer's queue, outside a transaction.
    func runIfDue(in db: Database) {
        guard state.withLock({ $0 == .due }) else { return }
        run(in: db)
    }

    private func run(in db: Database) {
        let isDone = Self.truncate(db)
        state.withLock { $0 = isDone ? .done : .postponed }
        guard !isDone else { return }
        Task { [self] in
            try? await Task.sleep(for: Self.pause)
            pool.asyncWriteWithoutTransaction { [self] db in run(in: db) }
        }
    }

    /// - Returns: whether nothing is left to do, be it because the file cannot be written at all.
    static func truncate(_ db: Database) -> Bool {
        do {
            let timeout = try Int.fetchOne(db, sql: "PRAGMA busy_timeout") ?? 0
            try db.execute(sql: "PRAGMA busy_timeout = \(patienceMilliseconds)")
            defer { try? db.execute(sql: "PRAGMA busy_timeout = \(timeout)") }
            let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            // Its first column tells whether somebody was in the way (sqlite.org/pragma.html#pragma_wal_checkpoint).
            guard row?[0] != 1 else { return false }
            sqlite3_db_release_memory(db.sqliteConnection)
            return true
        } catch let error as DatabaseError {
            return error.resultCode != .SQLITE_BUSY && error.resultCode != .SQLITE_LOCKED
        } catch {
            return true
        }
    }
}

extension CustomerWrite {
    fileprivate var takesAway: Bool {
        switch action {
        case .delete, .erase, .retract: true
        case .create, .replace, .patch, .note, .restore: false
        }
    }
}
