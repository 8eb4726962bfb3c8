import Domain
import Journal
import Screen
import Wire

/// After a rest what is on the screen is asked for again, because others have been at work; nothing of it moves the selection.
extension CustomersScreen {
    /// Vanished rows that are asked about one by one.
    private static let maximumVanished = 20
    /// Pages that are asked for again at once.
    private static let maximumPages = 5

    mutating func renewVisible(_ context: inout PaneContext) {
        // Whose details or form are on the screen.
        if let id = openForm?.customerID ?? detail?.id, let customer = context.model.directory[id] {
            _ = context.askNewest(customer)
        }
        if showsList(context) { renewVisibleRows(&context) }
    }

    private func showsList(_ context: PaneContext) -> Bool { context.layout.isWide || focus != .side }

    private mutating func renewVisibleRows(_ context: inout PaneContext) {
        if let search, search.term != nil {
            guard search.asksServer, !search.isAsking, !search.listing.isLoading else { return }
            let rows = renewalRows(search.listing.rows.count)
            askAgain(ListQuery(limit: rows, search: search.editor.text.trimmed), &context)
        } else if !browse.isLoading {
            let visible = browse.visiblePages(in: context.model.directory, visibleRows: context.layout.visibleRows)
            guard visible.count <= Self.maximumPages else { return }
            for page in browse.pages[visible] { askAgain(page.query, &context) }
        }
    }

    private mutating func askAgain(_ query: ListQuery, _ context: inout PaneContext) {
        guard !context.model.requests.values.contains(.again(query)) else { return }
        _ = context.send(.list(query), for: .again(query))
    }

    // MARK: The answers

    /// Who had a row where a page belongs, and is not named there any more.
    ///
    /// - Parameter directory: as it was before the page came.
    func vanished(from page: CustomerPage, of query: ListQuery, in directory: Directory) -> [CustomerID] {
        guard query.search == nil, let listed = browse.pages.first(where: { $0.query == query }) else { return [] }
        let named = Set(page.customers.map(\.id))
        return browse.rows(of: listed, to: page.end, in: directory).filter { !named.contains($0) }
    }

    /// Receives a page whose customers the directory has already.
    mutating func receiveAgain(
        _ page: CustomerPage, _ query: ListQuery, vanished: [CustomerID], _ context: inout PaneContext
    ) {
        if query.search != nil {
            receiveFoundAgain(page, query, &context)
        } else if let index = browse.pages.firstIndex(where: { $0.query == query }),
            page.next == nil || !page.customers.isEmpty
        {
            noteAgain(index, page.end, page.next, &context)
            place(Set(page.customers.map(\.id)), &context)
            askAbout(vanished, &context)
        }
        followWhenKeysPause(&context)
    }

    /// Notes how far a page reaches now; what it reached before and does not reach any more is a page of its own.
    private mutating func noteAgain(
        _ index: Int, _ end: Directory.Entry?, _ next: ListQuery?, _ context: inout PaneContext
    ) {
        let old = browse.pages[index]
        browse.pages[index].seenAt = context.chrome.now
        guard let end, let next else {
            browse.pages.removeSubrange((index + 1)...)
            browse.progress = .complete
            return
        }
        if let oldEnd = old.end, old.order.precedes(end, oldEnd) {
            browse.pages[index].end = end
            browse.pages.insert(
                ListedPage(query: next, after: end, end: oldEnd, seenAt: old.seenAt), at: index + 1)
            let visible = browse.visiblePages(in: context.model.directory, visibleRows: context.layout.visibleRows)
            if visible.contains(index + 1) { askAgain(next, &context) }
        } else if browse.isComplete, index == browse.pages.count - 1 {
            browse.progress = .idle(next: next)
        }
    }

    private mutating func receiveFoundAgain(_ page: CustomerPage, _ query: ListQuery, _ context: inout PaneContext) {
        guard var state = search, state.editor.text.trimmed == query.search, let term = state.term,
            !state.isAsking
        else { return }
        state.confirmed = Set(page.customers.map(\.id))
        state.askedAt = context.chrome.now
        let found = context.model.inOrderOfNames(context.model.corrected(state.confirmed, for: term))
        state.listing.replace(withSelected(found, of: state.listing, &context), visibleRows: context.layout.visibleRows)
        state.listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        search = state
    }

    /// Who has gone from where they were was renamed or deleted: they stay until that is known.
    private mutating func askAbout(_ vanished: [CustomerID], _ context: inout PaneContext) {
        let unknown = vanished.filter {
            context.model.directory[$0] != nil && !context.model.queue.isPending($0) && !context.model.gone.contains($0)
        }
        guard unknown.count <= Self.maximumVanished else { return renewBrowse(&context) }
        for id in unknown { context.ask(about: id) }
    }

    // MARK: The customer looked at stays

    /// Rows as the server has just named them, with the selected one among them: it stays until the person moves on.
    func withSelected(_ rows: [CustomerID], of listing: Listing, _ context: inout PaneContext) -> [CustomerID] {
        guard let id = listing.selectedID, !listing.isFresh, !rows.contains(id),
            let entry = context.model.shownEntry(id)
        else {
            return rows
        }
        if !context.model.gone.contains(id) { context.ask(about: id) }
        let place = rows.partitioningIndex { other in
            context.model.shownEntry(other).map { listing.order.precedes(entry, $0) } ?? false
        }
        return rows[..<place] + [id] + rows[place...]
    }

    // MARK: How old it is

    func agedMoments(_ context: PaneContext) -> [Timestamp] { seenAt(context).map { [$0] } ?? [] }

    /// When the server said what is on the screen, the oldest part of it; `nil` when it says nothing of customers.
    func seenAt(_ context: PaneContext) -> Timestamp? {
        if showsList(context) { return listSeenAt(context) }
        guard scope == .detail, let detail else { return nil }
        if case .newest(let moment) = detail.freshness { return moment }
        return context.model.directory.entry(detail.id)?.seenAt ?? listSeenAt(context)
    }

    private func listSeenAt(_ context: PaneContext) -> Timestamp? {
        let rows = context.layout.visibleRows
        let asked: [Timestamp]
        if let search, search.term != nil, let moment = search.askedAt {
            asked = [moment]
        } else {
            let pages = browse.visiblePages(in: context.model.directory, visibleRows: rows)
            asked = browse.pages[pages].map(\.seenAt)
        }
        return (asked + listing.visible(rows).compactMap { context.model.directory.entry($0)?.seenAt }).min()
    }
}

extension CustomerPage {
    /// The last one that it names, unless it is the last page of all.
    fileprivate var end: Directory.Entry? { next == nil ? nil : customers.last.map { Directory.Entry($0) } }
}
