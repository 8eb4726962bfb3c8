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
        case (.answer(let sequence, _), .failure) where queue[sequence]?.needsDecision != true:
            notice = decidedElsewhere(sequence)
        case (_, .failure(let failure)): notice = .error(failure.sentence)
        case (.answer(_, let notice), .success): self.notice = notice
        case (.deletion(let customer, let name), .success): notice = deletionNotice(customer, name)
        case (.other(let notice), .success): self.notice = notice
        }
    }

    /// The queue as it is now, from the file.
    mutating func take(_ newer: EditQueue) {
        let older = queue
        guard newer != older else { return }
        queue = newer
        dropOutdatedNotice(since: older)
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

    /// Takes note of what the server has made of entries that are done with.
    private mutating func takeOutcomes(since older: EditQueue) {
        let done = older.entries.filter { queue[$0.sequence] == nil }
        guard !done.isEmpty else { return }
        let outcomes = Dictionary(queue.history.map { ($0.sequence, $0.outcome) }) { $1 }
        var unknown: [(customer: CustomerID, version: Int?)] = []
        var isAnswered = false
        for entry in done {
            switch (outcomes[entry.sequence], entry.change) {
            case (.cancelled?, _): break
            case (.synced?, .delete):
                isAnswered = true
                takeDeleted(entry)
            case (.synced(let version)?, _):
                isAnswered = true
                if isBehind(entry.customer, version) { unknown.append((entry.customer, version)) }
            // So many were done with that the history has forgotten it.
            case (nil, _): unknown.append((entry.customer, nil))
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

    private mutating func takeDeleted(_ entry: PendingEdit) {
        let name = entry.change.name ?? "The customer"
        registrationDates[entry.customer] = directory[entry.customer]?.registrationDate
        forget(entry.customer)
        notice = .success("\(name) was deleted.")
    }

    private func isBehind(_ id: CustomerID, _ version: Int?) -> Bool {
        directory[id]?.version ?? 0 < version ?? 1
    }

    /// Asks for states that another program's synchronisation has led to, which nobody has told of.
    private mutating func catchUp(with unknown: [(customer: CustomerID, version: Int?)]) {
        guard unknown.count <= Self.maximumCatchUps else {
            isListOutdated = true
            return
        }
        for (id, _) in unknown where !requests.values.contains(.catchUp(id)) {
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
        case .idle, .sending, .paused, .held, .unconfirmed, .failing: nil
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
        form?.stage == .awaiting(entry.sequence)
    }
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
