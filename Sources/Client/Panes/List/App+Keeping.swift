import Domain
import Journal
import Wire

/// Keeping what is known in one piece: a customer is taken in, moved in the lists, or let go of.
extension App {
    /// Takes a customer in and puts it where it belongs in the lists.
    @discardableResult
    mutating func take(_ customer: Customer) -> Bool {
        guard model.directory.take(customer) else { return false }
        if model.queue.isPending(customer.id) {
            place([customer.id])
        } else {
            customers.place(customer.id, in: model.directory, visibleRows: layout.visibleRows)
        }
        return true
    }

    /// Puts customers where they belong in the lists by what is shown of them, and takes out who is there no more.
    mutating func place(_ ids: some Collection<CustomerID>) {
        if !ids.isEmpty { customers.place(Set(ids), as: model, visibleRows: layout.visibleRows) }
    }

    /// A page has come: who is under way, or had a row before its turn, goes to the right place in it.
    mutating func placeAfterPage() {
        let ahead = customers.browse.ahead
        if !model.queue.isEmpty || !ahead.isEmpty { place(Set(model.queue.customers).union(ahead)) }
    }

    // MARK: Who is gone

    /// Lets go of a customer who is not there any more. While something is under way for them the last that was known
    /// stays, for it may have to be made anew; so it does, marked, while somebody looks at it: no key shall meet another one.
    mutating func forget(_ id: CustomerID) {
        let isKept = isLookedAt(id) && model.directory[id] != nil
        guard !model.queue.isPending(id), !isKept else {
            model.gone.insert(id)
            return
        }
        model.gone.remove(id)
        model.directory.remove(id)
        customers.remove(id, visibleRows: layout.visibleRows)
    }

    /// Whether a key would act on the customer.
    func isLookedAt(_ id: CustomerID) -> Bool { customers.isLookedAt(id) }

    /// Keeps in sight who was under way only and is not any more, as they were last, while somebody looks at them.
    ///
    /// - Parameter older: the queue in which they were.
    mutating func keepLookedAt(since older: EditQueue, _ changed: some Sequence<CustomerID>) {
        // Who is made again is gone no more.
        for id in changed where model.queue.isBeingMade(id) { model.gone.remove(id) }
        for id in changed where isLookedAt(id) && model.shown(id) == nil {
            guard let last = older.shown(id, on: nil) else { continue }
            model.directory.take(last)
            if !model.queue.hasMade(id) { model.gone.insert(id) }
        }
    }

    /// After every event: who was deleted goes once nobody looks at them any more, and beside the list stands what
    /// belongs there.
    mutating func settle() {
        settleSide()
        for id in model.gone where !model.queue.isPending(id) && !isLookedAt(id) { forget(id) }
    }

    /// Where there is room somebody's details stand beside the list; where there is not they are open or not there.
    private mutating func settleSide() {
        let screen = customers
        guard screen.focus != .side else { return }
        if !layout.isWide {
            if screen.side != nil { customers.show(nil) }
        } else if screen.detail.flatMap({ model.shown($0.id) }) == nil {
            followSelection()
        }
    }

    /// Says that nothing can be done to somebody who is deleted and still seen.
    mutating func isDeleted(_ customer: Customer) -> Bool {
        guard model.gone.contains(customer.id) else { return false }
        chrome.notice = .warning("\(customer.name) is deleted.")
        return true
    }
}

extension CustomersScreen {
    /// Puts a customer for whom nothing is under way where they belong.
    fileprivate mutating func place(_ id: CustomerID, in directory: Directory, visibleRows rows: Int) {
        browse.place(id, in: directory, visibleRows: rows)
        guard let term = search?.term else { return }
        if let entry = directory.entry(id), term.matches(entry.tokens) || isLookedAt(id) {
            search?.listing.place(id, in: directory, visibleRows: rows)
        } else {
            search?.listing.remove(id, visibleRows: rows)
        }
    }

    fileprivate mutating func place(_ ids: Set<CustomerID>, as model: Model, visibleRows rows: Int) {
        let entries = ids.compactMap(model.shownEntry)
        let pending = ids.filter { model.queue.isPending($0) }
        browse.place(ids, as: entries, always: pending, in: model.directory, visibleRows: rows)
        guard let term = search?.term else { return }
        let found = entries.filter { term.matches($0.tokens) || isLookedAt($0.customer.id) }
        search?.listing.place(ids, as: found, always: pending, in: model.directory, visibleRows: rows)
    }

    fileprivate mutating func remove(_ id: CustomerID, visibleRows rows: Int) {
        browse.remove(id, visibleRows: rows)
        search?.listing.remove(id, visibleRows: rows)
        search?.confirmed.remove(id)
    }
}

extension EditQueue {
    fileprivate func isBeingMade(_ id: CustomerID) -> Bool {
        entries(for: id).contains { $0.change.kind == .create && $0.isUnsent }
    }

    /// Whether the server has taken what was done last for a customer, as far as the history goes back.
    fileprivate func hasMade(_ id: CustomerID) -> Bool {
        if case .synced? = history.last(where: { $0.customer == id })?.outcome { true } else { false }
    }
}
