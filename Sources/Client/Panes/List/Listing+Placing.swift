import Domain
import Journal

extension Listing {
    /// Puts customers where they belong by what is shown of them, and takes out who is there no more.
    ///
    /// Who is under way has a row also when it belongs behind the last that is loaded; the next page corrects it.
    ///
    /// - Parameter belongs: who has a row here.
    mutating func place(
        _ ids: Set<CustomerID>, _ context: PaneContext, where belongs: (Directory.Entry) -> Bool = { _ in true }
    ) {
        let model = context.model
        guard !ids.isEmpty else { return }
        var had: Set<CustomerID> = []
        let rest = rows.filter { id in
            guard ids.contains(id) else { return true }
            had.insert(id)
            return false
        }
        let entries = ids.compactMap(model.shownEntry).filter(belongs).sorted(by: order.precedes)
        var placed: [CustomerID] = []
        placed.reserveCapacity(rest.count + entries.count)
        var from = 0
        ahead.subtract(ids)
        for entry in entries {
            let id = entry.customer.id
            let index = rest.partitioningIndex(from: from) { other in
                model.directory.entry(other).map { order.precedes(entry, $0) } ?? false
            }
            placed += rest[from..<index]
            from = index
            let isBehindAll = index == rest.count && !isComplete
            if isBehindAll, !model.queue.isPending(id), !had.contains(id) { continue }
            if isBehindAll { ahead.insert(id) }
            placed.append(id)
        }
        placed += rest[from...]
        if placed != rows { replace(placed, visibleRows: context.layout.visibleRows) }
    }
}
