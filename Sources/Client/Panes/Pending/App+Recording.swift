import Domain
import Journal
import Wire
import Wording

/// What became of requests, and of the queue.
extension App {
    mutating func receive(_ result: Result<EditQueue, Failure>, of id: RequestID) {
        guard let write = model.writes.recordings[id] else { return }
        defer { model.writes.recordings[id] = nil }
        if case .success(let queue) = result, queue.lastSequence >= model.queue.lastSequence { apply(queue) }
        noteSaving(of: write, result)
        switch (write.purpose, result) {
        case (.save(let op), .success(let queue)): withForm { $0.handleRecorded(op, in: queue, &$1) }
        case (.save, .failure(let failure)):
            let hasKeys = scope == .form
            navigation.customers.form?.handleNotRecorded(failure, hasKeys: hasKeys, &context)
        case (.withdrawal(let refused), _):
            navigation.customers.form?.handleWithdrawn(refused, result.failure, &context)
        case (.answer(let sequence, _), .failure) where model.queue[sequence]?.needsDecision != true:
            chrome.notice = context.decidedElsewhere(sequence)
        case (_, .failure(let failure)): if failure.kind != .notSaved { chrome.notice = .error(failure.message) }
        case (.answer(_, let notice), .success): chrome.notice = notice
        case (.deletion(let customer, let name), .success):
            chrome.notice = context.deletionNotice(.init(customer: customer, name: name))
        case (.bulk(let group), .success): navigation.bulk?.begin(group, &context)
        case (.note(let draft, let notice), .success):
            perform(.dropDraft(draft))
            chrome.notice = notice
        case (.other(let notice), .success): chrome.notice = notice
        }
    }

    /// The queue as it is now, from the file.
    mutating func apply(_ newer: EditQueue) {
        guard let change = model.apply(newer, lookedAt: customers.lookedAt) else { return }
        dropOutdatedNotice(since: change.older)
        remove(change.removed)
        if let name = change.deleted.last { chrome.notice = .success("\(name) was deleted.") }
        catchUp(with: change.unknown)
        finishUpdate()
        navigation.customers.place(change.customers, context)
        if let id = customers.form?.customerID, change.customers.contains(id) { rebaseForm() }
        announceDecisions(since: change.older)
        followSave()
        navigation.queue?.follow(context.model.queue.entries)
        navigation.bulk?.follow(context.model.queue)
        followConflict()
        noteWaiting()
        context.followDeletionNotice()
        followTimelines(done: change.finished(in: model.queue))
        renewOutdatedList()
    }

    /// The open conflict goes on with what has become of the edit and of the customer.
    mutating func followConflict() {
        let isAnswered = navigation.conflict?.follow(&context) ?? false
        if isAnswered { navigation.pop() }
    }

    /// The same when what is known of these customers is what it is about.
    mutating func followConflict(about ids: Set<CustomerID>) {
        if let id = navigation.conflict?.customer, ids.contains(id) { followConflict() }
    }

    /// Reads the list again once nothing more is on its way.
    private mutating func renewOutdatedList() {
        guard model.progress.isListOutdated, model.queue.entries.allSatisfy(\.needsDecision) else { return }
        model.progress.isListOutdated = false
        navigation.customers.list.refresh(&context)
    }

    /// Remembers that edits had to wait, until the last of them is finished: then the person is told.
    mutating func noteWaiting() {
        if model.queue.isEmpty {
            if model.progress.hasWaited, model.queue.hasSyncedLast {
                chrome.notice = Notice.success("Everything that waited is with the server now.").aboutQueue
            }
            model.progress.hasWaited = false
            chrome.isSyncAskedFor = false
        } else if !model.isSending {
            model.progress.hasWaited = true
        }
    }

    /// A message about the queue goes away when the queue is another one in what matters to a person.
    private mutating func dropOutdatedNotice(since older: EditQueue) {
        guard chrome.notice?.isAboutQueue == true else { return }
        let isOther = model.queue.isEmpty != older.isEmpty || model.queue.undecided != older.undecided
        if isOther { chrome.notice = nil }
    }

    // MARK: What the person has to decide

    /// Tells of refusals and conflicts that have come, and of the key that leads to them.
    private mutating func announceDecisions(since older: EditQueue) {
        let undecided = model.queue.entries.filter(\.needsDecision)
        let new = undecided.filter { older[$0.sequence]?.state != $0.state && !isAwaited($0) }
        guard let first = new.first else { return }
        guard new.count > 1 else { return announce(first) }
        chrome.notice = Notice.warning("\(new.count) edits wait for a decision\(wayToDecide("them")).").aboutQueue
    }

    /// Tells of a refusal or a conflict, which waits until the person opens it.
    mutating func announce(_ entry: PendingEdit) {
        let name = model.name(of: entry.customer)
        let notice: Notice =
            switch entry.state {
            case .rejected(let problem):
                .error("Refused: \(entry.summary) of \(name). \(problem.detail)" + wayToRefused)
            case .conflict(.changed(let theirs)):
                .warning("\(theirs.name) was changed meanwhile\(theirs.byAuthor)\(wayToDecide("the conflict")).")
            case .conflict(.deleted), .waiting, .sending, .covered:
                .warning("\(name) was deleted meanwhile\(wayToDecide("the conflict")).")
            }
        chrome.notice = notice.aboutQueue
    }

    /// `; Q shows the conflict`
    private func wayToDecide(_ what: String) -> String {
        navigation.queue == nil ? "; \(context.keyName(.queue)) shows \(what)" : "; the queue shows \(what)"
    }

    private var wayToRefused: String {
        navigation.queue == nil ? " \(context.keyName(.queue)) shows it." : " The queue shows it."
    }

    private func isAwaited(_ entry: PendingEdit) -> Bool {
        guard case .awaiting(let sequence)? = customers.form?.stage,
            case .pending(let carrier) = model.queue.fate(of: sequence)
        else { return false }
        return carrier.sequence == entry.sequence
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

extension EditQueue {
    /// The entries that wait for a person.
    var undecided: [JournalRecord.Sequence] { entries.filter(\.needsDecision).map(\.sequence) }

    /// Whether what was finished last went to the server, rather than being taken back.
    fileprivate var hasSyncedLast: Bool {
        if case .synced? = history.last?.outcome { true } else { false }
    }
}
