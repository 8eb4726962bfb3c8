import Domain
import Wire

/// What others and the server do to a customer: the model takes it in, and the panes follow.
extension App {
    /// Takes a customer in and puts it where it belongs in the lists.
    ///
    /// - Returns: whether they are shown otherwise than before.
    mutating func take(_ customer: Customer) -> Bool {
        guard model.take(customer) else { return false }
        navigation.customers.place(customer.id, &context)
        return true
    }

    /// Lets go of a customer who is not there any more, unless they are under way or looked at.
    mutating func forget(_ id: CustomerID) {
        if model.forget(id, lookedAt: customers.lookedAt) { remove([id]) }
    }

    mutating func remove(_ ids: [CustomerID]) {
        for id in ids { customers.remove(id, visibleRows: layout.visibleRows) }
    }

    /// After every event: who was deleted goes once nobody looks at them any more, and beside the list stands what
    /// belongs there.
    mutating func settle() {
        navigation.customers.settleSide(&context)
        for id in model.unseen(lookedAt: customers.lookedAt) { forget(id) }
    }
}
