import Domain
import Journal
import Screen
import Wire

/// After a rest what is on the screen is asked for again, for others have been at work; nothing of it moves the selection.
extension App {
    /// A key after so long a rest asks again.
    static let restSeconds: Int64 = 30
    /// Vanished rows that are asked about one by one.
    private static let maximumVanished = 20
    /// Pages that are asked for again at once.
    private static let maximumPages = 5

    mutating func renewVisible() {
        guard model.connection.state == .online else { return }
        if let id = visiblePerson, let customer = model.directory[id] { askNewest(customer, quietly: true) }
        if showsList { renewVisibleRows() }
    }

    /// Whose details or form are on the screen.
    private var visiblePerson: CustomerID? {
        return navigation.showsCustomers ? customers.openForm?.customerID ?? customers.detail?.id : nil
    }

    private var showsList: Bool {
        navigation.showsCustomers && (layout.isWide || customers.focus != .side)
    }

    private mutating func renewVisibleRows() {
        if let search = customers.search, search.term != nil {
            guard search.asksServer, !search.isAsking, !search.listing.isLoading else { return }
            let rows = renewalRows(search.listing.rows.count)
            askAgain(ListQuery(limit: rows, search: search.editor.text.trimmed))
        } else if !customers.browse.isLoading {
            let visible = customers.browse.visiblePages(in: model.directory, visibleRows: layout.visibleRows)
            guard visible.count <= Self.maximumPages else { return }
            for page in customers.browse.pages[visible] { askAgain(page.query) }
        }
    }

    private mutating func askAgain(_ query: ListQuery) {
        guard !model.requests.values.contains(.again(query)) else { return }
        _ = send(.list(query), for: .again(query))
    }

    // MARK: The answers

    /// That there was no answer is said by the link, and by the age of what is shown.
    mutating func takeAgain(_ result: Result<ReadAnswer, Failure>, _ query: ListQuery) {
        guard case .success(.page(let page)) = result else { return }
        if query.search != nil {
            takeFoundAgain(page, query)
        } else if let index = customers.browse.pages.firstIndex(where: { $0.query == query }) {
            takeListedAgain(page, index)
        }
        followWhenKeysPause()
    }

    private mutating func takeListedAgain(_ page: CustomerPage, _ index: Int) {
        let named = Set(page.customers.map(\.id))
        guard page.next == nil || !named.isEmpty else { return }
        let end = page.next == nil ? nil : page.customers.last.map { Directory.Entry($0) }
        let listed = customers.browse.rows(of: customers.browse.pages[index], to: end, in: model.directory)
        let vanished = listed.filter { !named.contains($0) }
        for customer in page.customers { model.directory.take(customer) }
        noteAgain(index, end, page.next)
        place(named)
        askAbout(vanished)
    }

    /// Notes how far a page reaches now; what it reached before and does not reach any more is a page of its own.
    private mutating func noteAgain(_ index: Int, _ end: Directory.Entry?, _ next: ListQuery?) {
        let old = customers.browse.pages[index]
        customers.browse.pages[index].seenAt = chrome.now
        guard let end, let next else {
            customers.browse.pages.removeSubrange((index + 1)...)
            customers.browse.progress = .complete
            return
        }
        if let oldEnd = old.end, old.order.precedes(end, oldEnd) {
            customers.browse.pages[index].end = end
            customers.browse.pages.insert(
                ListedPage(query: next, after: end, end: oldEnd, seenAt: old.seenAt), at: index + 1)
            let visible = customers.browse.visiblePages(in: model.directory, visibleRows: layout.visibleRows)
            if visible.contains(index + 1) { askAgain(next) }
        } else if customers.browse.isComplete, index == customers.browse.pages.count - 1 {
            customers.browse.progress = .idle(next: next)
        }
    }

    private mutating func takeFoundAgain(_ page: CustomerPage, _ query: ListQuery) {
        guard var state = customers.search, state.editor.text.trimmed == query.search, let term = state.term,
            !state.isAsking
        else { return }
        for customer in page.customers { model.directory.take(customer) }
        state.confirmed = Set(page.customers.map(\.id))
        state.askedAt = chrome.now
        let found = model.inOrderOfNames(model.corrected(state.confirmed, for: term))
        state.listing.replace(withSelected(found, of: state.listing), visibleRows: layout.visibleRows)
        state.listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        customers.search = state
    }

    /// Who has gone from where they were was renamed or deleted: they stay until that is known.
    private mutating func askAbout(_ vanished: [CustomerID]) {
        let unknown = vanished.filter {
            model.directory[$0] != nil && !model.queue.isPending($0) && !model.gone.contains($0)
        }
        guard unknown.count <= Self.maximumVanished else { return renewBrowse() }
        for id in unknown { ask(about: id) }
    }

    private mutating func ask(about id: CustomerID) {
        guard !model.requests.values.contains(.catchUp(id)) else { return }
        _ = send(.get(id, unlessVersion: nil), for: .catchUp(id))
    }

    // MARK: Whoever is looked at stays

    /// Rows as the server has just named them, with the selected one among them: it stays until the person moves on.
    mutating func withSelected(_ rows: [CustomerID], of listing: Listing) -> [CustomerID] {
        guard let id = listing.selectedID, !listing.isFresh, !rows.contains(id), let entry = model.shownEntry(id) else {
            return rows
        }
        if !model.gone.contains(id) { ask(about: id) }
        let place = rows.partitioningIndex { other in
            model.shownEntry(other).map { listing.order.precedes(entry, $0) } ?? false
        }
        return rows[..<place] + [id] + rows[place...]
    }

    // MARK: How old it is

    /// When the server said what is on the screen, the oldest part of it; `nil` when it says nothing of customers.
    var seenAt: Timestamp? {
        if showsList { return listSeenAt }
        guard navigation.scopeBelow == .detail, let detail = customers.detail else { return nil }
        if case .newest(let moment) = detail.freshness { return moment }
        return model.directory.entry(detail.id)?.seenAt ?? listSeenAt
    }

    private var listSeenAt: Timestamp? {
        let rows = layout.visibleRows
        let asked: [Timestamp]
        if let search = customers.search, search.term != nil, let moment = search.askedAt {
            asked = [moment]
        } else {
            let pages = customers.browse.visiblePages(in: model.directory, visibleRows: rows)
            asked = customers.browse.pages[pages].map(\.seenAt)
        }
        return (asked + customers.listing.visible(rows).compactMap { model.directory.entry($0)?.seenAt }).min()
    }
}
