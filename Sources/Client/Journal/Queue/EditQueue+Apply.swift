import Domain
import Wire

extension EditQueue {
    /// Takes one more line of the journal in.
    ///
    /// A line that speaks of an entry that is not there, or is in no state for it, changes nothing: only damage to the
    /// file or another program can have written it, and the file's recovery tells of that.
    package mutating func apply(_ record: JournalRecord) {
        passed(record.sequence)
        switch record.body {
        case .entry(let entry): enter(entry, record)
        case .group(let group): begin(QueuedGroup(sequence: record.sequence, group: group, enteredAt: record.time))
        case .sending(let sending): mark(sending)
        case .unsent(let leader): unmark(leader)
        case .rebase(let sequence, let form): rebase(sequence, form)
        case .ack(let sequence, let version): acknowledge(sequence, version)
        case .reject(let sequence, let problem): endSending(sequence) { $0.state = .rejected(problem) }
        case .conflict(let sequence, let theirs): endSending(sequence) { $0.state = .conflict(theirs) }
        case .resolve(let sequence, let form): endSending(sequence) { $0.goOn(as: form) }
        case .cancel(let sequence, let reason, let source, let op):
            cancel(sequence, reason, by: source, into: op)
        case .due(let sequence, let moment): release(sequence, from: moment)
        case .history(let finished): recall(finished)
        case .kept(let entry): keep(entry)
        case .keptGroup(let group): begin(group)
        case .undo(let stack, let redo): restoreUndo(stack, redo: redo)
        case .hold(let customer): hold(customer)
        case .release(let customer): release(customer)
        case .unknown(_, let line): keep(unknown: line)
        }
    }

    private mutating func enter(_ entry: Entry, _ record: JournalRecord) {
        add(
            PendingEdit(
                sequence: record.sequence, customer: entry.customer, enteredAt: record.time, link: entry.link,
                source: entry.source, op: entry.form.op, change: entry.form.change, due: entry.due, group: entry.group,
                name: entry.name))
        remember(entry, record.sequence)
    }

    private mutating func keep(_ entry: PendingEdit) {
        var entry = entry
        // Nobody would ever set it free.
        if case .covered(let leader) = entry.state, self[leader] == nil { entry.state = .waiting }
        add(entry)
    }

    /// What compaction has left of a finished entry: a line of the history, or what is taken back with its group.
    private mutating func recall(_ finished: FinishedEdit) {
        if let group = finished.group { keepTakeable(finished, in: group) } else { remember(finished) }
    }

    // MARK: Sending

    private mutating func mark(_ sending: JournalRecord.Sending) {
        guard self[sending.leader] != nil else { return }
        change(sending.leader) {
            $0.attempts = $0.op == sending.op ? $0.attempts + 1 : 1
            $0.op = sending.op
            $0.state = .sending(covers: sending.covers)
        }
        for follower in sending.covers.dropFirst() {
            change(follower) { $0.state = .covered(by: sending.leader) }
        }
    }

    private mutating func unmark(_ leader: JournalRecord.Sequence) {
        guard case .sending(let covers)? = self[leader]?.state else { return }
        change(leader) { $0.attempts -= 1 }
        // An earlier request of these may still have arrived.
        guard self[leader]?.attempts == 0 else { return }
        for sequence in covers { change(sequence) { $0.state = .waiting } }
    }

    /// Makes the leader carry what its followers wanted: from here on they are one entry.
    private mutating func absorbFollowers(of leader: JournalRecord.Sequence) {
        guard let entry = self[leader], case .sending(let covers) = entry.state else { return }
        let all = covers.compactMap { self[$0] }
        if let change = Entry.Change(coalescing: all.map(\.change)) { self.change(leader) { $0.change = change } }
        for follower in covers.dropFirst() { carry(follower, in: leader) }
        change(leader) { $0.state = .waiting }
    }

    // MARK: What became of it

    private mutating func endSending(_ sequence: JournalRecord.Sequence, _ update: (inout PendingEdit) -> Void) {
        absorbFollowers(of: sequence)
        change(sequence, update)
    }

    private mutating func rebase(_ sequence: JournalRecord.Sequence, _ form: Entry.Form) {
        endSending(sequence) {
            $0.goOn(as: form)
            $0.merges += 1
        }
    }

    private mutating func acknowledge(_ sequence: JournalRecord.Sequence, _ made: Int?) {
        guard let leader = self[sequence] else { return }
        let covers = if case .sending(let covers) = leader.state { covers } else { [sequence] }
        let changes = covers.compactMap { self[$0]?.change }
        for covered in covers { finish(covered, .synced(version: made)) }
        switch leader.change {
        case .note: return forgetUndo(of: sequence)
        // What the server has restored may be another state than their author knew: they are merged with it.
        case .restore: return
        case .create, .edit, .delete: break
        }
        let seen = leader.change.version
        for follower in entries(for: leader.customer) where follower.change.version >= seen {
            change(follower.sequence) { $0.change = $0.change.behind(changes, on: seen, made: made) }
        }
    }

    private mutating func release(_ sequence: JournalRecord.Sequence, from moment: BootMoment) {
        guard self[sequence]?.change.kind == .delete else { return }
        change(sequence) { $0.due = moment }
    }

