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
        var isAnswered = false
        for edit in done {
            switch model.queue.fate(of: edit.sequence) {
            case .pending, .takenBack, .unneeded, .superseded: break
            case .synced(let finished) where finished.kind == .delete:
                isAnswered = true
                unknown.remove(edit.customer)
                takeDeleted(edit)
            case .synced(let finished):
                isAnswered = true
                if isBehind(finished.customer, finished.version) { unknown.insert(finished.customer) }
            // So many were done with that the history does not say how.
            case .forgotten: unknown.insert(edit.customer)
            }
        }
        catchUp(with: unknown)
        if isAnswered || model.queue.undecided != older.undecided { noteOtherProgramsAnswer() }
    }

    /// Another program of the same person has heard from the API: this one asks, too.
    private mutating func noteOtherProgramsAnswer() {
        guard case .offline = model.connection.link, !model.requests.values.contains(.probe) else { return }
        _ = send(.health, for: .probe)
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
        model.gone.remove(customer.id)
        guard take(customer) else { return }
        if customers.form?.customerID == customer.id, !rebaseForm().isEmpty { sayChangedMeanwhile(customer.id) }
    }

    mutating func takeServedGone(_ id: CustomerID) {
        changeLink { link, _ in link.succeeded() }
        let isOurs = model.queue.entries(for: id).contains { $0.change.kind == .delete }
        if isOurs || model.directory[id] == nil { forget(id) } else { takeGone(id) }
    }

    mutating func take(_ state: SyncState) {
        model.progress.sync = state
        noteWaiting()
        renewDeletionNotice()
        tellObstacle()
        if state == .waiting {
            changeLink { link, now in link.lost(at: now) }
        } else {
            followSave()
        }
    }

    /// Whoever asked for what waits to be sent is told what stands against it.
    mutating func tellObstacle() {
        guard model.progress.isSyncAskedFor,
            let notice = context.noticeOfObstacle(in: navigation.scopeBelow) ?? noticeOfAbsence
        else { return }
        chrome.notice = notice.aboutQueue
        model.progress.isSyncAskedFor = false
    }

    private var noticeOfAbsence: Notice? {
        switch model.progress.sync {
        case .waiting: .warning("The API cannot be reached; what waits is sent when it is back.")
        case .elsewhere: .plain("Another program of yours is sending what waits.")
        case .idle, .sending, .askedToWait, .paused, .held, .unconfirmed, .failing: nil
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
