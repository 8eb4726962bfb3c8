import Domain
package import Wire

/// Persons whom the server has erased for good on request: nothing of theirs stays here, either.
extension EditQueue {
    /// Takes everything out that is known of erased customers; of what waited for one stays that it was dropped.
    ///
    /// - Returns: how many edits were dropped.
    mutating func purge(_ erased: Set<CustomerID>) -> Int {
        let numbers = Set(
            entries.filter { erased.contains($0.customer) }.map(\.sequence)
                + history.filter { erased.contains($0.customer) }.map(\.sequence))
        let dropped = erased.sorted().reduce(0) { $0 + drop($1) }
        forgetHistory(of: erased)
        undoable.removeAll(where: numbers.contains)
        redoable.removeAll { erased.contains($0.customer) }
        for id in Array(groupsByID.keys) {
            let synced = groupsByID[id]?.synced ?? [:]
            groupsByID[id]?.synced = synced.filter { !erased.contains($0.value.customer) }
            dropIfDone(id)
        }
        held.subtract(erased)
        forgetUnknownLines { line in erased.contains { line.contains($0.text) } }
        return dropped
    }

    /// Puts a refusal without a value in the place of all that is under way for a customer.
    ///
    /// - Returns: how many edits there were.
    private mutating func drop(_ customer: CustomerID) -> Int {
        let entries = entries(for: customer).filter { !$0.isOfErased }
        guard let first = entries.first else { return 0 }
        for entry in entries { remove(entry.sequence) }
        add(first.ofErased)
        return entries.count
    }

    /// Whether anything is known of a customer but that what was queued for them was dropped.
    func knows(_ customer: CustomerID) -> Bool {
        entries(for: customer).contains { !$0.isOfErased } || history.contains { $0.customer == customer }
            || redoable.contains { $0.customer == customer } || held.contains(customer)
            || groupsByID.values.contains { $0.synced.values.contains { $0.customer == customer } }
    }
}

extension PendingEdit {
    /// Whether it tells that edits of an erased person were dropped, and nothing else.
    package var isOfErased: Bool {
        guard case .edit(let edit, _) = change, case .rejected = state else { return false }
        return edit.isEmpty
    }

    /// The refusal that stands in its place; nothing of it is anybody's value.
    fileprivate var ofErased: PendingEdit {
        PendingEdit(
            sequence: sequence, customer: customer, enteredAt: enteredAt, link: nil, source: source, op: op,
            change: .edit(CustomerEdit([:]), version: 0), state: .rejected(.erased))
    }
}

extension Problem {
    /// What stands in the queue in the place of edits of an erased person.
    package static let erased = Problem(
        .deleted, "This person was erased on request. What was queued for them was dropped; discard this note of it.")
}
