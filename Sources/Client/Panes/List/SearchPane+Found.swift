import Domain
import Wire

/// What the server finds, and this machine.
extension SearchPane {
    /// Typing has paused: asks the server for the term as it stands.
    mutating func ask(_ context: inout PaneContext) {
        guard asksServer else { return }
        (confirmed, askedAt, isRenewed) = ([], nil, false)
        load(ListQuery(limit: Self.firstPageRows, search: editor.text.trimmed), &context)
    }

    mutating func refresh(_ context: inout PaneContext) {
        guard asksServer else { return }
        ask(&context)
        isRenewed = true
    }

    mutating func load(_ query: ListQuery, _ context: inout PaneContext) {
        ask(query, for: .searchPage(query), &context)
    }

    /// Asks again for what failed.
    mutating func retry(_ context: inout PaneContext) {
        if case .failed(_, let query) = listing.progress { load(query, &context) }
    }

    mutating func renewVisible(_ context: inout PaneContext) {
        guard asksServer, !isAsking else { return }
        context.askAgain(ListQuery(limit: Self.renewalRows(listing.rows.count), search: editor.text.trimmed))
    }

    // MARK: The server's answers

    mutating func receive(
        _ page: CustomerPage, of query: ListQuery, _ context: inout PaneContext
    ) throws(EndlessPages) {
        let ids = page.customers.map(\.id)
        try listing.trail.follow(page, of: query, hasNews: !ids.allSatisfy(confirmed.contains))
        confirmed.formUnion(ids)
        let behind = listing.rows(behind: ids, in: context.model.directory)
        // As far as the server has listed everybody, a customer only we know of no longer exists.
        let ours = page.next == nil ? [] : isRenewed ? behind : listing.rows
        show(confirmed.union(ours), &context)
        askedAt = askedAt ?? context.chrome.now
        listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        if isRenewed, let next = page.next, !behind.isEmpty { load(next, &context) }
        // An empty page with a next one is not the end.
        loadMoreIfNeeded(&context)
        context.followWhenKeysPause()
    }

    /// Receives the first page once more, whose customers the directory has already.
    mutating func receiveAgain(_ page: CustomerPage, of query: ListQuery, _ context: inout PaneContext) {
        guard editor.text.trimmed == query.search, !isAsking else { return }
        confirmed = Set(page.customers.map(\.id))
        askedAt = context.chrome.now
        show(confirmed, &context)
        listing.progress = page.next.map { .idle(next: $0) } ?? .complete
    }

    private mutating func show(_ found: Set<CustomerID>, _ context: inout PaneContext) {
        guard let term else { return }
        let shown = context.model.inOrderOfNames(context.model.corrected(found, for: term))
        listing.replace(listing.withSelected(shown, &context), visibleRows: context.layout.visibleRows)
    }

    // MARK: What is kept on this machine

    /// Reads on among the customers the typed term finds, behind the last one that was read.
    mutating func recall(_ context: inout PaneContext) {
        guard let term, listing.local.canGoOn else { return }
        let isFirst = listing.local == .unread
        let after = isFirst ? nil : lastRecalled.flatMap { context.model.directory[$0] }
        // A key is answered with what the screen holds; the rest follows at once, while nobody waits for it.
        let rows = isFirst ? context.layout.visibleRows : Self.localPageRows
        let id = context.recall(LocalQuery(subject: .search(term), after: after, limit: rows))
        listing.local = .asked(id)
    }

    mutating func receive(_ page: LocalPage, _ context: inout PaneContext) {
        let ids = page.customers.map(\.customer.id)
        listing.local = page.hasMore ? .more : .finished
        lastRecalled = ids.last ?? lastRecalled
        total = page.total ?? total
        // Once the server has listed everybody, a customer only we know of no longer exists.
        if !listing.isComplete { show(Set(listing.rows).union(ids), &context) }
        context.followWhenKeysPause()
        loadMoreIfNeeded(&context)
    }

    // MARK: What changes meanwhile

    /// Puts a customer who has changed where they belong, or takes them out who is not found any more.
    mutating func place(_ id: CustomerID, _ context: PaneContext) {
        guard let belongs else { return }
        let (directory, rows) = (context.model.directory, context.layout.visibleRows)
        if let entry = directory.entry(id), belongs(entry) {
            listing.place(id, in: directory, visibleRows: rows)
        } else {
            listing.remove(id, visibleRows: rows)
        }
    }

    mutating func place(_ ids: Set<CustomerID>, _ context: PaneContext) {
        if let belongs { listing.place(ids, context, where: belongs) }
    }

    /// The matches have a row, and so has the selected customer, a match or not, until the person moves on.
    private var belongs: ((Directory.Entry) -> Bool)? {
        guard let term else { return nil }
        let selected = listing.selectedID
        return { term.matches($0.tokens) || $0.customer.id == selected }
    }

    mutating func remove(_ id: CustomerID, visibleRows: Int) {
        listing.remove(id, visibleRows: visibleRows)
        confirmed.remove(id)
    }
}
