import Domain
import Journal
import Wire

/// What became of wishes, and of the queue.
extension App {
    mutating func take(_ result: Result<EditQueue, Failure>, of id: RequestID) {
        guard let wish = recordings[id] else { return }
        defer { recordings[id] = nil }
        if case .success(let queue) = result, queue.lastSequence >= self.queue.lastSequence { take(queue) }
        noteSaving(of: wish, result)
        switch (wish.purpose, result) {
        case (.save(let op), .success(let queue)): takeRecorded(op, in: queue)
        case (.save, .failure(let failure)): takeNotRecorded(failure)
        case (.withdrawal(let refused), _): takeWithdrawn(refused, failure: result.failure)
        case (.answer(let sequence, _), .failure) where queue[sequence]?.needsDecision != true:
            notice = decidedElsewhere(sequence)
        case (_, .failure(let failure)): if failure.kind != .notSaved { notice = .error(failure.sentence) }
        case (.answer(_, let notice), .success): self.notice = notice
        case (.deletion(let customer, let name), .success): notice = deletionNotice(customer, name)
        case (.other(let notice), .success): self.notice = notice
        }
    }

    /// The queue as it is now, from the file.
    mutating func take(_ newer: EditQueue) {
        let older = queue
        defer { isQueueKnown = true }
        guard newer != older else { return }
        queue = newer
        dropOutdatedNotice(since: older)
        takeOutcomes(since: older)
        letGo()
        let changed = queue.customers(differingFrom: older)
        place(changed)
        if let id = form?.customerID, changed.contains(id), !rebaseForm().isEmpty { sayChangedMeanwhile(id) }
        announceDecisions(since: older)
        followSave()
        queueView.follow(queue.entries)
        followConflict()
        noteWaiting()
        renewOutdatedList()
    }

    /// Reads the list anew once nothing more is on its way.
    private mutating func renewOutdatedList() {
        guard isListOutdated, queue.entries.allSatisfy(\.needsDecision) else { return }
        isListOutdated = false
        renewBrowse()
    }

    /// Remembers that edits had to wait, until the last of them is done with: then the person is told.
    mutating func noteWaiting() {
        if queue.isEmpty {
            if hasWaited, queue.hasSyncedLast {
                notice = Notice.success("Everything that waited is with the server now.").aboutQueue
            }
            hasWaited = false
            isSyncAskedFor = false
        } else if !isSending {
            hasWaited = true
        }
    }

    /// A sentence about the queue goes when the queue is another one in what matters to a person.
    private mutating func dropOutdatedNotice(since older: EditQueue) {
        guard notice?.isAboutQueue == true else { return }
        let isOther = queue.isEmpty != older.isEmpty || queue.undecided != older.undecided
        if isOther { notice = nil }
    }

    // MARK: What has been done

    /// More outcomes than these are read with the list rather than one by one.
    private static let maximumCatchUps = 20

    /// What is done with: what was under way before, and what another program entered and finished meanwhile.
    private func doneWith(since older: EditQueue) -> [DoneEdit] {
        let known = older.entries.filter { queue[$0.sequence] == nil }
            .map { DoneEdit(sequence: $0.sequence, customer: $0.customer, name: $0.change.name) }
        guard isQueueKnown else { return known }
        return known
            + queue.history.filter { $0.sequence > older.lastSequence }
            .map { DoneEdit(sequence: $0.sequence, customer: $0.customer, name: $0.change?.name) }
    }

    /// Takes note of what the server has made of entries that are done with.
    private mutating func takeOutcomes(since older: EditQueue) {
        let done = doneWith(since: older)
        guard !done.isEmpty else { return }
        // The history may have forgotten others.
        if isQueueKnown, let first = queue.history.first, queue.history.count == EditQueue.maximumHistory,
            first.sequence > older.lastSequence
        {
            isListOutdated = true
        }
        var unknown: Set<CustomerID> = []
        var isAnswered = false
        for edit in done {
            switch queue.fate(of: edit.sequence) {
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
        if isAnswered || queue.undecided != older.undecided { noteOtherProgramsAnswer() }
    }

    /// Another program of the same person has heard from the API: this one asks, too.
    private mutating func noteOtherProgramsAnswer() {
        guard case .offline = link, !requests.values.contains(.probe) else { return }
        _ = send(.health, for: .probe)
    }

    private mutating func takeDeleted(_ edit: DoneEdit) {
        let known = directory[edit.customer]
        registrationDates[edit.customer] = known?.registrationDate
        forget(edit.customer)
        notice = .success("\(edit.name ?? known?.name ?? "The customer") was deleted.")
    }

    private func isBehind(_ id: CustomerID, _ version: Int?) -> Bool {
        directory[id]?.version ?? 0 < version ?? 1
    }

    /// Asks for states that another program's synchronisation has led to, which nobody has told of.
    private mutating func catchUp(with unknown: Set<CustomerID>) {
        guard unknown.count <= Self.maximumCatchUps else {
            isListOutdated = true
            return
        }
        for id in unknown where !requests.values.contains(.catchUp(id)) {
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
        tellObstacle()
        if state == .waiting {
            changeLink { link, now in link.lost(at: now) }
        } else {
            followSave()
        }
    }

    /// Whoever asked for what waits to be sent is told what stands against it.
    mutating func tellObstacle() {
        guard isSyncAskedFor, let notice = noticeOfObstacle ?? noticeOfAbsence else { return }
        self.notice = notice.aboutQueue
        isSyncAskedFor = false
    }

    private var noticeOfAbsence: Notice? {
        switch sync {
        case .waiting: .warning("The API cannot be reached; what waits is sent when it is back.")
        case .elsewhere: .plain("Another program of yours is sending what waits.")
        case .idle, .sending, .askedToWait, .paused, .held, .unconfirmed, .failing: nil
        }
    }

    // MARK: What the person has to decide

    /// Tells of refusals and conflicts that have come, and of the key that leads to them.
    private mutating func announceDecisions(since older: EditQueue) {
        let new = queue.entries.filter { $0.needsDecision && older[$0.sequence]?.state != $0.state && !isAwaited($0) }
        guard let first = new.first else { return }
        let key = keyName(.queue)
        guard new.count == 1 else {
            notice = Notice.warning("\(new.count) edits wait for a decision; \(key) shows them.").aboutQueue
            return
        }
        let told: Notice =
            switch first.state {
            case .rejected(let problem):
                .error("Refused: \(first.summary) of \(name(of: first.customer)). \(problem.detail) \(key) shows it.")
            case .conflict(.changed(let theirs)):
                .warning("\(theirs.name) was changed meanwhile\(theirs.byWhom); \(key) shows the conflict.")
            default: .warning("\(name(of: first.customer)) was deleted meanwhile; \(key) shows the conflict.")
            }
        notice = told.aboutQueue
    }

    private func isAwaited(_ entry: PendingEdit) -> Bool {
        guard case .awaiting(let sequence)? = form?.stage, case .pending(let carrier) = queue.fate(of: sequence) else {
            return false
        }
        return carrier.sequence == entry.sequence
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

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension EditQueue {
    /// The entries that wait for a person.
    fileprivate var undecided: [JournalRecord.Sequence] { entries.filter(\.needsDecision).map(\.sequence) }

    /// Whether what was done with last went to the server, rather than being taken back.
    fileprivate var hasSyncedLast: Bool {
        if case .synced? = history.last?.outcome { true } else { false }
    }
}
