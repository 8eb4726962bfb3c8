package import Journal
package import Wire

/// What became of an entry.
package enum Settlement: Hashable, Sendable {
    /// - Parameter version: the version made; `nil` for a deletion, when nothing had to be done, or when it is too long ago.
    case synced(version: Int?)
    /// Taken back, or carried on by another entry.
    case cancelled
    case refused(Problem)
    case conflict(JournalRecord.Theirs)
    /// Not done with: it is kept, and goes later.
    case pending(SyncStatus)
}

/// Somebody who waits for entries to be done with.
struct SettleWaiter {
    var remaining: Set<JournalRecord.Sequence>
    var settled: [JournalRecord.Sequence: Settlement] = [:]
    let deadline: ContinuousClock.Instant
    let outlastsAbsence: Bool
    let continuation: CheckedContinuation<[JournalRecord.Sequence: Settlement], Never>
    /// The last line that was looked at.
    private var lastLine: JournalRecord.Sequence?

    init(
        _ remaining: Set<JournalRecord.Sequence>, deadline: ContinuousClock.Instant, outlastsAbsence: Bool,
        continuation: CheckedContinuation<[JournalRecord.Sequence: Settlement], Never>
    ) {
        self.remaining = remaining
        self.deadline = deadline
        self.outlastsAbsence = outlastsAbsence
        self.continuation = continuation
    }

    mutating func look(at queue: EditQueue, _ status: SyncStatus) {
        // The history forgets early ones; each is noted as it comes in.
        for finished in queue.history where remaining.remove(finished.sequence) != nil {
            settled[finished.sequence] = Settlement(finished.outcome)
        }
        for sequence in unsettled(in: queue) {
            guard let settlement = settlement(of: sequence, in: queue, status) else { continue }
            settled[sequence] = settlement
            remaining.remove(sequence)
        }
    }

    /// Those of whom there may be news.
    private mutating func unsettled(in queue: EditQueue) -> Set<JournalRecord.Sequence> {
        defer { lastLine = queue.lastSequence }
        // The history may have forgotten what was done with before that.
        guard let lastLine, queue.lastSequence - lastLine < Int64(EditQueue.maximumHistory),
            let changed = queue.customers(changedAfter: lastLine)
        else { return remaining }
        return remaining.intersection(changed.flatMap { queue.entries(for: $0).map(\.sequence) })
    }

    func givesUp(_ status: SyncStatus) -> Bool {
        if case .away = status, outlastsAbsence { return false }
        return status.isStuck
    }

    /// `nil` when an entry is under way, or not there yet.
    private func settlement(
        of sequence: JournalRecord.Sequence, in queue: EditQueue, _ status: SyncStatus
    ) -> Settlement? {
        guard let entry = queue[sequence] else {
            return sequence <= queue.lastSequence ? .synced(version: nil) : nil
        }
        switch entry.state {
        case .rejected(let problem): return .refused(problem)
        case .conflict(let theirs): return .conflict(theirs)
        case .sending, .covered: return nil
        case .waiting:
            // Behind one that a person has to decide on.
            return queue.entries(for: entry.customer).first?.needsDecision == true ? .pending(status) : nil
        }
    }
}

extension Settlement {
    fileprivate init(_ outcome: FinishedEdit.Outcome) {
        switch outcome {
        case .synced(let version): self = .synced(version: version)
        case .cancelled: self = .cancelled
        }
    }
}

extension Synchronizer {
    /// Waits until entries are done with, refused or in conflict, whichever process sends them.
    ///
    /// - Parameter outlastsAbsence: whether to go on waiting while the API is away.
    /// - Returns: what became of each; all that is pending when `deadline` comes, or when it is clear that nothing goes out
    ///   soon, is kept and goes later.
    package func settle(
        _ sequences: some Sequence<JournalRecord.Sequence> & Sendable, until deadline: ContinuousClock.Instant,
        outlastingAbsence outlastsAbsence: Bool = false
    ) async -> [JournalRecord.Sequence: Settlement] {
        let remaining = Set(sequences)
        guard !remaining.isEmpty else { return [:] }
        return await withCheckedContinuation { continuation in
            lastWaiter += 1
            waiters[lastWaiter] = SettleWaiter(
                remaining, deadline: deadline, outlastsAbsence: outlastsAbsence, continuation: continuation)
            wake()
        }
    }

    func settleWaiters(_ queue: EditQueue, _ status: SyncStatus) {
        for number in waiters.keys.sorted() {
            guard var waiter = waiters.removeValue(forKey: number) else { continue }
            waiter.look(at: queue, status)
            if waiter.remaining.isEmpty || waiter.givesUp(status) || waiter.deadline <= .now {
                for sequence in waiter.remaining { waiter.settled[sequence] = .pending(status) }
                waiter.continuation.resume(returning: waiter.settled)
            } else {
                waiters[number] = waiter
            }
        }
    }
}
