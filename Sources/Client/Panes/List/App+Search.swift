import Domain
import Screen
import Wire

/// Searching as one types: what is here at once, the server's answer when it comes.
extension App {
    /// The server is asked when nobody has typed for this long.
    static let searchPauseMilliseconds = 150

    mutating func openSearch() {
        if customers.search == nil {
            let over = customers.focus == .side ? customers.detail : nil
            customers.search = SearchPane(over: over)
        }
        customers.focusOnSearch()
    }

    /// Ends the search; whoever has not gone to the list yet is back where it was opened.
    mutating func endSearch() {
        cancelSearch()
        perform(.stop(.searchPause))
        let over = scope == .search ? customers.search?.over : nil
        customers.search = nil
        customers.browse.scroll(visibleRows: layout.visibleRows)
        if let over { customers.open(over) } else { followWhenKeysPause() }
    }

    mutating func cancelSearch() {
        if case .loading(let id, _)? = customers.search?.listing.progress { cancel(id) }
    }

    mutating func typeInSearch(_ key: Key) {
        editSearch { _ = $0.take(key) }
    }

    mutating func clearSearch() {
        editSearch { $0.clear() }
    }

    mutating func pasteInSearch(_ text: String) {
        editSearch { $0.paste(text) }
    }

    private mutating func editSearch(_ change: (inout LineEditor) -> Void) {
        guard var state = customers.search else { return }
        let old = state.editor.text
        change(&state.editor)
        customers.search = state
        if state.editor.text != old { termChanged() }
    }

    private mutating func termChanged() {
        cancelSearch()
        guard var state = customers.search else { return }
        let rows = layout.visibleRows
        let found = state.term.map { model.matches(of: $0) } ?? []
        state.listing = Listing(order: .name)
        state.listing.replace(found, visibleRows: rows)
        state.confirmed = []
        state.isRenewed = false
        (state.lastRecalled, state.total, state.askedAt) = (nil, nil, nil)
        state.isAsking = state.asksServer
        customers.search = state
        recallSearch()
        if state.asksServer {
            perform(.start(.searchPause, milliseconds: Self.searchPauseMilliseconds))
        } else {
            perform(.stop(.searchPause))
        }
        followWhenKeysPause()
    }

    /// Typing has paused: asks the server for the term as it stands.
    mutating func askServerForSearch() {
        guard let state = customers.search, state.asksServer else { return }
        customers.search?.confirmed = []
        customers.search?.askedAt = nil
        customers.search?.isRenewed = false
        loadSearch(ListQuery(limit: Self.firstPageRows, search: state.editor.text.trimmed))
    }

    mutating func loadSearch(_ query: ListQuery) {
        cancelSearch()
        let id = send(.list(query), for: .searchPage(query))
        customers.search?.isAsking = true
        customers.search?.listing.progress = .loading(id, query)
    }

    mutating func takeSearchPage(_ result: Result<ReadAnswer, Failure>, _ query: ListQuery) {
        switch result {
        case .success(.page(let page)):
            let hasNews = !page.customers.allSatisfy { customers.search?.confirmed.contains($0.id) ?? false }
            if customers.search?.listing.trail.leadsOn(page, of: query, hasNews: hasNews) ?? true {
                takeFound(page)
            } else {
                customers.search?.isAsking = false
                customers.search?.listing.progress = .failed(sentence: Failure.endless, retry: query)
            }
        case .success: customers.search?.listing.progress = .failed(sentence: Failure.unexpected, retry: query)
        case .failure(let failure):
            customers.search?.isAsking = false
            customers.search?.listing.progress = .failed(sentence: failure.sentence, retry: query)
        }
    }

    private mutating func takeFound(_ page: CustomerPage) {
        for customer in page.customers { model.directory.take(customer) }
        guard var state = customers.search else { return }
        state.confirmed.formUnion(page.customers.map(\.id))
        let behind = rows(of: state.listing, behind: page.customers.map(\.id))
        // As far as the server has named everybody, whom only we know of is not there any more.
        let ours = page.next == nil ? [] : state.isRenewed ? behind : state.listing.rows
        let found = state.confirmed.union(ours)
        let shown = state.term.map { model.corrected(found, for: $0) } ?? found
        let rows = withSelected(model.inOrderOfNames(shown), of: state.listing)
        state.askedAt = state.askedAt ?? chrome.now
        state.listing.replace(rows, visibleRows: layout.visibleRows)
        state.listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        state.isAsking = false
        customers.search = state
        if state.isRenewed, let next = page.next, !behind.isEmpty { loadSearch(next) }
        // An empty page with a next one is no end.
        loadMoreIfNeeded()
        followWhenKeysPause()
    }
}
