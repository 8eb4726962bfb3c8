import CustomerAPI
import GRDB
import Synchronization

/// Empties the write-ahead log after deletions: it holds every page as it was after each change, and so the names of those who
/// are gone, until something else is written over them.
///
/// After an erasure, or where nothing is kept of what was taken away, what pages of the database hold of it goes, too
/// (``PageScrub``). The deletions are answered before, and nobody is waited for: while a reader needs the log it is tried again a little later.
/// What names were before a *change* stays until the log is written over, or the store is closed.
final class LogTruncation: Sendable {
    private let pool: DatabasePool
    private let state = Mutex(State.done)
    /// Whether the pages of the database are to be looked through, too.
    private let scrubs = Mutex(false)

    private enum State {
        case done
        /// What was taken away is in the log.
        case due
        /// And a reader was in the way, so that it will be tried again.
        case postponed
    }

    private static let pause = Duration.milliseconds(500)

    init(_ pool: DatabasePool) {
        self.pool = pool
    }

    /// Notes what has been committed.
    func note(_ writes: some Sequence<CustomerWrite>) {
        guard writes.contains(where: \.takesAway) else { return }
        noteRemoval(forGood: writes.contains(where: \.takesAwayForGood))
    }

    /// Notes that something was taken away.
    ///
    /// - Parameter forGood: whether it is not kept elsewhere, as in the trash.
    func noteRemoval(forGood: Bool = true) {
        if forGood { scrubs.withLock { $0 = true } }
        state.withLock { state in if state == .done { state = .due } }
    }

    /// On the writer's queue, when nothing waits to be written.
    func runIfDue(in db: Database) {
        guard state.withLock({ $0 == .due }) else { return }
        run(in: db)
    }

    private func run(in db: Database) {
        let isDone = Self.truncates(db) && scrub(db)
        state.withLock { $0 = isDone ? .done : .postponed }
        guard !isDone else { return }
        Task { [self] in
            try? await Task.sleep(for: Self.pause)
            pool.asyncWriteWithoutTransaction { [self] db in run(in: db) }
        }
    }

    /// - Returns: whether nothing is left to do.
    private func scrub(_ db: Database) -> Bool {
        guard scrubs.withLock({ $0 }) else { return true }
        do {
            try PageScrub.run(in: db)
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode) {
            return false
        } catch {}
        scrubs.withLock { $0 = false }
        return true
    }

    /// - Returns: whether nothing is left to do, be it because the file cannot be written at all.
    private static func truncates(_ db: Database) -> Bool {
        do {
            let timeout = try Int.fetchOne(db, sql: "PRAGMA busy_timeout") ?? 0
            try db.execute(sql: "PRAGMA busy_timeout = 0")
            defer { try? db.execute(sql: "PRAGMA busy_timeout = \(timeout)") }
            let row = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            // Its first column tells whether somebody was in the way (sqlite.org/pragma.html#pragma_wal_checkpoint).
            return row?[0] != 1
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

    /// Whether nothing of it is kept anywhere.
    fileprivate var takesAwayForGood: Bool {
        switch action {
        case .delete: trashDays == 0
        case .erase, .retract: true
        case .create, .replace, .patch, .note, .restore: false
        }
    }
}
