package import Domain
package import Wire

/// What a person wants of the queue; decided on under the journal's lock, for another program may just have sent it.
package enum QueueRequest: Hashable, Sendable {
    /// New entries, all or none.
    case enter([Entry])
    /// New entries that belong together, written with one append and one sync: all or none. Those of a group that is there
    /// already are added to it, each once.
    case group(EditGroup, [Entry])
    /// Takes back what can be of a group: what has not left is taken out, and of the entries, which belong together
    /// themselves, those are entered that undo what the server has.
    case takeBack(EditGroup.ID, with: EditGroup, [Entry])
    /// Takes an entry back that has not left, or that was refused.
    case cancel(JournalRecord.Sequence, JournalRecord.Cancellation)
    /// The same by its author, who is told what became of it: not when others' edits would go with it.
    case withdraw(JournalRecord.Sequence)
    /// Leaves these steps out of what undo takes back, because nothing of them is there any more that could be.
    case passOver([JournalRecord.Sequence])
    /// Lets a refused or conflicting entry go on in this form.
    case resolve(JournalRecord.Sequence, Entry.Form)
    /// Puts a new creation in the place of every change that is under way for a customer who was deleted.
    case recreate(CustomerID, Entry)
    /// Restores a customer who was deleted, with every edit that is under way for them as one behind it, under this key.
    case restore(Entry, editsUnder: IdempotencyKey)
    /// Lets everything go on that is held because of damage.
    case release
    /// The session is left by the person: its deletions wait no longer.
    case leave
}

extension QueueRequest {
    /// The same with what each customer is called beside what is entered of them, where that does not say it itself.
    package func naming(_ name: (CustomerID) -> String?) -> QueueRequest {
        func named(_ entries: [Entry]) -> [Entry] {
            entries.map { entry in
                var named = entry
                if entry.form.change.leavesOutName { named.name = entry.name ?? name(entry.customer) }
                return named
            }
        }
        return switch self {
        case .enter(let entries): .enter(named(entries))
        case .group(let group, let entries): .group(group, named(entries))
        case .takeBack(let id, let counter, let entries): .takeBack(id, with: counter, named(entries))
        case .cancel, .withdraw, .passOver, .resolve, .recreate, .restore, .release, .leave: self
        }
    }
}

extension Entry.Change {
    /// Whether it says nothing of what the customer is called.
    fileprivate var leavesOutName: Bool {
        switch self {
        case .create, .delete, .restore: false
        case .edit(let edit, _): edit.changes[.name] == nil
        case .note: true
        }
    }
}

/// Why a request cannot be met.
package enum QueueError: Error, Hashable, Sendable {
    /// It is finished already.
    case finished
    /// It may have reached the server, and what became of it is not known yet.
    case underWay
    /// Others' edits have become one with it, or were made on it.
    case shared
}

extension EditQueue {
    /// The lines that meet a request, given what is in the queue now.
    ///
    /// - Parameter session: whose request it is, who signs the lines.
    package func lines(
        for request: QueueRequest, by session: JournalSession
    ) throws(QueueError) -> [JournalRecord.Body] {
        switch request {
        case .enter(let entries): return entries.map { .entry(session.signed(asSeen($0))) }
        case .group(let group, let entries): return lines(of: group, entries, by: session)
        case .takeBack(let id, let counter, let entries):
            return try lines(takingBack: id, counter, entries, by: session)
        case .cancel(let sequence, let reason):
            guard try entry(sequence).isUnsent else { throw .underWay }
            return [.cancel(for: sequence, reason, by: session.source)]
        case .withdraw(let sequence):
            try checkAlone(sequence)
            return [.cancel(for: sequence, .discard, by: session.source)]
        case .passOver(let steps):
            let left = undoable.filter { !steps.contains($0) }
            let redo = redoable.map(\.sequence).filter { !steps.contains($0) }
            let staysRedoable = redo.count == redoable.count
            return left == undoable && staysRedoable ? [] : [.undo(left, redo: staysRedoable ? nil : redo)]
        case .resolve(let sequence, let form):
            try checkDecidable(sequence)
            return [.resolve(for: sequence, form)]
        case .recreate(let customer, let entry):
            // What was said of them stays, and is refused where nobody is: the person sees it.
            let all = entries(for: customer).filter(\.change.changesRecord)
            guard !all.isEmpty else { throw .finished }
            guard all.allSatisfy(\.isUnsent) else { throw .underWay }
            return [.entry(session.signed(entry))]
                + all.map { .cancel(for: $0.sequence, .merged, by: session.source, into: entry.form.op) }
        case .restore(let entry, let key): return try lines(restoring: entry, editsUnder: key, by: session)
        case .release: return hasHeld ? [.release(nil)] : []
        case .leave:
            let moment = session.clock.now
            return deletions(waitingFor: session.source, at: moment).map { .due(for: $0, moment) }
        }
    }

