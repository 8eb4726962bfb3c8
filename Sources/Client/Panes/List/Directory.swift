import Domain

/// The customers that this session has seen, with what sorting and searching need of each worked out once.
struct Directory: Sendable {
    private var entries: [CustomerID: Entry] = [:]

    struct Entry: Sendable {
        let customer: Customer
        let nameFold: String
        let tokens: SearchTokens
    }

    subscript(id: CustomerID) -> Customer? {
        entries[id]?.customer
    }

    func entry(_ id: CustomerID) -> Entry? {
        entries[id]
    }

    /// Takes a customer in, unless a newer version is there already.
    ///
    /// - Returns: whether something changed.
    @discardableResult
    mutating func take(_ customer: Customer) -> Bool {
        if let known = entries[customer.id], known.customer.version >= customer.version { return false }
        entries[customer.id] = Entry(
            customer: customer, nameFold: customer.details.nameFold, tokens: SearchTokens(customer.details))
        return true
    }

    mutating func remove(_ id: CustomerID) {
        entries[id] = nil
    }

    /// Everybody whom the term finds, in no order.
    func matches(_ term: SearchTerm) -> [CustomerID] {
        entries.compactMap { id, entry in term.matches(entry.tokens) ? id : nil }
    }
}
