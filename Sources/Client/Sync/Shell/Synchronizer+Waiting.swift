package import Domain
package import Journal
package import Wire

/// What became of what an entry wanted, whichever entry carries it by now.
package enum EditResult: Hashable, Sendable {
    /// The server has it so.
    ///
    /// - Parameters:
    ///   - version: the version made; `nil` for a deletion, or when nothing had to be done.
    ///   - of: the customer meant by now: a deleted one may have been created again.
    case synced(version: Int?, of: CustomerID)
    /// Nothing of it happens: somebody took it back.
    ///
    /// - Parameter by: who; `nil` when that is not known.
    case takenBack(by: EntrySource?)
    /// Nothing of it happens: a later edit of the same customer reverses it, and neither had left.
    case superseded
    /// The server refuses the entry that carries it.
    case refused(Problem, entry: JournalRecord.Sequence)
    /// Somebody else changed the same as the entry that carries it.
    case conflict(JournalRecord.Theirs, entry: JournalRecord.Sequence)
    /// Unfinished: it is kept, and goes later.
    case pending(SyncStatus)
    /// Done with, so long ago that nobody here knows how.
    case forgotten
}

/// A caller that waits for entries to be finished.
struct ResultWaiter {
    /// What is waited for, under the entry that carries it by now.
    private var carriers: [JournalRecord.Sequence: Set<JournalRecord.Sequence>]
    var results: [JournalRecord.Sequence: EditResult] = [:]
    let deadline: ContinuousClock.Instant
    let outlastsAbsence: Bool
    let continuation: CheckedContinuation<[JournalRecord.Sequence: EditResult], Never>
    /// The last line that was looked at.
    private var lastLine: JournalRecord.Sequence?

    init(
        _ sequences: Set<JournalRecord.Sequence>, deadline: ContinuousClock.Instant, outlastsAbsence: Bool,
        continuation: CheckedContinuation<[JournalRecord.Sequence: EditResult], Never>
    ) {
        carriers = Dictionary(uniqueKeysWithValues: sequences.map { ($0, [$0]) })
        self.deadline = deadline
        self.outlastsAbsence = outlastsAbsence
        self.continuation = continuation
    }

    /// The unfinished entries.
    var remaining: [JournalRecord.Sequence] { carriers.values.flatMap(\.self) }

    var isOver: Bool { carriers.isEmpty }

    mutating func look(at queue: EditQueue, _ status: SyncStatus) {
        for carrier in unfinished(in: queue) {
            switch queue.fate(of: carrier) {
            case .pending(let entry):
                if entry.sequence != carrier { follow(carrier, to: entry.sequence) }
                if let result = result(of: entry, in: queue, status) { finish(entry.sequence, result) }
            case let fate: finish(carrier, EditResult(fate))
            }
        }
    }

    /// Entries there may be news of.
    private mutating func unfinished(in queue: EditQueue) -> [JournalRecord.Sequence] {
        defer { lastLine = queue.lastSequence }
        // The history may have forgotten what was finished before that.
        guard let lastLine, queue.lastSequence - lastLine < Int64(EditQueue.maximumHistory),
            let changed = queue.customers(changedAfter: lastLine)
        else { return carriers.keys.filter { $0 <= queue.lastSequence } }
        let pending = changed.flatMap { queue.entries(for: $0).map(\.sequence) }
        return (pending + queue.history.map(\.sequence)).filter { carriers[$0] != nil }
    }

    private mutating func follow(_ carrier: JournalRecord.Sequence, to other: JournalRecord.Sequence) {
        carriers[other, default: []].formUnion(carriers.removeValue(forKey: carrier) ?? [])
    }

    private mutating func finish(_ carrier: JournalRecord.Sequence, _ result: EditResult) {
        for sequence in carriers.removeValue(forKey: carrier) ?? [] { results[sequence] = result }
    }

    func givesUp(_ status: SyncStatus) -> Bool {
        switch status {
        case .away, .askedToWait: !outlastsAbsence
        default: status.isStuck
        }
    }

    /// `nil` while an entry is under way.
    private func result(of entry: PendingEdit, in queue: EditQueue, _ status: SyncStatus) -> EditResult? {
        switch entry.state {
        case .rejected(let problem): return .refused(problem, entry: entry.sequence)
        case .conflict(let theirs): return .conflict(theirs, entry: entry.sequence)
        case .sending, .covered: return nil
        case .waiting:
            return queue.isHeldUp(entry) ? .pending(status) : nil
        }
    }
}

extension EditResult {
    /// - Parameter fate: of an entry that is finished.
    package init(_ fate: EditFate) {
        switch fate {
        case .synced(let finished):
            let version: Int? = if case .synced(let version) = finished.outcome { version } else { nil }
            self = .synced(version: version, of: finished.customer)
        case .unneeded(let finished): self = .synced(version: nil, of: finished.customer)
        case .takenBack(let finished): self = .takenBack(by: finished.endedBy)
        case .superseded: self = .superseded
        case .pending, .forgotten: self = .forgotten
        }
    }
}

extension Synchronizer {
    /// Waits until entries are finished, refused or in conflict, whichever process sends them.
    ///
    /// - Parameter outlastsAbsence: whether to go on waiting while the API is away.
    /// - Returns: what became of each; all that is pending when `deadline` comes, or when it is clear that nothing goes out
    ///   soon, is kept and goes later.
    package func waitForResults(
        of sequences: some Sequence<JournalRecord.Sequence> & Sendable, until deadline: ContinuousClock.Instant,
        outlastingAbsence outlastsAbsence: Bool = false
    ) async -> [JournalRecord.Sequence: EditResult] {
        let remaining = Set(sequences)
        guard !remaining.isEmpty else { return [:] }
        return await withCheckedContinuation { continuation in
            lastWaiter += 1
            waiters[lastWaiter] = ResultWaiter(
                remaining, deadline: deadline, outlastsAbsence: outlastsAbsence, continuation: continuation)
            wake()
        }
    }

    func resumeWaiters(_ queue: EditQueue, _ status: SyncStatus) {
        for number in waiters.keys.sorted() {
            guard var waiter = waiters.removeValue(forKey: number) else { continue }
            waiter.look(at: queue, status)
            if waiter.isOver || waiter.givesUp(status) || waiter.deadline <= .now {
                for sequence in waiter.remaining { waiter.results[sequence] = .pending(self.status(of: sequence)) }
                waiter.continuation.resume(returning: waiter.results)
            } else {
                waiters[number] = waiter
            }
        }
    }
}