    private func lines(
        of group: EditGroup, _ entries: [Entry], by session: JournalSession
    ) -> [JournalRecord.Body] {
        // Asked for again, because nobody knew whether it was written.
        let known = self.group(group.id) == nil ? [] : Set(self.entries(of: group.id).map(\.op))
        let new = entries.filter { !known.contains($0.form.op) }
        guard !new.isEmpty else { return [] }
        let beginning: [JournalRecord.Body] = self.group(group.id) == nil ? [.group(session.signed(group))] : []
        return beginning
            + new.map { entry in
                var entry = asSeen(entry)
                entry.group = group.id
                return .entry(session.signed(entry))
            }
    }

    /// Edits that found nobody would hold up what brings their customer back: they go behind it, where they are merged with
    /// what the server has restored.
    private func lines(
        restoring entry: Entry, editsUnder key: IdempotencyKey, by session: JournalSession
    ) throws(QueueError) -> [JournalRecord.Body] {
        let edits = entries(for: entry.customer).filter { $0.change.kind == .edit && !$0.isOfErased }
        guard edits.allSatisfy(\.isUnsent) else { throw .underWay }
        let change = Entry.Change(coalescing: edits.map(\.change))
        let name = edits.lazy.compactMap(\.name).last
        let edit = change.map { Entry($0, of: entry.customer, op: key, name: name) }
        return [entry, edit].compactMap(\.self).map { .entry(session.signed($0)) }
            + edits.map { .cancel(for: $0.sequence, .merged, by: session.source, into: edit?.form.op) }
    }

    private func lines(
        takingBack id: EditGroup.ID, _ counter: EditGroup, _ entries: [Entry], by session: JournalSession
    ) throws(QueueError) -> [JournalRecord.Body] {
        guard let group = group(id) else { throw .finished }
        let unsent = self.entries(of: id).reversed().filter(\.isUnsent)
        let synced = entries.filter { entry in
            if case .undoes(let sequence)? = entry.link { group.synced[sequence] != nil } else { false }
        }
        let lines =
            unsent.map { .cancel(for: $0.sequence, .undo, by: session.source) }
            + self.lines(of: counter, synced, by: session)
        guard !lines.isEmpty else { throw .underWay }
        return lines
    }

    /// The deletions that could still be undone at a moment, as far as one session has entered them.
    private func deletions(waitingFor source: EntrySource, at moment: BootMoment) -> [JournalRecord.Sequence] {
        entries.filter { entry in
            guard entry.source == source, entry.state == .waiting, let due = entry.due else { return false }
            return due.duration(since: moment) ?? .zero > .zero
        }.map(\.sequence)
    }

    /// Whether nothing of others would go with an entry.
    private func checkAlone(_ sequence: JournalRecord.Sequence) throws(QueueError) {
        let entry = try entry(sequence)
        guard entry.isUnsent else { throw .underWay }
        guard entry.carries.isEmpty else { throw .shared }
        // There is no customer they could change.
        let hasFollowers = entries(for: entry.customer).contains { $0.sequence > sequence }
        if [.create, .restore].contains(entry.change.kind), hasFollowers { throw .shared }
    }

    /// An entry on a version that its author can have seen.
    ///
    /// Another of their programs may have taken an edit back a moment ago that this one still showed over what the server
    /// has: they saw the server's value before that edit, and none since, but for the fields of which
    /// they have seen what the server has made of a later one.
    private func asSeen(_ entry: Entry) -> Entry {
        var change = entry.form.change
        let ended = history.filter { $0.customer == entry.customer }
        let seen = ended.filter { $0.isSeen(by: change) }
        for finished in ended where finished.wasTakenBack {
            guard let hiding = finished.change, change.isMade(onAnyOf: hiding.values) else { continue }
            let shown = seen.filter { $0.sequence > finished.sequence }.compactMap { $0.change?.values.keys }
            guard !Set(hiding.values.keys).isSubset(of: shown.joined()) else { continue }
            change = change.onVersion(min(change.version, hiding.version))
        }
        var entry = entry
        entry.form = Entry.Form(op: entry.form.op, change: change)
        return entry
    }

    private func entry(_ sequence: JournalRecord.Sequence) throws(QueueError) -> PendingEdit {
        guard let entry = self[sequence] else { throw .finished }
        return entry
    }

    private func checkDecidable(_ sequence: JournalRecord.Sequence) throws(QueueError) {
        let entry = try entry(sequence)
        guard entry.needsDecision else { throw entry.isUnsent ? .finished : .underWay }
    }
}

extension FinishedEdit {
    /// Whether the server has made it so, and the author of a change saw that.
    fileprivate func isSeen(by change: Entry.Change) -> Bool {
        guard case .synced(let version?) = outcome, version <= change.version, let values = self.change?.values else {
            return false
        }
        return !values.isEmpty && change.isMade(onAllOf: values)
    }

    fileprivate var wasTakenBack: Bool {
        switch outcome {
        case .cancelled(.undo), .cancelled(.discard): true
        case .cancelled(.merged), .synced: false
        }
    }
}
