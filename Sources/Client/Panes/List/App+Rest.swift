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
        guard link == .online else { return }
        if let id = visiblePerson, let customer = directory[id] { askNewest(customer, quietly: true) }
        if showsList { renewVisibleRows() }
    }

    /// Whose details or form are on the screen.
    private var visiblePerson: CustomerID? {
        switch pane {
        case .form, .detail: form?.customerID ?? detail?.id
        case .list, .search: layout.isWide ? form?.customerID ?? detail?.id : nil
        case .queue, .conflict: nil
        }
    }

    private var showsList: Bool {
        switch pane {
        case .list, .search: true
        case .form, .detail: layout.isWide
        case .queue, .conflict: false
        }
    }

    private mutating func renewVisibleRows() {
        if let search, search.term != nil {
            guard search.asksServer, !search.isAsking, !search.listing.isLoading else { return }
            let rows = renewalRows(search.listing.rows.count)
            askAgain(ListQuery(limit: rows, search: search.editor.text.trimmed))
        } else if !browse.isLoading {
            let visible = browse.visiblePages(in: directory, visibleRows: layout.visibleRows)
            guard visible.count <= Self.maximumPages else { return }
            for page in browse.pages[visible] { askAgain(page.query) }
        }
    }

    private mutating func askAgain(_ query: ListQuery) {
        guard !requests.values.contains(.again(query)) else { return }
        _ = send(.list(query), for: .again(query))
    }

    // MARK: The answers

    /// That there was no answer is said by the link, and by the age of what is shown.
    mutating func takeAgain(_ result: Result<Answer, Failure>, _ query: ListQuery) {
        guard case .success(.page(let page)) = result else { return }
        if query.search != nil {
            takeFoundAgain(page, query)
        } else if let index = browse.pages.firstIndex(where: { $0.query == query }) {
            takeListedAgain(page, index)
        }
        followWhenKeysPause()
    }

    private mutating func takeListedAgain(_ page: CustomerPage, _ index: Int) {
        let named = Set(page.customers.map(\.id))
        guard page.next == nil || !named.isEmpty else { return }
        let end = page.next == nil ? nil : page.customers.last.map { Directory.Entry($0) }
        let vanished = browse.rows(of: browse.pages[index], to: end, in: directory).filter { !named.contains($0) }
        for customer in page.customers { directory.take(customer) }
        noteAgain(index, end, page.next)
        place(named)
        askAbout(vanished)
    }

    /// Notes how far a page reaches now; what it reached before and does not reach any more is a page of its own.
    private mutating func noteAgain(_ index: Int, _ end: Directory.Entry?, _ next: ListQuery?) {
        let old = browse.pages[index]
        browse.pages[index].seenAt = now
        guard let end, let next else {
            browse.pages.removeSubrange((index + 1)...)
            browse.progress = .complete
            return
        }
        if let oldEnd = old.end, old.order.precedes(end, oldEnd) {
            browse.pages[index].end = end
            browse.pages.insert(
                ListedPage(query: next, after: end, end: oldEnd, seenAt: old.seenAt), at: index + 1)
            let visible = browse.visiblePages(in: directory, visibleRows: layout.visibleRows)
            if visible.contains(index + 1) { askAgain(next) }
        } else if browse.isComplete, index == browse.pages.count - 1 {
            browse.progress = .idle(next: next)
        }
    }

    private mutating func takeFoundAgain(_ page: CustomerPage, _ query: ListQuery) {
        guard var state = search, state.editor.text.trimmed == query.search, let term = state.term, !state.isAsking
        else { return }
        for customer in page.customers { directory.take(customer) }
        state.confirmed = Set(page.customers.map(\.id))
        state.askedAt = now
        let found = inOrderOfNames(corrected(state.confirmed, for: term))
        state.listing.replace(withSelected(found, of: state.listing), visibleRows: layout.visibleRows)
        state.listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        search = state
    }

    /// Who has gone from where they were was renamed or deleted: they stay until that is known.
    private mutating func askAbout(_ vanished: [CustomerID]) {
        let unknown = vanished.filter { directory[$0] != nil && !queue.isPending($0) && !gone.contains($0) }
        guard unknown.count <= Self.maximumVanished else { return renewBrowse() }
        for id in unknown { ask(about: id) }
    }

    private mutating func ask(about id: CustomerID) {
        guard !requests.values.contains(.catchUp(id)) else { return }
        _ = send(.get(id, unlessVersion: nil), for: .catchUp(id))
    }

    // MARK: Whoever is looked at stays

    /// Rows as the server has just named them, with the selected one among them: it stays until the person moves on.
    mutating func withSelected(_ rows: [CustomerID], of listing: Listing) -> [CustomerID] {
        guard let id = listing.selectedID, !listing.isFresh, pane != .search, !rows.contains(id),
            let entry = shownEntry(id)
        else { return rows }
        if !gone.contains(id) { ask(about: id) }
        let place = rows.partitioningIndex { other in
            shownEntry(other).map { listing.order.precedes(entry, $0) } ?? false
        }
        return rows[..<place] + [id] + rows[place...]
    }

    /// Whether the person has the customer before them, and a key would act on them.
    func isLookedAt(_ id: CustomerID) -> Bool {
        if listing.selectedID == id, !listing.isFresh, pane != .search { return true }
        return detail?.id == id && (layout.isWide || pane == .detail)
    }

    /// Who was deleted goes once nobody looks at them any more.
    mutating func letGo() {
        for id in gone where !queue.isPending(id) && !isLookedAt(id) { forget(id) }
    }

    /// Says that nothing can be done to somebody who is deleted and still seen.
    mutating func isDeleted(_ customer: Customer) -> Bool {
        guard gone.contains(customer.id) else { return false }
        notice = .warning("\(customer.name) is deleted.")
        return true
    }

    // MARK: How old it is

    /// When the server said what is on the screen, the oldest part of it; `nil` when it says nothing of customers.
    var seenAt: Timestamp? {
        if showsList { return listSeenAt }
        guard pane == .detail, let detail else { return nil }
        if case .newest(let moment) = detail.freshness { return moment }
        return directory.entry(detail.id)?.seenAt ?? listSeenAt
    }

    private var listSeenAt: Timestamp? {
        let rows = layout.visibleRows
        let asked: [Timestamp]
        if let search, search.term != nil, let moment = search.askedAt {
            asked = [moment]
        } else {
            asked = browse.pages[browse.visiblePages(in: directory, visibleRows: rows)].map(\.seenAt)
        }
        return (asked + listing.visible(rows).compactMap { directory.entry($0)?.seenAt }).min()
    }
}
