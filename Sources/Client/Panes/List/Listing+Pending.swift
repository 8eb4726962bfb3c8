import Domain

extension Listing {
    /// Puts several customers where they belong, and takes out those of them who have no entry.
    ///
    /// - Parameters:
    ///   - ids: all of them.
    ///   - entries: what is shown of them.
    ///   - always: who has a row also when it belongs behind the last that is loaded; the next page corrects it.
    mutating func place(
        _ ids: Set<CustomerID>, as entries: [Directory.Entry], always: Set<CustomerID>, in directory: Directory,
        visibleRows: Int
    ) {
        var had: Set<CustomerID> = []
        let rest = rows.filter { id in
            guard ids.contains(id) else { return true }
            had.insert(id)
            return false
        }
        var placed: [CustomerID] = []
        placed.reserveCapacity(rest.count + entries.count)
        var from = 0
        ahead.subtract(ids)
        for entry in entries.sorted(by: order.precedes) {
            let id = entry.customer.id
            let index = rest.partitioningIndex(from: from) { other in
                directory.entry(other).map { order.precedes(entry, $0) } ?? false
            }
            placed += rest[from..<index]
            from = index
            let isBehindAll = index == rest.count && !isComplete
            if isBehindAll, !always.contains(id), !had.contains(id) { continue }
            if isBehindAll { ahead.insert(id) }
            placed.append(id)
        }
        placed += rest[from...]
        if placed != rows { replace(placed, visibleRows: visibleRows) }
    }
}