    /// Removes an entry and adjusts those after it.
    ///
    /// - Parameter op: the key of the entry that carries it on.
    private mutating func cancel(
        _ sequence: JournalRecord.Sequence, _ reason: JournalRecord.Cancellation, by source: EntrySource?,
        into op: IdempotencyKey?
    ) {
        guard let entry = self[sequence] else { return }
        guard reason != .merged else {
            let carrier = op.flatMap { op in
                entries(for: entry.customer).last { $0.op == op } ?? entries.last { $0.op == op }
            }
            return carry(sequence, in: carrier.map(\.sequence).flatMap { $0 == sequence ? nil : $0 })
        }
        let group = entry.group.flatMap { self.group($0) }?.group
        rebaseFollowers(of: entry, reason, by: source)
        finish(sequence, .cancelled(reason), by: source)
        if reason == .undo { makeRedoable(entry, in: group, undoneBy: source) }
    }

    /// Removes an entry that goes on in another one, or comes to nothing.
    private mutating func carry(_ sequence: JournalRecord.Sequence, in carrier: JournalRecord.Sequence?) {
        let parts = (self[sequence]?.carries ?? []) + [sequence]
        if let carrier { change(carrier) { $0.carries += parts } }
        finish(sequence, .cancelled(.merged), carrier: carrier)
    }

    private mutating func rebaseFollowers(
        of entry: PendingEdit, _ reason: JournalRecord.Cancellation, by source: EntrySource?
    ) {
        let followers = entries(for: entry.customer).filter { $0.sequence > entry.sequence }
        switch entry.change {
        // There is no customer they could change.
        case .create: for follower in followers { finish(follower.sequence, .cancelled(reason), by: source) }
        case .edit(var dropped, let seen):
            for follower in followers {
                let hidesServer = follower.change.isMasked(by: entry.change)
                change(follower.sequence) { follower in
                    if hidesServer { follower.change = follower.change.onVersion(min(follower.change.version, seen)) }
                    follower.change = follower.change.without(dropped)
                }
                // The entries after it were made on what this one makes.
                dropped = dropped.leaving(follower.change.fields)
            }
        case .delete, .note, .restore: break
        }
    }

    private mutating func finish(
        _ sequence: JournalRecord.Sequence, _ outcome: FinishedEdit.Outcome, by source: EntrySource? = nil,
        carrier: JournalRecord.Sequence? = nil
    ) {
        guard let entry = remove(sequence) else { return }
        if case .cancelled = outcome { forgetUndo(of: sequence) }
        var finished = FinishedEdit(
            sequence: sequence, customer: entry.customer, kind: entry.change.kind, fields: entry.fields,
            enteredAt: entry.enteredAt, outcome: outcome, change: entry.change, source: entry.source, carrier: carrier,
            group: entry.group)
        (finished.carries, finished.endedBy) = (entry.carries, source)
        remember(finished)
        guard let group = entry.group else { return }
        if finished.isTakeable, isUndoable(group) { keepTakeable(finished.takeable, in: group) }
        dropIfDone(group)
    }
}

extension PendingEdit {
    fileprivate mutating func goOn(as form: Entry.Form) {
        op = form.op
        change = form.change
        attempts = 0
        state = .waiting
    }
}

extension Entry.Change {
    /// Whether an earlier change of the same customer hid from this one's author what the server had there.
    fileprivate func isMasked(by earlier: Entry.Change) -> Bool {
        switch self {
        case .create, .note, .restore: false
        case .edit: !Set(fields).isDisjoint(with: earlier.fields)
        case .delete: !earlier.fields.isEmpty
        }
    }

    /// The lists, such as tags, that edits make: who entered another one without having seen them gets both merged, and
    /// does not write over them.
    private func lists(of changes: [Entry.Change]) -> [CustomerField: String?] {
        var lists: [CustomerField: String?] = [:]
        for case .edit(let edit, _) in changes {
            lists.merge(edit.changes.filter { $0.key.isList }.mapValues(\.to)) { $1 }
        }
        return lists
    }

    /// The change as it stands once others, which were made on a version, have made the next one.
    ///
    /// An author who had seen all that the request was made on has, with what it made, seen everything; but beneath their
    /// own changes they saw nothing, whatever newer version was on the screen.
    func behind(_ changes: [Entry.Change], on seen: Int, made: Int?) -> Entry.Change {
        guard version >= seen else { return self }
        if case .edit = self, !isMade(onAllOf: lists(of: changes)) { return self }
        let isMasked = changes.contains(where: isMasked)
        return onVersion(isMasked ? made ?? seen : max(version, made ?? seen))
    }

    /// The change as it stands after an edit that it was made on was taken away.
    fileprivate func without(_ dropped: CustomerEdit) -> Entry.Change {
        switch self {
        case .create, .note, .restore: self
        case .edit(let edit, let version): .edit(edit.without(dropped), version: version)
        case .delete(let base, let version): .delete(base: dropped.reversed.applied(to: base), version: version)
        }
    }
}

extension CustomerEdit {
    /// What it changes besides some fields.
    fileprivate func leaving(_ fields: [CustomerField]) -> CustomerEdit {
        CustomerEdit(changes.filter { !fields.contains($0.key) })
    }
}
