import Domain

/// What becomes of the rows that are here when the server lists them again.
extension Listing {
    /// The rows that come, in the server's order, behind the last of those that it has just named.
    ///
    /// - Parameter order: the server's.
    func rows(behind renewed: [CustomerID], by order: CustomerOrder, in directory: Directory) -> [CustomerID] {
        guard let last = renewed.last.flatMap({ directory.entry($0) }) else { return rows }
        let known = Set(renewed)
        return rows.filter { id in
            !known.contains(id) && directory.entry(id).map { order.precedes(last, $0) } ?? false
        }
    }

    /// Rows as the server has just named them, with the selected one among them: it stays until the person moves on.
    func withSelected(_ rows: [CustomerID], _ context: inout PaneContext) -> [CustomerID] {
        guard let id = selectedID, !isFresh, !rows.contains(id), let entry = context.model.shownEntry(id) else {
            return rows
        }
        if !context.model.gone.contains(id) { context.ask(about: id) }
        let place = rows.partitioningIndex { other in
            context.model.shownEntry(other).map { order.precedes(entry, $0) } ?? false
        }
        return rows[..<place] + [id] + rows[place...]
    }
}
