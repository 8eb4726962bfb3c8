import Domain
import Wire

/// What the server finds, and this machine.
extension SearchPane {
    /// Typing has paused: asks the server for the term as it stands.
    mutating func ask(_ context: inout PaneContext) {
        if let capabilities = context.model.capabilities, filter?.isSearch == false, !capabilities.contains(.filters) {
            isLocal = true
            context.post(.warning("This API takes no filters: only customers who are loaded are looked through."))
        }
        guard asksServer else { return }
        (confirmed, askedAt, isRenewed, fruitless) = ([], nil, false, FruitlessPages())
        load(ListQuery(limit: Self.firstPageRows, search: filter?.wireText), &context)
    }

    mutating func refresh(_ context: inout PaneContext) {
        guard asksServer else { return }
        if similar != .none { return startOver(&context) }
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
        guard asksServer, !isAsking, !similar.isShown else { return }
        context.askAgain(ListQuery(limit: Self.renewalRows(listing.rows.count), search: filter?.wireText))
    }

    /// Goes on where pages without anybody have ended.
    mutating func goOn(_ context: inout PaneContext) {
        fruitless = FruitlessPages()
        loadMoreIfNeeded(&context)
    }

    // MARK: The server's answers

    mutating func receive(
        _ page: CustomerPage, of query: ListQuery, _ context: inout PaneContext
    ) throws(EndlessPages) {
        let ids = page.customers.map(\.id)
        try listing.trail.follow(page, of: query, hasNews: !ids.allSatisfy(confirmed.contains))
        confirmed.formUnion(ids)
        let behind = listing.rows(behind: ids, by: .name, in: context.model.directory)
        // As far as the server has listed everybody, a customer only we know of no longer exists.
        let ours = page.next == nil ? [] : isRenewed ? behind : listing.rows
        show(confirmed.union(ours), &context)
        listing.pinSelection()
        askedAt = askedAt ?? context.chrome.now
        listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        if isRenewed, let next = page.next, !behind.isEmpty { load(next, &context) }
        // An empty page with a next one is not the end.
        fruitless.add(page, at: context.chrome.now)
        if !fruitless.isEnough { loadMoreIfNeeded(&context) }
        askForSimilar(&context)
        context.followWhenKeysPause()
    }

    mutating func receive(_ failure: Failure, of query: ListQuery, _ context: inout PaneContext) {
        fail(failure, retrying: query, &context)
        askForSimilar(&context)
    }

    /// Receives the first page once more, whose customers the directory has already.
    mutating func receiveAgain(_ page: CustomerPage, of query: ListQuery, _ context: inout PaneContext) {
        guard filter?.wireText == query.search, !isAsking else { return }
        confirmed = Set(page.customers.map(\.id))
        askedAt = context.chrome.now
        show(confirmed, &context)
        listing.progress = page.next.map { .idle(next: $0) } ?? .complete
    }

    private mutating func show(_ found: Set<CustomerID>, _ context: inout PaneContext) {
        guard let filter else { return }
        if similar.isShown {
            guard !found.isEmpty else { return }
            similar = .none
        }
        let wasEmpty = listing.rows.isEmpty
        let corrected = context.model.corrected(found, for: filter)
        let shown =
            listing.order == .name
            ? context.model.inOrderOfNames(corrected) : context.model.sorted(corrected, by: listing.order)
        listing.replace(listing.withSelected(shown, &context), visibleRows: context.layout.visibleRows)
        // From then on the selection stays on its customer.
        if wasEmpty { beginAtBestHit(context) }
    }

    /// Those who are in the order of names already in the one that was chosen.
    func inOrder(_ found: [CustomerID], _ context: PaneContext) -> [CustomerID] {
        listing.order == .name ? found : context.model.sorted(found, by: listing.order)
    }

    /// Whether one is found, and nobody else may be found yet.
    func hasOneHit(_ context: PaneContext) -> Bool {
        guard listing.rows.count == 1 else { return false }
        if case .whole = context.model.replica, listing.local == .finished { return true }
        return !isAsking && (listing.isComplete || !asksServer)
    }

    /// So many rows are ranked one by one; of more, the names alone tell.
    private static let maximumRanked = 200

    /// Selects the best hit, the first by name of those that are equally good.
    mutating func beginAtBestHit(_ context: PaneContext) {
        guard let filter, !listing.rows.isEmpty, listing.order == .name else { return }
        let (rows, model) = (listing.rows, context.model)
        let best =
            rows.count <= Self.maximumRanked
            ? rows.indices.min { rank(rows[$0], filter, model) < rank(rows[$1], filter, model) }
            : rows.partitioningIndex { id in
                model.shownEntry(id).map {
                    !$0.nameFold.utf8.lexicographicallyPrecedes((filter.wordsTerm?.phrase ?? "").utf8)
                } ?? false
            }
        guard let best, rows.indices.contains(best), rank(rows[best], filter, model) < .other else { return }
        listing.begin(at: best, visibleRows: context.layout.visibleRows)
    }

    private func rank(_ id: CustomerID, _ filter: CustomerFilter, _ model: Model) -> SearchRank {
        model.shown(id).map { filter.rank(of: $0.details) } ?? .other
    }

    // MARK: What is kept on this machine

    /// Reads on among the customers the typed term finds, behind the last one that was read.
    mutating func recall(_ context: inout PaneContext) {
        guard let filter, listing.local.canGoOn else { return }
        let isFirst = listing.local == .unread
        let after = isFirst ? nil : lastRecalled.flatMap { context.model.directory[$0] }
        // A key is answered with what the screen holds; the rest follows at once, while nobody waits for it.
        let rows = isFirst ? context.layout.visibleRows : Self.localPageRows
        let id = context.recall(LocalQuery(subject: .search(filter), after: after, limit: rows))
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
        askForSimilar(&context)
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
        guard let filter else { return nil }
        let selected = listing.selectedID
        if case .found(let similar) = similar { return { similar.contains($0.customer.id) } }
        return { filter.matches($0) || $0.customer.id == selected }
    }

    mutating func remove(_ id: CustomerID, visibleRows: Int) {
        listing.remove(id, visibleRows: visibleRows)
        confirmed.remove(id)
    }
}
