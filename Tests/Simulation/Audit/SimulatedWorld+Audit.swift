import CustomerAPI
import Domain
import Journal
import TestSupport
import Wire

/// What must be true in the end, when the network is well and everything has come to rest.
extension SimulatedWorld {
    func audit() {
        let log = server.store.log
        for process in processes where process.number != 1 {
            guard let session = process.session else { continue }
            _ = try? session.journal.refresh()
            let machine = process.machine
            machine.ledger.observe(session.journal.queue)
            for finding in machine.ledger.findings { find(finding.rule, finding.detail) }
            let queue = session.journal.queue
            let audit = Audit(machine: machine, queue: queue, server: server) { self.fateReported(of: $0, in: queue) }
            audit.run { rule, detail in find(rule, "\(machine.name) \(detail)") }
        }
        auditKeys(log)
        auditErasures()
    }

    /// No request took effect twice, no matter who made it.
    private func auditKeys(_ log: [MemoryStore.MadeVersion]) {
        var seen: Set<IdempotencyKey> = []
        for key in log.compactMap(\.key) where !seen.insert(key).inserted { find(.effectTwice, "key \(key.mark)") }
    }
}

/// The audit of one machine's journal against what the server has done.
struct Audit {
    let ledger: Ledger
    let queue: EditQueue
    let log: [MemoryStore.MadeVersion]
    private let server: SimulatedServer
    private let erased: Set<CustomerID>
    /// What the author of an edit is told of it.
    let fateReported: (JournalRecord.Sequence) -> EditFate
    /// What the machine's requests have made, each with the request.
    private let effects: [(made: MemoryStore.MadeVersion, request: SentRequest)]
    private let finished: [JournalRecord.Sequence: FinishedEdit]

    typealias Report = (Finding.Rule, String) -> Void

    init(
        machine: Machine, queue: EditQueue, server: SimulatedServer,
        fateReported: @escaping (JournalRecord.Sequence) -> EditFate
    ) {
        self.fateReported = fateReported
        ledger = machine.ledger
        self.queue = queue
        self.server = server
        erased = server.erased
        let log = server.store.log
        self.log = log
        // Several under one key differ only when all but the last are known to have had no effect.
        let requests = Dictionary(grouping: machine.ledger.requests, by: \.batch.sending.op)
        effects = log.compactMap { made in
            guard let sent = made.key.flatMap({ requests[$0] }), let last = sent.last else { return nil }
            return (made, sent.last { $0.hasMade(made, log) } ?? last)
        }
        finished = Dictionary(queue.history.map { ($0.sequence, $0) }) { first, _ in first }
    }

    func run(_ report: Report) {
        for sequence in ledger.entries.keys.sorted() {
            guard let entry = ledger.entries[sequence], !erased.contains(entry.customer) else { continue }
            place(of: entry, report)
            if case .note(let text) = entry.form.change { check(text, entry, report) } else { checkTold(entry, report) }
        }
        for effect in effects { check(effect.made, effect.request, report) }
        order(report)
    }

    /// What was said is there once when it is settled, and not at all otherwise.
    private func check(_ text: NoteText, _ entry: SavedEdit, _ report: Report) {
        let count = server.count(of: text, on: entry.customer)
        let name = "\(entry.sequence) (\(entry.form.mark) of \(entry.customer.mark))"
        // Redo says the same once more.
        let made = ledger.entries.values.count { other in
            guard other.customer == entry.customer, other.form.change == entry.form.change,
                case .synced? = finished[other.sequence]?.outcome
            else { return false }
            return true
        }
        if count > made { report(made == 0 ? .effectOfTakenBack : .effectTwice, name) }
        if count < made { report(.noEffect, name) }
    }

    /// The author of an edit is told what became of its effect, whichever entry carried that.
    private func checkTold(_ entry: SavedEdit, _ report: Report) {
        let name = "\(entry.sequence) (\(entry.form.mark) of \(entry.customer.mark))"
        switch fateReported(entry.sequence) {
        case .pending, .unneeded, .forgotten: break
        case .takenBack, .superseded:
            if !effects(of: entry).isEmpty, !isInDoubt(entry) { report(.toldOtherwise, name) }
        case .synced(let finished):
            // The person who answers a conflict or a refusal decides what becomes of all that had become one with it.
            let isDecided = ledger.entries[finished.sequence]?.parts.contains(entry.sequence) == false
            guard case .synced(let version) = finished.outcome, !isInDoubt(entry), !isDecided else { return }
            let isMade = effects(of: entry).contains { version == nil || $0.version == version }
            if !isMade, !isAsWanted(entry, version) { report(.toldOtherwise, name) }
        }
    }

    // MARK: Where an edit is

    private func place(of entry: SavedEdit, _ report: Report) {
        let name = "\(entry.sequence) (\(entry.form.mark) of \(entry.customer.mark))"
        switch (queue[entry.sequence], finished[entry.sequence]?.outcome) {
        case (nil, nil): if entry.isPromised || entry.wasSent { report(.nowhere, name) }
        case (.some, .some): report(.inTwoPlaces, name)
        case (let pending?, nil): waits(pending, entry, name, report)
        case (nil, .synced(let version)?): synced(entry, version, name, report)
        case (nil, .cancelled(let reason)?): cancelled(entry, reason, name, report)
        }
    }

