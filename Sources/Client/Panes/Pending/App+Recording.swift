import Domain
import Journal
import Wire

/// What became of wishes, and of the queue.
extension App {
    mutating func take(_ result: Result<EditQueue, Failure>, of id: RequestID) {
        guard let recording = recordings[id] else { return }
        defer { recordings[id] = nil }
        if case .success(let queue) = result, queue.lastSequence >= self.queue.lastSequence { take(queue) }
        switch (recording, result) {
        case (.save(let op), .success(let queue)): takeRecorded(op, in: queue)
        case (.save, .failure(let failure)): takeNotRecorded(failure)
        case (.withdrawal(let refused), _): takeWithdrawn(refused, failure: result.failure)
        case (_, .failure(let failure)): notice = .error(failure.sentence)
        case (.answer, .success):
            notice = .success(isSending ? "Decided; it is sent." : "Decided; it is sent when \(whenSent).")
        case (.deletion(let customer, let name), .success): notice = deletionNotice(customer, name)
        case (.other(let notice), .success): self.notice = notice
        }
    }

    /// The queue as it is now, from the file.
    mutating func take(_ newer: EditQueue) {
        let older = queue
        guard newer != older else { return }
        queue = newer
        takeOutcomes(since: older)
        for id in gone where !queue.isPending(id) { forget(id) }
        let changed = queue.customers(differingFrom: older)
        place(changed)
        if let id = form?.customerID, changed.contains(id), !rebaseForm().isEmpty { sayChangedMeanwhile(id) }
        announceDecisions(since: older)
        followSave()
        queueView.follow(queue.entries)
        followConflict()
        noteWaiting()
    }

    /// Remembers that edits had to wait, until the last of them is done with: then the person is told.
    mutating func noteWaiting() {
        if queue.isEmpty {
            if hasWaited, queue.hasSyncedLast { notice = .success("Everything that waited is with the server now.") }
            hasWaited = false
        } else if !isSending {
            hasWaited = true
        }
    }

    // MARK: What has been done

    /// Takes note of what the server has made of entries that are done with.
    private mutating func takeOutcomes(since older: EditQueue) {
        for entry in older.entries where queue[entry.sequence] == nil {
            guard let finished = queue.history.last(where: { $0.sequence == entry.sequence }),
                case .synced(let version) = finished.outcome
            else { continue }
            if case .delete = entry.change {
                takeDeleted(entry)
            } else {
                catchUp(with: entry.customer, version: version)
            }
        }
    }

    private mutating func takeDeleted(_ entry: PendingEdit) {
        let name = entry.change.name ?? "The customer"
        forget(entry.customer)
        notice = .success("\(name) was deleted.")
    }

    /// Asks for a state that another program's synchronisation has led to, which nobody has told of.
    private mutating func catchUp(with id: CustomerID, version: Int?) {
        let known = directory[id]?.version ?? 0
        guard known < version ?? 1, !requests.values.contains(.catchUp(id)) else { return }
        _ = send(.get(id, unlessVersion: nil), for: .catchUp(id))
    }

    mutating func takeCaughtUp(_ result: Result<Answer, Failure>, _ id: CustomerID) {
        switch result {
        case .success(.customer(let customer)): takeServed(customer)
        case .success: break
        case .failure(let failure): if failure.saysGone { forget(id) }
        }
    }

    // MARK: What the synchronisation has learned

    mutating func takeServed(_ customer: Customer) {
        changeLink { link, _ in link.succeeded() }
        gone.remove(customer.id)
        guard take(customer) else { return }
        if form?.customerID == customer.id, !rebaseForm().isEmpty { sayChangedMeanwhile(customer.id) }
    }

    mutating func takeServedGone(_ id: CustomerID) {
        changeLink { link, _ in link.succeeded() }
        let isOurs = queue.entries(for: id).contains { $0.change.kind == .delete }
        if isOurs || directory[id] == nil { forget(id) } else { takeGone(id) }
    }

    mutating func take(_ state: SyncState) {
        sync = state
        noteWaiting()
        if state == .waiting {
            changeLink { link, now in link.lost(at: now) }
        } else {
            followSave()
        }
    }

    // MARK: What the person has to decide

    /// Tells of refusals and conflicts that have come, and of the key that leads to them.
    private mutating func announceDecisions(since older: EditQueue) {
        let new = queue.entries.filter { $0.needsDecision && older[$0.sequence]?.state != $0.state && !isAwaited($0) }
        guard let first = new.first else { return }
        let key = keyName(.queue)
        guard new.count == 1 else {
            notice = .warning("\(new.count) edits wait for a decision; \(key) shows them.")
            return
        }
        notice =
            switch first.state {
            case .rejected(let problem):
                .error("Refused: \(first.summary) of \(name(of: first.customer)). \(problem.detail) \(key) shows it.")
            case .conflict(.changed(let theirs)):
                .warning("\(theirs.name) was changed meanwhile\(theirs.byWhom); \(key) shows the conflict.")
            default: .warning("\(name(of: first.customer)) was deleted meanwhile; \(key) shows the conflict.")
            }
    }

    private func isAwaited(_ entry: PendingEdit) -> Bool {
        form?.stage == .awaiting(entry.sequence)
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension EditQueue {
    /// Whether what was done with last went to the server, rather than being taken back.
    fileprivate var hasSyncedLast: Bool {
        if case .synced? = history.last?.outcome { true } else { false }
    }
}
