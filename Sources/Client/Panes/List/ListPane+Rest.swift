import Domain
import Journal
import Wire

/// After a rest the pages on the screen are asked for again, because others have been at work; nothing of it moves the selection.
extension ListPane {
    /// Vanished rows that are asked about one by one.
    private static let maximumVanished = 20
    /// Pages that are asked for again at once.
    private static let maximumPages = 5

    mutating func renewVisible(_ context: inout PaneContext) {
        let visible = visiblePages(context)
        guard !listing.isLoading, visible.count <= Self.maximumPages else { return }
        for page in pages[visible] { context.askAgain(page.query) }
    }

    // MARK: The answers

    /// Who had a row where a page belongs, and is not listed there any more.
    ///
    /// - Parameter directory: as it was before the page came.
    func vanished(from page: CustomerPage, of query: ListQuery, in directory: Directory) -> [CustomerID] {
        guard query.search == nil, let listed = pages.first(where: { $0.query == query }) else { return [] }
        let named = Set(page.customers.map(\.id))
        return listing.rows(of: listed, to: page.end, in: directory).filter { !named.contains($0) }
    }

    /// Receives a page that was asked for again, and whose customers the directory has already.
    mutating func receiveAgain(
        _ page: CustomerPage, of query: ListQuery, vanished: [CustomerID], _ context: inout PaneContext
    ) {
        guard let index = pages.firstIndex(where: { $0.query == query }), page.next == nil || !page.customers.isEmpty
        else { return }
        noteReach(of: index, page.end, page.next, &context)
        listing.place(Set(page.customers.map(\.id)), context)
        ask(about: vanished, &context)
    }

    /// Notes how far a page reaches now; what it reached before and does not reach any more is a page of its own.
    private mutating func noteReach(
        of index: Int, _ end: Directory.Entry?, _ next: ListQuery?, _ context: inout PaneContext
    ) {
        let old = pages[index]
        pages[index].seenAt = context.chrome.now
        guard let end, let next else {
            pages.removeSubrange((index + 1)...)
            listing.progress = .complete
            return
        }
        if let oldEnd = old.end, old.order.precedes(end, oldEnd) {
            pages[index].end = end
            pages.insert(ListedPage(query: next, after: end, end: oldEnd, seenAt: old.seenAt), at: index + 1)
            if visiblePages(context).contains(index + 1) { context.askAgain(next) }
        } else if listing.isComplete, index == pages.count - 1 {
            listing.progress = .idle(next: next)
        }
    }

    /// Who has gone from where they were was renamed or deleted: they stay until that is known.
    private mutating func ask(about vanished: [CustomerID], _ context: inout PaneContext) {
        let unknown = vanished.filter {
            context.model.directory[$0] != nil && !context.model.queue.isPending($0) && !context.model.gone.contains($0)
        }
        guard unknown.count <= Self.maximumVanished else { return refresh(&context) }
        for id in unknown { context.ask(about: id) }
    }
}

extension PaneContext {
    /// Asks once more for a page that is on the screen; not twice at once.
    mutating func askAgain(_ query: ListQuery) {
        guard !model.requests.values.contains(.again(query)) else { return }
        _ = send(.list(query), for: .again(query))
    }
}

extension CustomerPage {
    /// The last one that it names, unless it is the last page of all.
    fileprivate var end: Directory.Entry? { next == nil ? nil : customers.last.map { Directory.Entry($0) } }
}
