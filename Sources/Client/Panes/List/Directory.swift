import Domain

/// The customers that this session has seen, with what sorting and searching need of each worked out once.
struct Directory: Sendable {
    private var entries: [CustomerID: Entry] = [:]
    /// Everybody in the order of names, so that what a search finds need not be sorted for every letter.
    private var byName: [Entry] = []

    /// An object, and not a value, because sorting and searching copy it again and again.
    final class Entry: Sendable {
        let customer: Customer
        let nameFold: String
        let tokens: SearchTokens
        /// When the server said so, for what comes from an earlier reading; `nil` for this session's.
        let seenAt: Timestamp?

        init(_ customer: Customer, seenAt: Timestamp? = nil) {
            self.customer = customer
            self.seenAt = seenAt
            nameFold = customer.details.nameFold
            tokens = SearchTokens(customer)
        }
    }

    subscript(id: CustomerID) -> Customer? {
        entries[id]?.customer
    }

    func entry(_ id: CustomerID) -> Entry? {
        entries[id]
    }

    /// Stores a customer, unless a newer version is there already.
    ///
    /// - Parameter seenAt: when the server said so; `nil` for just now.
    /// - Returns: whether the customer changed.
    @discardableResult
    mutating func store(_ customer: Customer, seenAt: Timestamp? = nil) -> Bool {
        let known = entries[customer.id]
        if let known, known.customer.version >= customer.version {
            guard known.customer == customer, known.seenAt != nil, seenAt == nil else { return false }
        }
        remove(customer.id)
        let entry = Entry(customer, seenAt: seenAt)
        entries[customer.id] = entry
        byName.insert(entry, at: place(of: entry))
        return known?.customer != customer
    }

    mutating func remove(_ id: CustomerID) {
        guard let entry = entries.removeValue(forKey: id) else { return }
        byName.remove(at: place(of: entry))
    }

    /// Where an entry stands among the names, or would.
    private func place(of entry: Entry) -> Int {
        byName.partitioningIndex { !CustomerOrder.name.precedes($0, entry) }
    }

    /// All customers the filter finds, in the order of names.
    func matches(_ filter: CustomerFilter) -> [CustomerID] {
        byName.lazy.filter { filter.matches($0) }.map(\.customer.id)
    }

    /// The words that customers here have in a list, those of most of them first.
    func words(of field: CustomerField) -> [String] {
        let words = byName.lazy.flatMap { field.words(in: $0.customer.details[field]) }
        let counts = words.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    }

    /// Those of `ids` who are here, in the order of names.
    func inOrderOfNames(_ ids: Set<CustomerID>) -> [CustomerID] {
        byName.lazy.map(\.customer.id).filter(ids.contains)
    }

    func sorted(_ ids: some Sequence<CustomerID>, by order: CustomerOrder) -> [CustomerID] {
        order.sorted(ids.compactMap(entry)).map(\.customer.id)
    }
}

extension CustomerOrder {
    func sorted(_ entries: [Directory.Entry]) -> [Directory.Entry] {
        entries.map { (entry: $0, key: key(of: $0)) }.sorted { precedes($0.key, $1.key) }.map(\.entry)
    }

    func precedes(_ one: Directory.Entry, _ other: Directory.Entry) -> Bool { precedes(key(of: one), key(of: other)) }

    private func key(of entry: Directory.Entry) -> Key { key(of: entry.customer, nameFold: entry.nameFold) }
}

extension CustomerFilter {
    func matches(_ entry: Directory.Entry) -> Bool { matches(entry.customer, entry.tokens) }
}

extension Array {
    /// The first index from which on `belongsAfter` holds, in an array where it holds for a tail.
    func partitioningIndex(from start: Int = 0, where belongsAfter: (Element) -> Bool) -> Int {
        var (low, high) = (start, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsAfter(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
