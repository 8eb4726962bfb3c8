import Domain
import Journal
import Wire

/// Answers of the API, and that there was none.
extension App {
    mutating func take(_ result: Result<Answer, Failure>, for id: RequestID) {
        guard let purpose = requests.removeValue(forKey: id) else { return }
        note(result)
        noteSignIn(result, for: purpose)
        switch purpose {
        case .browsePage(let query): takeBrowsePage(result, query)
        case .searchPage(let query): takeSearchPage(result, query)
        case .newest(let customer): takeNewest(result, customer)
        case .catchUp(let customer): takeCaughtUp(result, customer)
        case .probe: break
        }
    }

    /// Learns from an answer whether the API can be reached.
    private mutating func note(_ result: Result<Answer, Failure>) {
        changeLink { link, now in
            switch result {
            case .success: link.succeeded()
            case .failure(let failure): link.failed(failure, at: now)
            }
        }
    }

    /// A sign-in that is accepted again lets the queue go on; the probe needs none.
    private mutating func noteSignIn(_ result: Result<Answer, Failure>, for purpose: Purpose) {
        guard case .success = result, case .paused = sync, purpose != .probe else { return }
        perform(.noteAPIAnswered)
    }

    /// Notes what was learned about the link, and does what follows from it.
    mutating func changeLink(_ change: (inout Link, Timestamp) -> Void) {
        let wasOnline = link == .online
        change(&link, now)
        if let delay = link.probeDelayMilliseconds {
            perform(.start(.probe, milliseconds: delay))
        } else if !wasOnline, link == .online {
            perform(.stop(.probe))
            retryAfterOutage()
        }
        followSave()
    }

    /// The API is back: what failed is asked for again.
    private mutating func retryAfterOutage() {
        if !queue.isEmpty { perform(.noteAPIAnswered) }
        if case .failed(_, let query) = browse.progress {
            if query.cursor == nil { renewBrowse() } else { loadBrowse(query) }
        }
        if case .failed(_, let query)? = search?.listing.progress { loadSearch(query) }
    }

    // MARK: The newest version of one customer

    /// Asks for the newest version of a customer that is being opened.
    mutating func askNewest(_ customer: Customer) {
        guard directory[customer.id] != nil, !requests.values.contains(.newest(customer.id)) else { return }
        _ = send(.get(customer.id, unlessVersion: .versions([customer.version])), for: .newest(customer.id))
        if detail?.id == customer.id { detail?.freshness = .asking }
    }

    private mutating func takeNewest(_ result: Result<Answer, Failure>, _ id: CustomerID) {
        switch result {
        case .success(.customer(let newest)): takeNewer(newest)
        case .success: break
        case .failure(let failure):
            if detail?.id == id { detail?.freshness = .failed(failure.sentence) }
            if failure.saysGone { takeGone(id) } else { notice = notice ?? .warning(failure.sentence) }
            return
        }
        if detail?.id == id { detail?.freshness = .newest }
    }

    /// Somebody else's newer version has come.
    mutating func takeNewer(_ newest: Customer) {
        let old = directory[newest.id]
        guard take(newest) else { return }
        var fields = CustomerField.allCases.filter { old?.details[$0] != newest.details[$0] }
        if form?.customerID == newest.id { fields = rebaseForm() }
        guard old != nil, !fields.isEmpty else { return }
        let names = fields.map { $0.label.lowercased() }.joined(separator: ", ")
        notice = .warning("Changed meanwhile\(newest.byWhom): \(names).")
    }

    /// The customer was deleted by someone else.
    mutating func takeGone(_ id: CustomerID) {
        let name = name(of: id)
        if form?.customerID == id {
            form?.becomeNew(environment.makeID(), inPlaceOf: queue.isPending(id) ? id : nil)
            notice = .warning("\(name) was deleted by someone else. Saving adds them anew; Esc leaves.")
        } else {
            notice = .warning("\(name) was deleted by someone else.")
        }
        forget(id)
    }

    // MARK: Keeping what is known in one piece

    /// Takes a customer in and puts it where it belongs in the lists.
    @discardableResult
    mutating func take(_ customer: Customer) -> Bool {
        guard directory.take(customer) else { return false }
        let rows = layout.visibleRows
        guard !queue.isPending(customer.id) else {
            place([customer.id])
            return true
        }
        browse.place(customer.id, in: directory, visibleRows: rows)
        if let term = search?.term {
            if let entry = directory.entry(customer.id), term.matches(entry.tokens) {
                search?.listing.place(customer.id, in: directory, visibleRows: rows)
            } else {
                search?.listing.remove(customer.id, visibleRows: rows)
            }
        }
        return true
    }

    /// Lets go of a customer who is not there any more; while something is under way for them, the last that was known
    /// stays, for it may have to be made anew.
    mutating func forget(_ id: CustomerID) {
        guard !queue.isPending(id) else {
            gone.insert(id)
            return
        }
        let rows = layout.visibleRows
        gone.remove(id)
        directory.remove(id)
        browse.remove(id, visibleRows: rows)
        search?.listing.remove(id, visibleRows: rows)
        search?.confirmed.remove(id)
        guard detail?.id == id else { return }
        if pane == .detail { pane = .list }
        detail = listing.selectedID.map { DetailState(id: $0) }
    }
}

extension Failure {
    /// Whether the API says that the customer does not exist any more.
    var saysGone: Bool {
        if case .refused(let problem) = kind { problem.kind == .deleted || problem.kind == .notFound } else { false }
    }
}

extension Customer {
    /// ` by kim`, or nothing when nobody is named.
    var byWhom: String {
        updatedBy.map { " by \($0)" } ?? ""
    }
}

extension FormState {
    /// The customer being edited; `nil` for a new one.
    var customerID: CustomerID? {
        if case .edit(let customer) = subject { customer.id } else { nil }
    }
}
