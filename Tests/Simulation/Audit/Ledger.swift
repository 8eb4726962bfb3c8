import Domain
import Journal
import Wire

/// What the people at one machine were told is saved, kept beside the journal: what the audit holds the journal to.
struct Ledger {
    private(set) var entries: [JournalRecord.Sequence: SavedEdit] = [:]
    /// The requests that left, in order, but for those that only repeat the one before under their key.
    private(set) var requests: [SentRequest] = []
    private(set) var findings: [Finding] = []
    /// Requests whose append was cut short: nobody was told that they are saved, but they may be.
    private var interrupted: [(personRequest: PersonRequest, signature: Signature)] = []
    /// Sessions that a person has left.
    private var left: Set<EntrySource> = []
    private var lastObserved: JournalRecord.Sequence?
    /// The entries of each group.
    private var groups: [EditGroup.ID: [JournalRecord.Sequence]] = [:]

    // MARK: Requests

    /// A person was told that a request is saved.
    ///
    /// - Parameter queue: as it is since.
    mutating func save(
        _ personRequest: PersonRequest, as sequences: [JournalRecord.Sequence], _ signature: Signature,
        in queue: EditQueue = EditQueue()
    ) {
        switch personRequest.request {
        case .enter(let new):
            for (entry, sequence) in zip(new, sequences) { add(entry, sequence, signature) }
        case .group(let group, let new):
            let own = sequences.suffix(new.count)
            for (entry, sequence) in zip(new, own) { add(entry, sequence, signature) }
            groups[group.id, default: []] += own
        case .takeBack(let group, let counter, let new):
            for sequence in groups[group] ?? [] { entries[sequence]?.wishedEnds.insert(.undo) }
            for pending in queue.entries(of: counter.id) {
                guard let entry = new.first(where: { $0.form.op == pending.op }) else { continue }
                add(entry, pending.sequence, signature)
                groups[counter.id, default: []].append(pending.sequence)
            }
        case .recreate(let customer, let entry):
            for sequence in entries.keys where entries[sequence]?.customer == customer {
                entries[sequence]?.wishedEnds.insert(.merged)
            }
            if let sequence = sequences.first { add(entry, sequence, signature) }
        case .restore(let entry, _): if let sequence = sequences.first { add(entry, sequence, signature) }
        case .cancel(let sequence, let reason): entries[sequence]?.wishedEnds.insert(reason)
        case .resolve(let sequence, let form): resolve(sequence, form, seen: personRequest.seen)
        case .withdraw(let sequence): withdraw(sequence)
        case .passOver, .release, .leave: break
        }
    }

    mutating func interrupt(_ personRequest: PersonRequest, _ signature: Signature) {
        interrupted.append((personRequest, signature))
        switch personRequest.request {
        case .cancel, .withdraw, .recreate, .takeBack: save(personRequest, as: [], signature)
        case .enter, .group, .passOver, .resolve, .restore, .release, .leave: break
        }
    }

    private mutating func add(_ entry: Entry, _ sequence: JournalRecord.Sequence, _ signature: Signature) {
        var edit = SavedEdit(sequence: sequence, customer: entry.customer, form: entry.form, signature)
        // Another window may have taken back, a moment before, what this one was made on: then it is made on what that was.
        let takenBack = entries.values.filter { $0.customer == entry.customer && $0.isTakenBack }
        for other in takenBack.sorted(by: { $0.sequence > $1.sequence }) {
            for (field, values) in other.expected
            where edit.expected[field]?.contains(other.form.change.value(of: field)) == true {
                edit.expected[field]?.formUnion(values)
            }
        }
        entries[sequence] = edit
    }

    /// A program has taken its own edit back, and must have left alone what others entered.
    private mutating func withdraw(_ sequence: JournalRecord.Sequence) {
        guard let entry = entries[sequence] else { return }
        entries[sequence]?.wishedEnds.insert(.discard)
        let followers = entries.values.filter {
            $0.customer == entry.customer && $0.sequence > sequence && $0.isOpen
        }
        let isCreation = if case .create = entry.form.change { true } else { false }
        guard entry.parts.count > 1 || isCreation && !followers.isEmpty else { return }
        findings.append(Finding(rule: .endedUnasked, detail: "\(sequence) withdrawn with others"))
    }

    // MARK: Deletions

    /// The machine's own clock counts whole milliseconds, when something is entered and when a program starts.
    private static let clockStep: Duration = .milliseconds(2)

    mutating func leave(_ source: EntrySource) { left.insert(source) }

    /// Whether an entry is a deletion that may not be sent yet.
    func mustWait(_ sequence: JournalRecord.Sequence, at now: Duration) -> Bool {
        guard let entry = entries[sequence], case .delete = entry.form.change else { return false }
        let due = entry.signature.at + JournalSession.standardDelay - Self.clockStep
        return now < due && !left.contains(entry.signature.source)
    }

