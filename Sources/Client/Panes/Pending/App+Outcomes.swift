import Domain
import Journal
import Wire

/// What has been done: by this program's synchronisation, or by another program's.
extension App {
    /// More outcomes than these are read with the list rather than one by one.
    private static let maximumCatchUps = 20

    /// What is done with: what was under way before, and what another program entered and finished meanwhile.
    private func doneWith(since older: EditQueue) -> [DoneEdit] {
        let known = older.entries.filter { model.queue[$0.sequence] == nil }
            .map { DoneEdit(sequence: $0.sequence, customer: $0.customer, name: $0.change.name) }
        guard model.progress.isQueueKnown else { return known }
        return known
            + model.queue.history.filter { $0.sequence > older.lastSequence }
            .map { DoneEdit(sequence: $0.sequence, customer: $0.customer, name: $0.change?.name) }
    }

    /// Takes note of what the server has made of entries that are done with.
    mutating func takeOutcomes(since older: EditQueue) {
        let done = doneWith(since: older)
        guard !done.isEmpty else { return }
        // The history may have forgotten others.
        if model.progress.isQueueKnown, let first = model.queue.history.first,
            model.queue.history.count == EditQueue.maximumHistory, first.sequence > older.lastSequence
        {
            model.progress.isListOutdated = true
        }
        var unknown: Set<CustomerID> = []
        for edit in done {
            switch model.queue.fate(of: edit.sequence) {
            case .pending, .takenBack, .unneeded, .superseded: break
            case .synced(let finished) where finished.kind == .delete:
                unknown.remove(edit.customer)
                takeDeleted(edit)
            case .synced(let finished):
                if isBehind(finished.customer, finished.version) { unknown.insert(finished.customer) }
            // So many were done with that the history does not say how.
            case .forgotten: unknown.insert(edit.customer)
            }
        }
        catchUp(with: unknown)
    }

    private mutating func takeDeleted(_ edit: DoneEdit) {
        let known = model.directory[edit.customer]
        model.registrationDates[edit.customer] = known?.registrationDate
        forget(edit.customer)
        chrome.notice = .success("\(edit.name ?? known?.name ?? "The customer") was deleted.")
    }

    private func isBehind(_ id: CustomerID, _ version: Int?) -> Bool {
        model.directory[id]?.version ?? 0 < version ?? 1
    }

    /// Asks for states that another program's synchronisation has led to, which nobody has told of.
    private mutating func catchUp(with unknown: Set<CustomerID>) {
        guard unknown.count <= Self.maximumCatchUps else {
            model.progress.isListOutdated = true
            return
        }
        for id in unknown where !model.requests.values.contains(.catchUp(id)) {
            _ = send(.get(id, unlessVersion: nil), for: .catchUp(id))
        }
    }

    mutating func takeCaughtUp(_ result: Result<ReadAnswer, Failure>, _ id: CustomerID) {
        switch result {
        case .success(.customer(let customer)): takeServed(customer)
        case .success: break
        case .failure(let failure): if failure.saysGone { forget(id) }
        }
    }

    // MARK: What the synchronisation has learned

    mutating func takeServed(_ customer: Customer) {
        model.gone.remove(customer.id)
        guard take(customer) else { return }
        if customers.form?.customerID == customer.id, !rebaseForm().isEmpty { sayChangedMeanwhile(customer.id) }
    }

    mutating func takeServedGone(_ id: CustomerID) {
        let isOurs = model.queue.entries(for: id).contains { $0.change.kind == .delete }
        if isOurs || model.directory[id] == nil { forget(id) } else { takeGone(id) }
    }

    mutating func take(_ state: SyncState) {
        model.progress.sync = state
        followSending()
    }

    /// What is said of the edits under way follows what the synchronisation has come to, and the way to the API.
    mutating func followSending() {
        noteWaiting()
        renewDeletionNotice()
        tellObstacle()
        followSave()
    }

    /// Whoever asked for what waits to be sent is told what stands against it, once that was tried.
    mutating func tellObstacle() {
        guard model.progress.isSyncAskedFor, !isTrying,
            let notice = context.noticeOfObstacle(in: navigation.scopeBelow) ?? noticeOfAbsence
        else { return }
        chrome.notice = notice.aboutQueue
        model.progress.isSyncAskedFor = false
    }

    private var isTrying: Bool {
        switch model.progress.sync {
        case .sending: true
        case .idle: model.connection.isProbing
        case .elsewhere, .held, .unconfirmed, .failing: false
        }
    }

    private var noticeOfAbsence: Notice? {
        switch (model.progress.sync, model.connection.state) {
        case (.elsewhere, _): .plain("Another program of yours is sending what waits.")
        case (.idle, .offline): .warning("The API cannot be reached; what waits is sent when it is back.")
        case (.idle, _), (.sending, _), (.held, _), (.unconfirmed, _), (.failing, _): nil
        }
    }
}

extension FinishedEdit {
    /// The version that it made.
    fileprivate var version: Int? {
        if case .synced(let version) = outcome { version } else { nil }
    }
}

/// An edit that is done with.
private struct DoneEdit {
    let sequence: JournalRecord.Sequence
    let customer: CustomerID
    /// As far as the edit says it.
    let name: String?
}
