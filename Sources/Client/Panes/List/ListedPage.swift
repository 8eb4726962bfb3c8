import Domain
import Wire

/// A page of the directory as the server gave it, so that the part of it that is seen can be asked for again.
struct ListedPage: Sendable {
    let query: ListQuery
    /// The last customer of the page before, as they were then: the page holds who comes behind; `nil` for the first.
    let after: Directory.Entry?
    /// The last customer on the page; ``after`` when it is empty.
    var end: Directory.Entry?
    /// When the server said so.
    var seenAt: Timestamp

    /// The server's order.
    var order: CustomerOrder { query.sort.order }
}

extension [ListedPage] {
    /// Adds the page that goes on behind the last one; it alone stays when it is the first.
    mutating func follow(by page: CustomerPage, of query: ListQuery, in directory: Directory, at now: Timestamp) {
        if query.cursor == nil { self = [] }
        let after = last?.end
        let end = page.customers.last.flatMap { directory.entry($0.id) } ?? after
        append(ListedPage(query: query, after: after, end: end, seenAt: now))
    }
}

extension Listing {
    /// The rows on the screen.
    func visible(_ visibleRows: Int) -> ArraySlice<CustomerID> { rows.dropFirst(top).prefix(visibleRows) }

    /// The rows that a page holds when the server names `end` as its last; to the last row when there is none.
    func rows(of page: ListedPage, to end: Directory.Entry?, in directory: Directory) -> ArraySlice<CustomerID> {
        func isBehind(_ entry: Directory.Entry?) -> (CustomerID) -> Bool {
            { id in
                guard let entry, let other = directory.entry(id) else { return entry == nil }
                return page.order.precedes(entry, other)
            }
        }
        guard order == page.order else {
            return rows.filter { isBehind(page.after)($0) && (end == nil || !isBehind(end)($0)) }[...]
        }
        let first = rows.partitioningIndex(where: isBehind(page.after))
        let last = end == nil ? rows.count : rows.partitioningIndex(from: first, where: isBehind(end))
        return rows[first..<last]
    }
}

extension ListPane {
    /// The pages to which the rows on the screen belong; all of them where the rows are in another order than the pages.
    func visiblePages(_ context: PaneContext) -> Range<Int> {
        guard listing.isInServerOrder, listing.serverSort == pages.first?.query.sort else { return pages.indices }
        let seen = listing.visible(context.layout.visibleRows).compactMap { context.model.directory.entry($0) }
        guard let first = seen.first, let last = seen.last else { return pages.indices }
        // Rows from this machine may stand in another order than the server's.
        let (one, other) = (page(of: first), page(of: last))
        return min(one, other)..<max(one, other) + 1
    }

    private func page(of entry: Directory.Entry) -> Int {
        pages.lastIndex { page in page.after.map { listing.order.precedes($0, entry) } ?? true } ?? 0
    }
}
