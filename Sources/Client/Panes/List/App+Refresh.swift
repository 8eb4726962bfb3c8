import Domain
import Wire

/// The list's order, and asking the server again for all that is loaded.
extension App {
    mutating func sort() {
        guard customers.search?.term == nil else {
            chrome.notice = .plain("What was found is in the order of names.")
            return
        }
        let order = customers.browse.order.next(allRowsAreLocal: customers.browse.isComplete)
        if customers.browse.isComplete {
            customers.browse.sort(by: order, in: model.directory, visibleRows: layout.visibleRows)
            placeAfterPage()
            customers.browse.select(0, visibleRows: layout.visibleRows)
        } else {
            if case .loading(let id, _) = customers.browse.progress { cancel(id) }
            customers.browse = Listing(order: order, isFresh: true)
            renewBrowse()
        }
        chrome.notice = .plain(
            "Sorted by \(order.column.label.lowercased()), \(order.isDescending ? "from the end" : "from the start")."
                + (customers.browse.isComplete ? "" : " Other columns once all rows are loaded."))
        loadMoreIfNeeded()
        followWhenKeysPause()
    }

    mutating func refresh() {
        if scope == .detail, let customer = subject {
            askNewest(customer)
        } else if let search = customers.search, search.term != nil {
            guard search.asksServer else { return }
            askServerForSearch()
            customers.search?.isRenewed = true
        } else {
            renewBrowse()
        }
    }

    // MARK: Page by page

    /// Rows of a page when so many are to be asked for anew.
    func renewalRows(_ count: Int) -> Int {
        min(ListQuery.limits.upperBound, max(Self.firstPageRows, count))
    }

    /// Asks for all rows anew, from the first page on; what is here stays until its page comes.
    mutating func renewBrowse() {
        customers.browse.renewed = []
        let query = ListQuery(sort: customers.browse.order.serverSort ?? .name)
        loadBrowse(query, rows: renewalRows(customers.browse.rows.count))
    }

    /// A page of a refresh: takes the place of the rows up to its last, behind which the old ones are asked for next.
    mutating func takeRenewal(_ page: CustomerPage) {
        let renewed = (customers.browse.renewed ?? []) + page.customers.map(\.id)
        let rest = page.next == nil ? [] : rows(of: customers.browse, behind: renewed)
        let all = withSelected(renewed + rest, of: customers.browse)
        customers.browse.replace(all, visibleRows: layout.visibleRows)
        if let next = page.next, rest.contains(where: { !customers.browse.ahead.contains($0) }) {
            customers.browse.renewed = renewed
            settleRows()
            loadBrowse(next, rows: renewalRows(rest.count))
        } else {
            customers.browse.renewed = nil
            customers.browse.pages = customers.browse.renewedPages
            customers.browse.ahead = []
            customers.browse.local = .unread
            takeBrowseEnd(page)
        }
    }

    /// The rows that come, in the server's order, behind the last of those that it has just named.
    func rows(of listing: Listing, behind renewed: [CustomerID]) -> [CustomerID] {
        guard let last = renewed.last.flatMap({ model.directory.entry($0) }) else { return listing.rows }
        let order = listing.order.serverSort == nil ? .name : listing.order
        let known = Set(renewed)
        return listing.rows.filter { id in
            !known.contains(id) && model.directory.entry(id).map { order.precedes(last, $0) } ?? false
        }
    }
}
