import Domain
import Journal
import Wire

/// Answers of the API, and that there was none.
extension App {
    mutating func take(_ result: Result<ReadAnswer, Failure>, for id: RequestID) {
        guard let purpose = model.requests.removeValue(forKey: id) else { return }
        switch purpose {
        case .browsePage(let query): takeBrowsePage(result, query)
        case .searchPage(let query): takeSearchPage(result, query)
        case .newest(let customer): takeNewest(result, customer)
        case .catchUp(let customer): takeCaughtUp(result, customer)
        case .again(let query): takeAgain(result, query)
        }
    }

    /// Takes in what the synchronisation has found out about the way to the API.
    mutating func take(_ connection: Connection) {
        let wasOnline = model.connection.state == .online
        model.connection = connection
        if connection.state == .online, !wasOnline {
            model.hasReachedAPI = true
            retryFailed()
        }
        followSending()
    }

    /// What failed is asked for again: the API is back, or there was only this that it failed on.
    mutating func retryFailed() {
        if case .failed(_, let query) = customers.browse.progress {
            if query.cursor == nil { renewBrowse() } else { loadBrowse(query) }
        }
        if case .failed(_, let query)? = customers.search?.listing.progress { loadSearch(query) }
    }
}

extension Failure {
    /// Whether the API says that the customer does not exist any more.
    var saysGone: Bool {
        if case .refused(let problem) = kind { problem.kind == .deleted || problem.kind == .notFound } else { false }
    }
}
