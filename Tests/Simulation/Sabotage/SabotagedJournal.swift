import Domain
import Journal
import Sync
import Synchronization

/// A journal that writes down something else than the synchronisation has decided.
final class SabotagedJournal: SyncJournal {
    private let base: any SyncJournal
    private let sabotage: Sabotage
    private let state = Mutex(State())

    private struct State {
        /// Lines that are not on the disk, though they were said to be.
        var late: [JournalRecord.Body] = []
        /// What those make of the queue.
        var queue: EditQueue?
        /// The versions in the bodies of the answers that came, by leader.
        var bodies: [JournalRecord.Sequence: Int] = [:]
    }

    init(_ base: any SyncJournal, _ sabotage: Sabotage) {
        self.base = base
        self.sabotage = sabotage
    }

    var queue: EditQueue { state.withLock(\.queue) ?? base.queue }

    func refresh() -> Bool { base.refresh() }

    func record(_ decide: (EditQueue) -> [JournalRecord.Body]) throws(SyncJournalFailure) {
        let late = state.withLock { $0.late }
        var kept: [JournalRecord.Body] = []
        try base.record { queue in
            var known = queue
            for line in late { known.apply(line) }
            let lines = decide(known)
            let (now, later) = divided(lines, known)
            kept = later
            return late + now
        }
        var queue = base.queue
        for line in kept { queue.apply(line) }
        state.withLock { [kept, queue] state in
            state.late = kept
            state.queue = kept.isEmpty ? nil : queue
        }
    }

    /// What is written now, and what is kept for the next time.
    private func divided(
        _ lines: [JournalRecord.Body], _ queue: EditQueue
    ) -> (now: [JournalRecord.Body], later: [JournalRecord.Body]) {
        switch sabotage {
        case .sendsBeforeMarking:
            let isLate = { (line: JournalRecord.Body) in if case .sending = line { true } else { false } }
            return (lines.filter { !isLate($0) }, lines.filter(isLate))
        default: return (lines.flatMap { changed($0, queue) }, [])
        }
    }

    private func changed(_ line: JournalRecord.Body, _ queue: EditQueue) -> [JournalRecord.Body] {
        switch (sabotage, line) {
        case (.reusesKeyAfterMerge, .rebase(let sequence, let form)):
            let key = queue[sequence]?.op ?? form.op
            return [.rebase(for: sequence, Entry.Form(op: key, change: form.change))]
        case (.acknowledgesEarly, .sending(let sending)):
            let version = queue[sending.leader].map { $0.change.version + 1 }
            return [line, .ack(for: sending.leader, version: version)]
        case (.dropsMerge, .rebase): return []
        case (.takesVersionOfBody, .ack(let sequence, let version?)):
            return [.ack(for: sequence, version: state.withLock { $0.bodies[sequence] } ?? version)]
        case (.forgetsRefusals, .reject(let sequence, _)): return [.ack(for: sequence, version: nil)]
        default: return [line]
        }
    }

    /// Hears of the version in an answer's body.
    func hear(_ version: Int, of leader: JournalRecord.Sequence) {
        state.withLock { $0.bodies[leader] = version }
    }

    func trySenderLock() -> Bool {
        let hasLock = base.trySenderLock()
        return hasLock || sabotage == .twoSenders
    }

    func releaseSenderLock() { base.releaseSenderLock() }

    var hold: String? { base.hold }

    var isShared: Bool { base.isShared }

    func compactIfNeeded() { base.compactIfNeeded() }
}

extension EditQueue {
    fileprivate mutating func apply(_ body: JournalRecord.Body) {
        apply(JournalRecord(sequence: lastSequence + 1, time: Timestamp(microseconds: 0), body: body))
    }
}
