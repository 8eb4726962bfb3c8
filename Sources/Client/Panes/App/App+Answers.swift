import Domain
import Journal
import Wire

/// Answers of the API, and that there was none.
extension App {
    mutating func take(_ result: Result<Answer, Failure>, for id: RequestID) {
        guard let purpose = model.requests.removeValue(forKey: id) else { return }
        note(result, of: purpose)
        noteSignIn(result, for: purpose)
        switch purpose {
        case .browsePage(let query): takeBrowsePage(result, query)
        case .searchPage(let query): takeSearchPage(result, query)
        case .newest(let customer): takeNewest(result, customer)
        case .catchUp(let customer): takeCaughtUp(result, customer)
        case .again(let query): takeAgain(result, query)
        case .probe: break
        }
    }

    /// Learns from an answer whether the API can be reached.
    private mutating func note(_ result: Result<Answer, Failure>, of purpose: Model.Purpose) {
        model.connection.note(result, isProbe: purpose == .probe, at: chrome.now)
        changeLink { link, now in
            switch result {
            case .success: link.succeeded()
            case .failure(let failure): link.failed(failure, at: now)
            }
        }
    }

    /// A sign-in that is accepted again lets the queue go on; the probe needs none.
    private mutating func noteSignIn(_ result: Result<Answer, Failure>, for purpose: Model.Purpose) {
        guard case .success = result, case .paused = model.progress.sync, purpose != .probe else { return }
        perform(.noteAPIAnswered)
    }

    /// Notes what was learned about the link, and does what follows from it.
    mutating func changeLink(_ change: (inout Link, Timestamp) -> Void) {
        let wasOnline = model.connection.link == .online
        change(&model.connection.link, chrome.now)
        let isOnline = model.connection.link == .online
        if isOnline { model.connection.hasReachedAPI = true }
        if let delay = model.connection.probeDelayMilliseconds(at: chrome.now) {
            perform(.start(.probe, milliseconds: delay))
        } else if !wasOnline, isOnline {
            perform(.stop(.probe))
            retryAfterOutage()
        }
        followSave()
    }

    /// The API is back: what failed is asked for again.
    private mutating func retryAfterOutage() {
        if !model.queue.isEmpty { perform(.noteAPIAnswered) }
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
