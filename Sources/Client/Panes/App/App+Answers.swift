import Domain
import Journal
import Wire

/// Answers of the API, and that there was none.
extension App {
    mutating func take(_ result: Result<Answer, Failure>, for id: RequestID) {
        guard let purpose = requests.removeValue(forKey: id) else { return }
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
    private mutating func note(_ result: Result<Answer, Failure>, of purpose: Purpose) {
        if case .success = result { fruitlessReturns = purpose == .probe ? min(fruitlessReturns + 1, 6) : 0 }
        if case .failure(let failure) = result, let seconds = failure.retryAfterSeconds {
            quietUntil = now.advanced(bySeconds: Int64(seconds))
        }
        changeLink { link, now in
            switch result {
            case .success: link.succeeded()
            case .failure(let failure): link.failed(failure, at: now)
            }
        }
    }

    /// How long to wait before the API is asked by itself again.
    private func probeDelay(_ milliseconds: Int) -> Int {
        let quietSeconds = min(quietUntil?.seconds(since: now) ?? 0, Int64(RetryAfter.maximumSeconds))
        // Whoever is well, and fails on whatever else is asked, is asked ever more rarely too.
        return max(min(milliseconds << fruitlessReturns, 60_000), Int(quietSeconds) * 1_000)
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
        if link == .online { hasReachedAPI = true }
        if let delay = link.probeDelayMilliseconds {
            perform(.start(.probe, milliseconds: probeDelay(delay)))
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
    ///
    /// - Parameter quietly: whether nothing on the screen says so.
    mutating func askNewest(_ customer: Customer, quietly: Bool = false) {
        guard directory[customer.id] != nil, !requests.values.contains(.newest(customer.id)) else { return }
        // Of somebody who is known to be deleted there is nothing newer.
        guard !gone.contains(customer.id) || queue.isPending(customer.id) else { return }
        _ = send(.get(customer.id, unlessVersion: .versions([customer.version])), for: .newest(customer.id))
        if detail?.id == customer.id, !quietly { detail?.freshness = .asking }
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
        if detail?.id == id { detail?.freshness = .newest(at: now) }
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
        guard directory[id] != nil || form?.customerID == id else { return }
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
            if let entry = directory.entry(customer.id), term.matches(entry.tokens) || isLookedAt(customer.id) {
                search?.listing.place(customer.id, in: directory, visibleRows: rows)
            } else {
                search?.listing.remove(customer.id, visibleRows: rows)
            }
        }
        return true
    }

    /// Lets go of a customer who is not there any more. While something is under way for them the last that was known
    /// stays, for it may have to be made anew; so it does, marked, while somebody looks at it: no key shall meet another one.
    mutating func forget(_ id: CustomerID) {
        guard !queue.isPending(id), !isLookedAt(id) || directory[id] == nil else {
            gone.insert(id)
            return
        }
        let rows = layout.visibleRows
        gone.remove(id)
        directory.remove(id)
        browse.remove(id, visibleRows: rows)
        search?.listing.remove(id, visibleRows: rows)
        search?.confirmed.remove(id)
        if detail?.id == id { detail = listing.selectedID.map { DetailState(id: $0) } }
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
