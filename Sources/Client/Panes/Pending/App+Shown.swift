import Domain
import Journal
import Wire

/// Reading: the server's copies with what is under way on top, worked out whenever it is needed and kept nowhere.
extension App {
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

    // MARK: Order and search

    func sorted(_ ids: some Sequence<CustomerID>, by order: RowOrder) -> [CustomerID] {
        guard !queue.isEmpty else { return directory.sorted(ids, by: order) }
        return ids.compactMap(shownEntry).sorted(by: order.precedes).map(\.customer.id)
    }

    /// Everybody here whom the term finds, in the order of names.
    func matches(of term: SearchTerm) -> [CustomerID] {
        let found = directory.matches(term)
        guard !queue.isEmpty else { return found }
        return inOrderOfNames(corrected(Set(found), for: term))
    }

    func inOrderOfNames(_ ids: Set<CustomerID>) -> [CustomerID] {
        queue.isEmpty ? directory.inOrderOfNames(ids) : sorted(ids, by: .name)
    }

    /// What was found among the server's values, put right for those for whom something is under way.
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

    // MARK: Keeping the rows right

    /// Puts customers where they belong in the lists by what is shown of them, and takes out who is there no more.
    mutating func place(_ ids: some Collection<CustomerID>) {
        guard !ids.isEmpty else { return }
        let entries = ids.compactMap(shownEntry)
        let rows = layout.visibleRows
        let pending = Set(ids.filter { queue.isPending($0) })
        browse.place(Set(ids), as: entries, always: pending, in: directory, visibleRows: rows)
        guard let search, let term = search.term else { return }
        let found = entries.filter { term.matches($0.tokens) || isLookedAt($0.customer.id) }
        self.search?.listing.place(Set(ids), as: found, always: pending, in: directory, visibleRows: rows)
    }

    /// A page has come: who is under way, or had a row before its turn, goes to the right place in it.
    mutating func placeAfterPage() {
        if !queue.isEmpty || !browse.ahead.isEmpty { place(Set(queue.customers).union(browse.ahead)) }
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
