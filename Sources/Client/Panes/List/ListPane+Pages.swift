import Domain
import Wire

/// The directory's pages.
extension ListPane {
    /// Rows of each page after the first.
    private static let furtherPageRows = 500

    /// Asks for all rows again, from the first page on; what is here stays until its page comes.
    mutating func refresh(_ context: inout PaneContext) {
        renewal = Renewal()
        let query = ListQuery(sort: listing.serverSort)
        load(query, rows: Self.renewalRows(listing.rows.count), &context)
    }

    mutating func load(_ query: ListQuery, _ context: inout PaneContext) {
        load(query, rows: Self.furtherPageRows, &context)
    }

    private mutating func load(_ query: ListQuery, rows: Int, _ context: inout PaneContext) {
        var query = query
        query.limit = rows
        ask(query, for: .browsePage(query), &context)
    }

    /// Asks again for what failed, a refresh from its beginning.
    mutating func retry(_ context: inout PaneContext) {
        guard case .failed(_, let query) = listing.progress else { return }
        if query.cursor == nil { refresh(&context) } else { load(query, &context) }
    }

    // MARK: The answers

    mutating func receive(
        _ page: CustomerPage, of query: ListQuery, _ context: inout PaneContext
    ) throws(EndlessPages) {
        let ids = page.customers.map(\.id)
        let (directory, now) = (context.model.directory, context.chrome.now)
        if var renewal {
            let named = Set(renewal.ids)
            try listing.trail.follow(page, of: query, hasNews: !ids.allSatisfy(named.contains))
            renewal.ids += ids
            renewal.pages.follow(by: page, of: query, in: directory, at: now)
            renew(with: renewal, page, &context)
        } else {
            let hasNews = listing.append(ids)
            try listing.trail.follow(page, of: query, hasNews: hasNews)
            pages.follow(by: page, of: query, in: directory, at: now)
            finish(page, &context)
        }
    }

    mutating func receive(_ failure: Failure, of query: ListQuery, _ context: inout PaneContext) {
        if renewal != nil {
            renewal = nil
            fail(failure, retrying: ListQuery(sort: query.sort), &context)
        } else if case .refused(let problem) = failure.kind, problem.kind == .badCursor, query.cursor != nil {
            // The server has forgotten where we were: the first page leads on again.
            refresh(&context)
        } else {
            fail(failure, retrying: query, &context)
        }
    }

    /// All that was asked for has come.
    private mutating func finish(_ page: CustomerPage, _ context: inout PaneContext) {
        listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        if listing.hasEnd, context.chrome.notice == context.noticeOfRest { context.clearNotice() }
        reorderRows(context)
        listing.pinSelection()
    }

    /// A page of a refresh: takes the place of the rows up to its last, behind which the old ones are asked for next.
    private mutating func renew(with renewal: Renewal, _ page: CustomerPage, _ context: inout PaneContext) {
        let rest =
            page.next == nil
            ? []
            : listing.rows(
                behind: renewal.ids, by: listing.serverSort.order, in: context.model.directory)
        let rows = listing.withSelected(renewal.ids + rest, &context)
        listing.replace(rows, visibleRows: context.layout.visibleRows)
        if let next = page.next, rest.contains(where: { !listing.ahead.contains($0) }) {
            self.renewal = renewal
            reorderRows(context)
            load(next, rows: Self.renewalRows(rest.count), &context)
        } else {
            pages = renewal.pages
            self.renewal = nil
            listing.ahead = []
            listing.local = .unread
            finish(page, &context)
        }
    }

    /// Brings the rows that have come into the order of the list, whatever the server's.
    private mutating func reorderRows(_ context: PaneContext) {
        if !listing.isInServerOrder {
            listing.sort(by: listing.order, in: context.model.directory, visibleRows: context.layout.visibleRows)
        }
        placeAhead(context)
    }

    // MARK: What is kept on this machine

    /// Reads on in the directory behind the last row.
    mutating func recall(_ context: inout PaneContext) {
        // What is kept here is read in the order of names.
        guard listing.local.canGoOn, listing.isInServerOrder, listing.serverSort.moment == nil else { return }
        let last = listing.rows.lazy.reversed().compactMap { [model = context.model] in model.directory[$0] }.first
        let id = context.recall(
            LocalQuery(subject: .directory(listing.serverSort), after: last, limit: Self.localPageRows))
        listing.local = .asked(id)
    }

    mutating func receive(_ page: LocalPage, _ context: PaneContext) {
        listing.local = page.hasMore ? .more : .finished
        guard !page.customers.isEmpty else { return }
        listing.append(page.customers.map(\.customer.id))
        placeAhead(context)
    }
}
