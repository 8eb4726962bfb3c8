import Domain
import Journal
import Wire

/// Answers of the API, and their absence.
extension App {
    mutating func receive(_ result: Result<ReadAnswer, Failure>, for id: RequestID) {
        guard let purpose = model.requests.removeValue(forKey: id) else { return }
        switch purpose {
        case .browsePage(let query):
            model.apply(result)
            navigation.customers.receiveBrowsePage(result, of: query, &context)
        case .searchPage(let query):
            model.apply(result)
            navigation.customers.search?.receive(result, of: query, &context)
        case .similar:
            model.apply(result)
            navigation.customers.search?.receiveSimilar(result, for: id, &context)
        case .mark:
            model.apply(result)
            navigation.customers.receiveMarked(result, &context)
        case .newest(let customer): receiveNewest(result, customer)
        case .catchUp(let customer): receiveCaughtUp(result, customer)
        case .undo(let customer): receiveBeforeUndo(result, customer)
        case .again(let query): receiveAgain(result, query)
        case .timeline(let customer, let query): receiveTimeline(result, customer, query)
        case .trash(let query): navigation.trash?.receive(result, of: query, &context)
        case .likeness(let form): receiveAlike(result, in: form)
        case .duplicates(let customer): receiveDuplicates(result, of: customer, for: id)
        }
    }

    /// The link says that there was no answer, and so does the age of what is shown.
    private mutating func receiveAgain(_ result: Result<ReadAnswer, Failure>, _ query: ListQuery) {
        guard case .success(.page(let page)) = result else { return }
        let vanished = customers.list.vanished(from: page, of: query, in: model.directory)
        model.apply(result)
        navigation.customers.receiveAgain(page, of: query, vanished: vanished, &context)
    }

    // MARK: What is kept on this machine

    mutating func receive(_ page: LocalPage, for id: RequestID) {
        guard customers.awaits(id) else { return }
        model.apply(page)
        navigation.customers.receive(page, for: id, &context)
    }

    mutating func receive(_ coverage: Coverage) {
        model.replica = coverage
        if case .refused(let message) = coverage { chrome.notice = .warning(message) }
    }

    // MARK: The way to the API

    /// Receives what the synchronisation has found out about the way to the API.
    mutating func receive(_ connection: Connection) {
        let couldSend = model.connection.takesEdits
        if connection.isAway, !model.connection.isAway, model.hasReachedAPI { beginOfflineReads() }
        model.connection = connection
        if connection.state == .online { model.hasReachedAPI = true }
        if connection.takesEdits, !couldSend {
            navigation.customers.retry(&context)
            retryTimelines()
        }
        followSending()
    }
}

extension Failure {
    /// Whether the API says that the customer does not exist any more.
    var isGone: Bool {
        if case .refused(let problem) = kind { problem.kind == .deleted || problem.kind == .notFound } else { false }
    }

    /// Whether it says that the customer lies in the trash.
    var isRestorable: Bool {
        guard case .refused(let problem) = kind else { return false }
        return problem.kind == .deleted && problem.restorableUntil != nil
    }
}
