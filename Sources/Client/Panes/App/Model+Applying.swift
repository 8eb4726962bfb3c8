import Domain
import Journal
import Wire

/// Customers and the queue are applied here; what has changed is returned, for the panes to follow. A customer the person
/// looks at is never dropped: no key shall act on somebody else.
extension Model {
    /// Applies the customers of a page.
    mutating func apply(_ result: Result<ReadAnswer, Failure>) {
        guard case .success(.page(let page)) = result else { return }
        for customer in page.customers { apply(customer) }
    }

    /// Applies a customer the server has, who is thus not gone, whatever it said before, unless a newer version is known.
    ///
    /// - Returns: whether the customer changed.
    @discardableResult
    mutating func apply(_ customer: Customer) -> Bool {
        guard !erased.contains(customer.id) else { return false }
        if customer.version >= directory[customer.id]?.version ?? 0 { gone.remove(customer.id) }
        return directory.store(customer)
    }

    /// Applies the customers this machine has kept.
    mutating func apply(_ page: LocalPage) {
        for seen in page.customers where !erased.contains(seen.customer.id) {
            directory.store(seen.customer, seenAt: seen.seenAt)
        }
    }

    /// Forgets a customer the server has no more. While something is under way for them the last that was known
    /// stays, because it may have to be created again; so it does, marked, while somebody looks at it.
    ///
    /// - Returns: whether they have no row any more.
    mutating func forget(_ id: CustomerID, lookedAt: Set<CustomerID>) -> Bool {
        let isKept = lookedAt.contains(id) && directory[id] != nil
        guard !queue.isPending(id), !isKept else {
            gone.insert(id)
            return false
        }
        gone.remove(id)
        directory.remove(id)
        return true
    }

    /// Those who were deleted and kept while somebody looked at them, and are looked at no more.
    func unseen(lookedAt: Set<CustomerID>) -> [CustomerID] {
        gone.isEmpty ? [] : gone.filter { !queue.isPending($0) && !lookedAt.contains($0) }
    }

    // MARK: The queue

    /// What a newer queue has brought about.
    struct QueueChange: Sendable {
        let older: EditQueue
        /// Whose values or marks are shown otherwise.
        let customers: Set<CustomerID>
        /// Who has no row any more.
        var removed: [CustomerID] = []
        /// What they were called whose deletion is done, the last one last.
        var deleted: [String] = []
        /// Whose newest version another program has seen, and this one has not.
        var unknown: Set<CustomerID> = []
    }

    /// - Returns: `nil` when it is the same as before.
    mutating func apply(_ newer: EditQueue, lookedAt: Set<CustomerID>) -> QueueChange? {
        defer { progress.isQueueKnown = true }
        guard newer != queue else { return nil }
        let older = queue
        queue = newer
        openConflicts = openConflicts.filter { newer[$0.key]?.needsDecision == true }
        var change = QueueChange(older: older, customers: Set(newer.customers(changedSince: older)))
        keep(lookedAt, since: older, change.customers)
        applyOutcomes(lookedAt, &change)
        return change
    }

    /// Keeps in sight who was under way only and is not any more, as they were last, while somebody looks at them.
    ///
    /// - Parameter older: the queue in which they were.
    private mutating func keep(_ lookedAt: Set<CustomerID>, since older: EditQueue, _ changed: Set<CustomerID>) {
        // Who is made again is gone no more.
        for id in changed where queue.isBeingMade(id) { gone.remove(id) }
        for id in changed where lookedAt.contains(id) && shown(id) == nil && !erased.contains(id) {
            guard let last = older.shown(id, on: nil) else { continue }
            directory.store(last)
            if !queue.hasMade(id) { gone.insert(id) }
        }
    }

    /// Takes note of what the server has made of entries that are finished.
    private mutating func applyOutcomes(_ lookedAt: Set<CustomerID>, _ change: inout QueueChange) {
        let done = change.done(in: self)
        guard !done.isEmpty else { return }
        // The history may have forgotten others.
        if progress.isQueueKnown, let first = queue.history.first,
            queue.history.count == EditQueue.maximumHistory, first.sequence > change.older.lastSequence
        {
            progress.isListOutdated = true
        }
        for edit in done {
            switch queue.fate(of: edit.sequence) {
            case .pending, .takenBack, .unneeded, .superseded: break
            case .synced(let finished) where finished.kind == .delete:
                change.unknown.remove(edit.customer)
                applyDeletion(edit, lookedAt, &change)
            case .synced(let finished):
                if isBehind(finished.customer, finished.version) { change.unknown.insert(finished.customer) }
            // So many were finished that the history does not say how.
            case .forgotten: change.unknown.insert(edit.customer)
            }
        }
    }

    private mutating func applyDeletion(_ edit: DoneEdit, _ lookedAt: Set<CustomerID>, _ change: inout QueueChange) {
        let known = directory[edit.customer]
        registrationDates[edit.customer] = known?.registrationDate
        if forget(edit.customer, lookedAt: lookedAt) { change.removed.append(edit.customer) }
        change.deleted.append(edit.name ?? known?.name ?? "The customer")
    }

    private func isBehind(_ id: CustomerID, _ version: Int?) -> Bool {
        directory[id]?.version ?? 0 < version ?? 1
    }
}

extension Model.QueueChange {
    /// Whose edits or notes are queued no more.
    func finished(in queue: EditQueue) -> Set<CustomerID> {
        customers.filter { id in older.entries(for: id).contains { queue[$0.sequence] == nil } }
    }

    /// What is finished: what was under way before, and what another program entered and finished meanwhile.
    fileprivate func done(in model: Model) -> [DoneEdit] {
        let known = older.entries.filter { model.queue[$0.sequence] == nil }
            .map { DoneEdit(sequence: $0.sequence, customer: $0.customer, name: $0.change.name) }
        guard model.progress.isQueueKnown else { return known }
        return known
            + model.queue.history.filter { $0.sequence > older.lastSequence }
            .map { DoneEdit(sequence: $0.sequence, customer: $0.customer, name: $0.change?.name) }
    }
}

/// An edit that is finished.
private struct DoneEdit {
    let sequence: JournalRecord.Sequence
    let customer: CustomerID
    /// As far as the edit says it.
    let name: String?
}

extension FinishedEdit {
    /// The version that it made.
    fileprivate var version: Int? {
        if case .synced(let version) = outcome { version } else { nil }
    }
}

extension EditQueue {
    fileprivate func isBeingMade(_ id: CustomerID) -> Bool {
        entries(for: id).contains { $0.change.kind == .create && $0.isUnsent }
    }

    /// Whether the server has taken what was done last for a customer, as far as the history goes back.
    fileprivate func hasMade(_ id: CustomerID) -> Bool {
        if case .synced? = history.last(where: { $0.customer == id })?.outcome { true } else { false }
    }
}
