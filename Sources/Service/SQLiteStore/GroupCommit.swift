import CustomerAPI
import GRDB
import Synchronization

/// Writes that come while others are being written go together: one transaction, and one wait for the disk, for all.
///
/// Each is decided on with those before it in place, as if it had a transaction of its own, and none is answered before
/// all are on the disk.
final class GroupCommit: Sendable {
    private let pool: DatabasePool
    private let truncation: LogTruncation
    private let state = Mutex(State())
    /// Told after each transaction, on the writer's queue.
    private let listener = Mutex<Listener?>(nil)

    private struct State {
        var waiting: [Waiting] = []
        var isWriting = false
        var lastNumber = 0
    }

    /// A closure in a `Mutex` by itself would be wrapped into two more whenever it is looked at, and a call of it go through all
    /// of them.
    private struct Listener {
        let hear: @Sendable () -> Void
    }

    private struct Waiting {
        let number: Int
        let write: CustomerWrite
        let continuation: CheckedContinuation<WriteOutcome, any Error>
    }

    /// Writes in one transaction at most, so that the first of them does not wait long for the last.
    private static let maximumSize = 64

    init(_ pool: DatabasePool) {
        self.pool = pool
        truncation = LogTruncation(pool)
    }

    /// Has something done after each transaction; it holds up the next one.
    func whenCommitted(_ body: @escaping @Sendable () -> Void) {
        listener.withLock { $0 = Listener(hear: body) }
    }

    /// Notes that something was taken away besides them.
    func noteRemoval() { truncation.noteRemoval() }

    /// Has what was taken away leave the log, too.
    func truncateLog() {
        pool.asyncWriteWithoutTransaction { [truncation] db in truncation.runIfDue(in: db) }
    }

    /// How many writes wait for their turn.
    var waitingCount: Int { state.withLock(\.waiting.count) }

    /// - Throws: `CancellationError` when the task is cancelled while the write waits for its turn; then it is not done.
    func perform(_ write: CustomerWrite) async throws -> WriteOutcome {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                enter(Waiting(number: number, write: write, continuation: continuation))
            }
        } onCancel: {
            withdraw(number)
        }
    }

    private func enter(_ waiting: Waiting) {
        let isFirst = state.withLock { state in
            state.waiting.append(waiting)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if isFirst { pool.asyncWriteWithoutTransaction { [self] db in writeAll(in: db) } }
        if Task.isCancelled { withdraw(waiting.number) }
    }

    private func withdraw(_ number: Int) {
        let withdrawn = state.withLock { state in
            state.waiting.firstIndex { $0.number == number }.map { state.waiting.remove(at: $0) }
        }
        withdrawn?.continuation.resume(throwing: CancellationError())
    }

    // MARK: On the writer's queue

    private func writeAll(in db: Database) {
        while let group = nextGroup() {
            write(group, in: db)
            // Also when there is always something to write.
            truncation.runIfDue(in: db)
        }
    }

    private func nextGroup() -> [Waiting]? {
        state.withLock { state in
            let group = Array(state.waiting.prefix(Self.maximumSize))
            state.waiting.removeFirst(group.count)
            state.isWriting = !group.isEmpty
            return group.isEmpty ? nil : group
        }
    }

    private func write(_ group: [Waiting], in db: Database) {
        do {
            try db.refuseMoved()
            let outcomes = try db.outcomes(of: group.map(\.write))
            truncation.note(group.lazy.map(\.write))
            // Before it is answered; should that fail, the next erasure, backup or look of the server's upkeep makes up for it.
            if group.contains(where: { $0.write.action == .erase }) {
                try? ErasureList.keep(of: db, besides: pool.path)
            }
            for (waiting, outcome) in zip(group, outcomes) { waiting.continuation.resume(returning: outcome) }
            listener.withLock { $0 }?.hear()
        } catch {
            // One that cannot be written takes none of the others along; but nobody writes while another program does, or into
            // a file that has gone.
            guard group.count > 1, !error.isForeignLock, !db.hasMoved else {
                for waiting in group { waiting.continuation.resume(throwing: error) }
                return
            }
            for waiting in group { write([waiting], in: db) }
        }
    }
}

extension Database {
    /// Carries out writes in one transaction: all of them, or none.
    fileprivate func outcomes(of writes: [CustomerWrite]) throws -> [WriteOutcome] {
        var outcomes: [WriteOutcome] = []
        try inTransaction(.immediate) {
            outcomes = try writes.map { try $0.carryOut(in: self) }
            return .commit
        }
        return outcomes
    }
}

extension Error {
    /// Whether another program has been writing the file for too long.
    fileprivate var isForeignLock: Bool {
        guard let error = self as? DatabaseError else { return false }
        return error.resultCode == .SQLITE_BUSY || error.resultCode == .SQLITE_LOCKED
    }
}