    /// The person has put another form in the place of an entry and of all that had become one with it.
    private mutating func resolve(_ sequence: JournalRecord.Sequence, _ form: Entry.Form, seen: CustomerDetails?) {
        guard var entry = entries[sequence] else { return }
        let before = parts(of: entry)
        entry.form = form
        entry.expected = SavedEdit.expected(by: form.change)
        entry.parts = [sequence]
        entries[sequence] = entry
        // What the person knew when they entered it, they know still.
        for part in before {
            for (field, values) in part.expected { entries[sequence]?.expected[field]?.formUnion(values) }
        }
        // The person who answers sees the customer: those after it were made with less, and may be made on this.
        for part in before {
            for field in part.form.change.fields {
                let value = entry.form.change.value(of: field) ?? seen?[field]
                allow([value], of: field, after: sequence, for: entry.customer)
            }
        }
    }

    // MARK: Requests

    mutating func send(_ batch: EditBatch) {
        for sequence in batch.sending.covers {
            entries[sequence]?.wasSent = true
            entries[sequence]?.lastLeader = batch.leader
        }
        if let last = requests.last(where: { $0.batch.sending.op == batch.sending.op })?.batch,
            last.sending == batch.sending,
            last.change == batch.change
        {
            return
        }
        let covered = batch.sending.covers.compactMap { entries[$0] }.flatMap { parts(of: $0) }
        requests.append(SentRequest(batch: batch, parts: covered))
    }

    /// The entries that go as this one, in order.
    func parts(of entry: SavedEdit) -> [SavedEdit] {
        entry.parts.compactMap { entries[$0] }
    }

    // MARK: Looking at the journal

    mutating func observe(_ queue: EditQueue) {
        guard queue.lastSequence != lastObserved else { return }
        lastObserved = queue.lastSequence
        for pending in queue.entries {
            if entries[pending.sequence] == nil { adopt(pending) }
            applyInterruptedAnswer(pending)
            noteDoubt(pending)
        }
        for finished in queue.history where entries[finished.sequence]?.isOpen == true { end(finished) }
    }

    /// An entry whose append was cut short turns up after all.
    private mutating func adopt(_ pending: PendingEdit) {
        for (personRequest, signature) in interrupted {
            switch personRequest.request {
            case .enter(let new), .group(_, let new), .takeBack(_, _, let new):
                for entry in new where entry.form.op == pending.op { add(entry, pending.sequence, signature) }
                if let group = pending.group { groups[group, default: []].append(pending.sequence) }
            case .recreate(_, let entry) where entry.form.op == pending.op: add(entry, pending.sequence, signature)
            case .recreate, .restore, .cancel, .withdraw, .passOver, .resolve, .release, .leave: break
            }
        }
        entries[pending.sequence]?.isPromised = false
        if entries[pending.sequence] == nil {
            findings.append(Finding(rule: .unknown, detail: "\(pending.sequence) of \(pending.customer.mark)"))
        }
    }

    private mutating func applyInterruptedAnswer(_ pending: PendingEdit) {
        for (personRequest, _) in interrupted {
            guard case .resolve(pending.sequence, let form) = personRequest.request, form.op == pending.op,
                entries[pending.sequence]?.form.op != form.op
            else { continue }
            resolve(pending.sequence, form, seen: personRequest.seen)
        }
    }

    /// After more changes than the API remembers the keys of, nobody can tell whether an edit has happened, and the
    /// person is asked.
    private mutating func noteDoubt(_ pending: PendingEdit) {
        guard case .conflict(.changed(let theirs)) = pending.state, let entry = entries[pending.sequence],
            entry.wasSent, theirs.version - pending.change.version > 16
        else { return }
        for part in entry.parts { entries[part]?.isInDoubt = true }
    }

    private mutating func end(_ finished: FinishedEdit) {
        guard let entry = entries[finished.sequence] else { return }
        entries[finished.sequence]?.isOpen = false
        guard case .cancelled(let reason) = finished.outcome else { return }
        if reason == .merged, let leader = entry.lastLeader, leader != entry.sequence, entries[leader]?.isOpen == true {
            entries[finished.sequence]?.absorbedBy = leader
            entries[leader]?.parts += entry.parts
        }
        guard reason != .merged else { return }
        entries[finished.sequence]?.isTakenBack = true
        // Those after it were made on what it would have made; without it they are made on what it was made on.
        for part in parts(of: entry) {
            // A deletion makes no value that the next one could have changed back.
            let isDeletion = if case .delete = part.form.change { true } else { false }
            for (field, values) in part.expected {
                allow(values, of: field, after: entry.sequence, for: entry.customer) { edit in
                    !isDeletion && values.contains(edit.changes[field]?.to)
                }
            }
        }
    }

    /// The next edit of a field was made on what has gone now; those after it are made on what that one makes.
    ///
    /// - Parameter isGone: whether it now changes back what has never been changed, so that nothing of it is left.
    private mutating func allow(
        _ values: Set<String?>, of field: CustomerField, after sequence: JournalRecord.Sequence,
        for customer: CustomerID, isGone: (CustomerEdit) -> Bool = { _ in false }
    ) {
        let next = entries.values.filter { entry in
            entry.sequence > sequence && entry.customer == customer && entry.isOpen && entry.expected[field] != nil
        }.min { $0.sequence < $1.sequence }
        guard let next else { return }
        if case .edit(let edit, _) = next.form.change, isGone(edit) {
            entries[next.sequence]?.expected[field] = nil
        } else {
            entries[next.sequence]?.expected[field]?.formUnion(values)
        }
    }
}