    /// In the end nothing waits but for a person.
    private func waits(_ pending: PendingEdit, _ entry: SavedEdit, _ name: String, _ report: Report) {
        if !pending.needsDecision, !queue.isHeldUp(pending) { report(.notDrained, "\(name) \(pending.state)") }
        if !isInDoubt(entry), !effects(of: entry).isEmpty { report(.effectOfTakenBack, "\(name) \(pending.state)") }
    }

    /// Whether nobody could tell that an edit had happened: there were more changes since than the API knows the keys of.
    private func isInDoubt(_ entry: SavedEdit) -> Bool {
        let newest = log.last { $0.id == entry.customer }?.version ?? 0
        return entry.isInDoubt || effects(of: entry).contains { newest - $0.version > 16 }
    }

    private func cancelled(
        _ entry: SavedEdit, _ reason: JournalRecord.Cancellation, _ name: String, _ report: Report
    ) {
        if reason == .merged, entry.absorbedBy != nil { return }
        if !isInDoubt(entry), !effects(of: entry).isEmpty { report(.effectOfTakenBack, "\(name) \(reason)") }
        guard reason != .merged, !entry.wishedEnds.contains(reason) else { return }
        // There is no customer the followers of a creation could change.
        let creation = ledger.entries.values.contains { other in
            guard case .create = other.form.change else { return false }
            return other.customer == entry.customer && other.sequence < entry.sequence
                && other.wishedEnds.contains(reason)
        }
        let absorber = ledger.entries.values.contains {
            $0.parts.contains(entry.sequence) && $0.wishedEnds.contains(reason)
        }
        if !creation, !absorber { report(.endedUnasked, "\(name) \(reason)") }
    }

    private func effects(of entry: SavedEdit) -> [MemoryStore.MadeVersion] {
        effects.filter { effect in effect.request.parts.contains { $0.sequence == entry.sequence } }.map(\.made)
    }

    private func synced(_ entry: SavedEdit, _ version: Int?, _ name: String, _ report: Report) {
        guard entry.form.change.changesRecord else { return }
        let effects = effects(of: entry)
        if effects.count > 1, !isInDoubt(entry) { report(.effectTwice, name) }
        if effects.contains(where: { $0.version == version || version == nil }) { return }
        if !isAsWanted(entry, version) { report(.noEffect, "\(name) as v\(version.map(String.init) ?? "–")") }
    }

    /// Whether somebody else had done the same, so that nothing was left to do.
    private func isAsWanted(_ entry: SavedEdit, _ version: Int?) -> Bool {
        guard let request = lastRequest(carrying: entry) else { return false }
        let versions = log.filter { $0.id == entry.customer && (version == nil || $0.version == version) }
        // Somebody else may have restored them.
        if request.isRestoration { return versions.contains { $0.after != nil } }
        guard let outcome = request.outcome else { return versions.contains { $0.after == nil } || versions.isEmpty }
        if version != nil, !request.isCreation { return false }
        // A creation says nothing of the fields that it leaves out: somebody who is there already may have them.
        let wanted = request.isCreation ? outcome.filter { $0.value != nil } : outcome
        return versions.contains { made in
            made.after.map { after in wanted.allSatisfy { after[$0.key] == $0.value } } ?? false
        }
    }

    private func lastRequest(carrying entry: SavedEdit) -> SentRequest? {
        ledger.requests.last { request in
            request.parts.contains { $0.sequence == entry.sequence }
        }
    }

    // MARK: What an effect is

    private func check(_ version: MemoryStore.MadeVersion, _ request: SentRequest, _ report: Report) {
        let name = "\(request.batch.mark) made v\(version.version)"
        if let before = version.before {
            for (field, expected) in request.expected
            where before[field] != version.after?[field] && !expected.contains(before[field])
                && !isOwn(field, before: version)
            {
                report(.overwrittenUnread, "\(name): \(field) was \(before[field] ?? "–"), known \(expected)")
            }
        }
        if !request.hasMade(version, log) { report(.otherEffect, "\(name): \(version)") }
    }

    /// Whether the value that a version replaces was entered in the same journal, perhaps by another program.
    private func isOwn(_ field: CustomerField, before version: MemoryStore.MadeVersion) -> Bool {
        let earlier = log.last { other in
            other.id == version.id && other.version < version.version && other.before?[field] != other.after?[field]
        }
        return effects.contains { $0.made == earlier }
    }

    /// The entries of one customer took effect in the order in which they were entered.
    private func order(_ report: Report) {
        var last: [CustomerID: JournalRecord.Sequence] = [:]
        for (made, request) in effects {
            guard let first = request.parts.first?.sequence, let newest = request.parts.map(\.sequence).max() else {
                continue
            }
            if let before = last[made.id], first <= before, !request.parts.contains(where: isInDoubt) {
                report(.outOfOrder, "\(request.batch.mark) after \(before)")
            }
            last[made.id] = newest
        }
    }
}
