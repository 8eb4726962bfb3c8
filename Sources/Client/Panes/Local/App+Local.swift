import Domain
import Wire

/// Customers that are kept on this machine: shown at once, and all there is while the API is away.
extension App {
    /// Rows that are read at once.
    static let localPageRows = 200

    /// Reads on in the directory behind the last row.
    mutating func recallBrowse() {
        guard customers.browse.local.canGoOn, let sort = customers.browse.order.serverSort else { return }
        let id = recall(.directory(sort), after: lastServed(customers.browse.rows), Self.localPageRows)
        customers.browse.local = .asked(id)
    }

    /// Reads on among those whom the typed term finds, behind the last one that was read.
    mutating func recallSearch() {
        guard let search = customers.search, let term = search.term, search.listing.local.canGoOn else { return }
        let isFirst = search.listing.local == .unread
        let after = isFirst ? nil : search.lastRecalled.flatMap { model.directory[$0] }
        // A key is answered with what the screen holds; the rest follows at once, while nobody waits for it.
        let id = recall(.search(term), after: after, isFirst ? layout.visibleRows : Self.localPageRows)
        customers.search?.listing.local = .asked(id)
    }

    /// Reads on when the end of what is here comes near and the server will not send more by itself.
    mutating func recallMoreIfNeeded() {
        let margin = layout.visibleRows * 3
        guard customers.listing.top + margin >= customers.listing.rows.count else { return }
        switch customers.listing.progress {
        case .complete, .idle(next: .some): return
        case .idle, .loading, .failed: if customers.search?.term == nil { recallBrowse() } else { recallSearch() }
        }
    }

    private mutating func recall(_ subject: LocalQuery.Subject, after: Customer?, _ rows: Int) -> RequestID {
        recall(LocalQuery(subject: subject, after: after, limit: rows))
    }

    private func lastServed(_ rows: [CustomerID]) -> Customer? {
        rows.lazy.reversed().compactMap { model.directory[$0] }.first
    }

    // MARK: What is there

    mutating func take(_ coverage: Coverage) {
        model.replica = coverage
        if case .refused(let sentence) = coverage { chrome.notice = .warning(sentence) }
    }

    mutating func take(_ page: LocalPage, for id: RequestID) {
        if customers.browse.local == .asked(id) {
            takeRecalledBrowse(page)
        } else if customers.search?.listing.local == .asked(id) {
            takeRecalledSearch(page)
        }
    }

    private mutating func takeRecalledBrowse(_ page: LocalPage) {
        customers.browse.local = page.hasMore ? .more : .finished
        let ids = keep(page)
        guard !ids.isEmpty else { return }
        customers.browse.append(ids)
        placeAfterPage()
    }

    private mutating func takeRecalledSearch(_ page: LocalPage) {
        let ids = keep(page)
        guard var state = customers.search, let term = state.term else { return }
        state.listing.local = page.hasMore ? .more : .finished
        state.lastRecalled = ids.last ?? state.lastRecalled
        state.total = page.total ?? state.total
        // Once the server has named everybody, whom only we know of is not there any more.
        if !state.listing.isComplete {
            let found = model.corrected(Set(state.listing.rows).union(ids), for: term)
            let rows = withSelected(model.inOrderOfNames(found), of: state.listing)
            state.listing.replace(rows, visibleRows: layout.visibleRows)
        }
        customers.search = state
        followWhenKeysPause()
        recallMoreIfNeeded()
    }

    private mutating func keep(_ page: LocalPage) -> [CustomerID] {
        for seen in page.customers { model.directory.take(seen.customer, seenAt: seen.seenAt) }
        return page.customers.map(\.customer.id)
    }
}

/// How far a listing was read from what is kept on this machine.
enum LocalProgress: Hashable, Sendable {
    case unread
    case asked(RequestID)
    case more
    case finished

    var canGoOn: Bool { self == .unread || self == .more }
}
