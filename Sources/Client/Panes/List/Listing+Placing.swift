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
        if ids.count == 1, let id = ids.first, let entry = model.shownEntry(id), belongs(entry), isInPlace(entry, model)
        {
            return
        }
        var had: Set<CustomerID> = []
        let rest = rows.filter { id in
            guard ids.contains(id) else { return true }
            had.insert(id)
            return false
        }
        let entries = order.sorted(ids.compactMap(model.shownEntry).filter(belongs))
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

    /// Whether somebody stands between two rows where they belong, as nearly everybody does who has changed.
    private func isInPlace(_ entry: Directory.Entry, _ model: Model) -> Bool {
        let id = entry.customer.id
        guard !ahead.contains(id), let row = rows.firstIndex(of: id), row > 0, row + 1 < rows.count,
            let before = model.directory.entry(rows[row - 1]), let after = model.directory.entry(rows[row + 1])
        else { return false }
        return order.precedes(before, entry) && order.precedes(entry, after)
    }
}
