import Domain
import Wire

/// The list's order, and asking the server again for all that is loaded.
extension CustomersScreen {
    mutating func sort(_ context: inout PaneContext) {
        guard search?.term == nil else {
            context.post(.plain("What was found is in the order of names."))
            return
        }
        let order = browse.order.next(allRowsAreLocal: browse.isComplete)
        if browse.isComplete {
            browse.sort(by: order, in: context.model.directory, visibleRows: context.layout.visibleRows)
            placeAfterPage(&context)
            browse.select(0, visibleRows: context.layout.visibleRows)
        } else {
            if case .loading(let id, _) = browse.progress { context.cancel(id) }
            browse = Listing(order: order, isFresh: true)
            renewBrowse(&context)
        }
        let start = order.isDescending ? "from the end" : "from the start"
        let others = browse.isComplete ? "" : " Other columns once all rows are loaded."
        context.post(.plain("Sorted by \(order.column.label.lowercased()), \(start).\(others)"))
        loadMoreIfNeeded(&context)
        followWhenKeysPause(&context)
    }

    mutating func refresh(_ context: inout PaneContext) {
        if let search, search.term != nil {
            guard search.asksServer else { return }
            askServerForSearch(&context)
            self.search?.isRenewed = true
        } else {
            renewBrowse(&context)
        }
    }

    /// What failed is asked for again: the API is back, or there was only this that it failed on.
    mutating func retry(_ context: inout PaneContext) {
        if case .failed(_, let query) = browse.progress {
            if query.cursor == nil { renewBrowse(&context) } else { loadBrowse(query, &context) }
        }
        if case .failed(_, let query)? = search?.listing.progress { loadSearch(query, &context) }
    }

    // MARK: Page by page

    /// Rows of a page when so many are to be asked for again.
    func renewalRows(_ count: Int) -> Int {
        min(ListQuery.limits.upperBound, max(Self.firstPageRows, count))
    }

    /// Asks for all rows again, from the first page on; what is here stays until its page comes.
    mutating func renewBrowse(_ context: inout PaneContext) {
        browse.renewed = []
        let query = ListQuery(sort: browse.order.serverSort ?? .name)
        loadBrowse(query, rows: renewalRows(browse.rows.count), &context)
    }

    /// A page of a refresh: takes the place of the rows up to its last, behind which the old ones are asked for next.
    mutating func receiveRenewal(_ page: CustomerPage, _ context: inout PaneContext) {
        let renewed = (browse.renewed ?? []) + page.customers.map(\.id)
        let rest = page.next == nil ? [] : rows(of: browse, behind: renewed, context)
        let all = withSelected(renewed + rest, of: browse, &context)
        browse.replace(all, visibleRows: context.layout.visibleRows)
        if let next = page.next, rest.contains(where: { !browse.ahead.contains($0) }) {
            browse.renewed = renewed
            reorderRows(&context)
            loadBrowse(next, rows: renewalRows(rest.count), &context)
        } else {
            browse.renewed = nil
            browse.pages = browse.renewedPages
            browse.ahead = []
            browse.local = .unread
            receiveBrowseEnd(page, &context)
        }
    }

    /// The rows that come, in the server's order, behind the last of those that it has just named.
    func rows(of listing: Listing, behind renewed: [CustomerID], _ context: PaneContext) -> [CustomerID] {
        guard let last = renewed.last.flatMap({ context.model.directory.entry($0) }) else { return listing.rows }
        let order = listing.order.serverSort == nil ? .name : listing.order
        let known = Set(renewed)
        return listing.rows.filter { id in
            !known.contains(id) && context.model.directory.entry(id).map { order.precedes(last, $0) } ?? false
        }
    }
}
