import Domain
import Journal

/// Keeping every row where it belongs.
extension CustomersScreen {
    /// Puts a customer who has changed where they belong.
    mutating func place(_ id: CustomerID, _ context: inout PaneContext) {
        guard !context.model.queue.isPending(id) else { return place([id], &context) }
        let (directory, rows) = (context.model.directory, context.layout.visibleRows)
        browse.place(id, in: directory, visibleRows: rows)
        guard let term = search?.term else { return }
        if let entry = directory.entry(id), term.matches(entry.tokens) || lookedAt.contains(id) {
            search?.listing.place(id, in: directory, visibleRows: rows)
        } else {
            search?.listing.remove(id, visibleRows: rows)
        }
    }

    /// Puts customers where they belong in the lists by what is shown of them, and takes out who is there no more.
    mutating func place(_ ids: Set<CustomerID>, _ context: inout PaneContext) {
        guard !ids.isEmpty else { return }
        let (model, rows) = (context.model, context.layout.visibleRows)
        let entries = ids.compactMap(model.shownEntry)
        let pending = ids.filter { model.queue.isPending($0) }
        browse.place(ids, as: entries, always: pending, in: model.directory, visibleRows: rows)
        guard let term = search?.term else { return }
        let lookedAt = lookedAt
        let found = entries.filter { term.matches($0.tokens) || lookedAt.contains($0.customer.id) }
        search?.listing.place(ids, as: found, always: pending, in: model.directory, visibleRows: rows)
    }

    /// A page has come: who is under way, or had a row before its turn, goes to the right place in it.
    mutating func placeAfterPage(_ context: inout PaneContext) {
        place(Set(context.model.queue.customers).union(browse.ahead), &context)
    }

    mutating func remove(_ id: CustomerID, visibleRows rows: Int) {
        browse.remove(id, visibleRows: rows)
        search?.listing.remove(id, visibleRows: rows)
        search?.confirmed.remove(id)
    }

    /// On a wide screen a customer's details stand beside the list; on a narrow one they are open or not shown.
    mutating func updateSide(_ context: inout PaneContext) {
        guard focus != .side else { return }
        if !context.layout.isWide {
            if side != nil { show(nil) }
        } else if detail.flatMap({ context.model.shown($0.id) }) == nil {
            followSelection(&context)
        }
    }
}
