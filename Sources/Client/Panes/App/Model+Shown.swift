import Domain
import Journal
import Wire

/// Reading: the server's copies with what is under way on top, worked out whenever it is needed and kept nowhere.
extension Model {
    func shown(_ id: CustomerID) -> Customer? {
        queue.isPending(id) ? queue.shown(id, on: directory[id]) : directory[id]
    }

    /// What sorting and searching need of a customer as they are shown.
    func shownEntry(_ id: CustomerID) -> Directory.Entry? {
        guard queue.isPending(id) else { return directory.entry(id) }
        return queue.shown(id, on: directory[id]).map { Directory.Entry($0) }
    }

    /// What a customer is called in a sentence.
    func name(of id: CustomerID) -> String {
        shown(id)?.name ?? queue.entries(for: id).lazy.compactMap(\.change.name).first ?? "This customer"
    }

    /// Whether the server has no such customer any more, and nothing is under way that creates them again.
    func isGone(_ id: CustomerID) -> Bool { gone.contains(id) && !queue.isPending(id) }

    /// `nil` when nothing is under way for the customer.
    func mark(of id: CustomerID) -> RowMark? {
        switch queue.mark(of: id) {
        case nil: gone.contains(id) ? .deletion : nil
        case .conflict?: .conflict
        case .rejected?: .rejected
        case .pending?: queue.isBeingDeleted(id) ? .deletion : .pending
        }
    }

    // MARK: Order and search

    func sorted(_ ids: some Sequence<CustomerID>, by order: RowOrder) -> [CustomerID] {
        guard !queue.isEmpty else { return directory.sorted(ids, by: order) }
        return ids.compactMap(shownEntry).sorted(by: order.precedes).map(\.customer.id)
    }

    /// All customers here that the term finds, in the order of names.
    func matches(of term: SearchTerm) -> [CustomerID] {
        let found = directory.matches(term)
        guard !queue.isEmpty else { return found }
        return inOrderOfNames(corrected(Set(found), for: term))
    }

    func inOrderOfNames(_ ids: Set<CustomerID>) -> [CustomerID] {
        queue.isEmpty ? directory.inOrderOfNames(ids) : sorted(ids, by: .name)
    }

    /// What was found among the server's values, corrected for customers with edits under way.
    func corrected(_ found: Set<CustomerID>, for term: SearchTerm) -> Set<CustomerID> {
        var found = found
        for id in queue.customers {
            if let entry = shownEntry(id), term.matches(entry.tokens) {
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

extension Entry.Change {
    /// The customer's name, as far as the change says it.
    var name: String? {
        switch self {
        case .create(let new): new.details.name
        case .edit(let edit, _): edit.changes[.name].flatMap { $0.to ?? $0.from }
        case .delete(let base, _): base.name
        }
    }
}
