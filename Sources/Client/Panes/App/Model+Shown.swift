package import Domain
package import Journal
import Wire

/// Reading: the server's copies with what is under way on top, worked out whenever it is needed and kept nowhere.
extension Model {
    func shown(_ id: CustomerID) -> Customer? {
        hasEdits(id) ? queue.shown(id, on: directory[id]) : directory[id]
    }

    /// Whether something is under way that is laid on top; nothing is on somebody who was erased.
    private func hasEdits(_ id: CustomerID) -> Bool { queue.isPending(id) && !erased.contains(id) }

    /// What sorting and searching need of a customer as they are shown.
    func shownEntry(_ id: CustomerID) -> Directory.Entry? {
        guard hasEdits(id) else { return directory.entry(id) }
        return queue.shown(id, on: directory[id]).map { Directory.Entry($0) }
    }

    /// What a customer is called in a sentence.
    func name(of id: CustomerID) -> String {
        if erased.contains(id) { return Customer.erasedName }
        return knownName(of: id) ?? "This customer"
    }

    /// The same; `nil` when neither a copy nor an edit under way says it.
    func knownName(of id: CustomerID) -> String? {
        guard !erased.contains(id) else { return nil }
        return shown(id)?.name ?? queue.knownName(of: id)
    }

    /// Whether the server restores who was deleted, as far as is known.
    var restoresDeleted: Bool { capabilities?.contains(.trash) == true }

    /// The server's copy of somebody who is there again, though what was made on a version has met their deletion, or is it.
    func restored(_ id: CustomerID, since version: Int) -> Customer? {
        guard !gone.contains(id), let copy = directory[id], copy.isRestored(since: version) else { return nil }
        return copy
    }

    /// What there is to know before one deletes.
    ///
    /// - Parameter whom: `the customer`
    func deletionText(of whom: String) -> String {
        let rest = restoresDeleted ? "; :trash keeps them for a while." : ", and for good."
        return "This deletes \(whom) for everybody\(rest)"
    }

    /// Whether the server has no such customer any more, and nothing is under way that brings them back.
    func isGone(_ id: CustomerID) -> Bool { gone.contains(id) && !(hasEdits(id) && queue.makesExist(id)) }

    /// `nil` when nothing is under way for the customer.
    func sign(of id: CustomerID) -> RowSign? {
        switch queue.mark(of: id) {
        case nil: gone.contains(id) ? .deletion : recentlyChanged.contains(id) ? .changed : nil
        case .conflict?: .conflict
        case .rejected?: .rejected
        case .pending?: queue.isBeingDeleted(id) ? .deletion : .pending
        }
    }

    // MARK: Order and search

    func sorted(_ ids: some Sequence<CustomerID>, by order: CustomerOrder) -> [CustomerID] {
        guard !queue.isEmpty else { return directory.sorted(ids, by: order) }
        return order.sorted(ids.compactMap(shownEntry)).map(\.customer.id)
    }

    /// All customers here that the filter finds, in the order of names.
    func matches(of filter: CustomerFilter) -> [CustomerID] {
        let found = directory.matches(filter)
        guard !queue.isEmpty else { return found }
        return inOrderOfNames(corrected(Set(found), for: filter))
    }

    func inOrderOfNames(_ ids: Set<CustomerID>) -> [CustomerID] {
        queue.isEmpty ? directory.inOrderOfNames(ids) : sorted(ids, by: .name)
    }

    /// What was found among the server's values, corrected for customers with edits under way.
    func corrected(_ found: Set<CustomerID>, for filter: CustomerFilter) -> Set<CustomerID> {
        var found = found
        for id in queue.customers {
            if let entry = shownEntry(id), filter.matches(entry) {
                found.insert(id)
            } else {
                found.remove(id)
            }
        }
        return found
    }

    /// Somebody as they were before they were deleted, with their registration date if it was seen in this session.
    func anew(_ details: CustomerDetails, after id: CustomerID) -> NewCustomer {
        NewCustomer(details, registrationDate: registrationDates[id] ?? directory[id]?.registrationDate)
    }

    // MARK: Sending

    /// Whether what is entered now leaves at once, as far as one can know.
    var isSending: Bool {
        switch progress.sync {
        case .idle, .sending, .elsewhere: connection.takesEdits
        case .held, .unconfirmed, .failing: false
        }
    }
}

extension EditQueue {
    /// What a customer is called, as far as what is under way for them says it.
    package func knownName(of id: CustomerID) -> String? {
        entries(for: id).lazy.compactMap { $0.change.name ?? $0.name }.first
    }
}

extension Entry.Change {
    /// The customer's name, as far as the change says it.
    var name: String? {
        switch self {
        case .create(let new): new.details.name
        case .edit(let edit, _): edit.changes[.name].flatMap { $0.to ?? $0.from }
        case .delete(let base, _), .restore(let base, _): base.name
        case .note: nil
        }
    }
}
