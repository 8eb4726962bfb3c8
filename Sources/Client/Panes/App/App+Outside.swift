import Domain
import Wire

/// What others and the server do to a customer: the model applies it, and the panes follow.
extension App {
    /// Applies a customer as the server has them now and moves their row to where it belongs in the lists.
    ///
    /// - Returns: whether they are shown otherwise than before.
    mutating func apply(_ customer: Customer) -> Bool {
        guard model.apply(customer) else { return false }
        navigation.customers.place(customer.id, context)
        followConflict(about: [customer.id])
        return true
    }

    /// Forgets a customer the server has no more, unless they are under way or looked at.
    mutating func forget(_ id: CustomerID) {
        let name = customers.marks.contains(id) ? model.name(of: id) : nil
        defer { followConflict(about: [id]) }
        guard model.forget(id, lookedAt: customers.lookedAt) else { return }
        if let name { customers.marks.noteGone(id, name: name) }
        removeRows([id])
    }

    /// Takes those out whose deletion was asked for here.
    mutating func remove(_ ids: [CustomerID]) {
        for id in ids { customers.marks.remove(id) }
        removeRows(ids)
    }

    private mutating func removeRows(_ ids: [CustomerID]) {
        for id in ids { customers.remove(id, visibleRows: layout.visibleRows) }
    }

    /// After every event: who was deleted goes once nobody looks at them any more, and beside the list stands what
    /// belongs there.
    mutating func finishUpdate() {
        navigation.customers.updateSide(&context)
        noteVisit()
        followTimelines()
        askForLikeness()
        for id in model.unseen(lookedAt: customers.lookedAt) { forget(id) }
    }
}
