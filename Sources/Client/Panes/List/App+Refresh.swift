import Domain
import Wire

/// The list's order, and asking the server again for all that is loaded.
extension App {
    mutating func sort() {
        guard search?.term == nil else {
            notice = .plain("What was found is in the order of names.")
            return
        }
        let order = browse.order.next(allRowsAreLocal: browse.isComplete)
        if browse.isComplete {
            browse.sort(by: order, in: directory, visibleRows: layout.visibleRows)
            placeAfterPage()
            browse.select(0, visibleRows: layout.visibleRows)
        } else {
            if case .loading(let id, _) = browse.progress { cancel(id) }
            browse = Listing(order: order, isFresh: true)
            renewBrowse()
        }
        notice = .plain(
            "Sorted by \(order.column.label.lowercased()), \(order.isDescending ? "from the end" : "from the start")."
                + (browse.isComplete ? "" : " Other columns once all rows are loaded."))
        loadMoreIfNeeded()
        followWhenKeysPause()
    }

    mutating func refresh() {
        if pane == .detail, let customer = selectedCustomer {
            askNewest(customer)
        } else if let search, search.term != nil {
            guard search.asksServer else { return }
            askServerForSearch()
            self.search?.isRenewed = true
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
        browse.renewed = []
        let query = ListQuery(sort: browse.order.serverSort ?? .name)
        loadBrowse(query, rows: renewalRows(browse.rows.count))
    }

    /// A page of a refresh: takes the place of the rows up to its last, behind which the old ones are asked for next.
    mutating func takeRenewal(_ page: CustomerPage) {
        let renewed = (browse.renewed ?? []) + page.customers.map(\.id)
        let rest = page.next == nil ? [] : rows(of: browse, behind: renewed)
        browse.replace(withSelected(renewed + rest, of: browse), visibleRows: layout.visibleRows)
        if let next = page.next, rest.contains(where: { !browse.ahead.contains($0) }) {
            browse.renewed = renewed
            settleRows()
            loadBrowse(next, rows: renewalRows(rest.count))
        } else {
            browse.renewed = nil
            browse.pages = browse.renewedPages
            browse.ahead = []
            browse.local = .unread
            takeBrowseEnd(page)
        }
    }

    /// The rows that come, in the server's order, behind the last of those that it has just named.
    func rows(of listing: Listing, behind renewed: [CustomerID]) -> [CustomerID] {
        guard let last = renewed.last.flatMap({ directory.entry($0) }) else { return listing.rows }
        let order = listing.order.serverSort == nil ? .name : listing.order
        let known = Set(renewed)
        return listing.rows.filter { id in
            !known.contains(id) && directory.entry(id).map { order.precedes(last, $0) } ?? false
        }
    }
}
