import Domain
import Screen
import Wire

/// Searching as one types: what is here at once, the server's answer when it comes.
extension App {
    /// The server is asked when nobody has typed for this long.
    static let searchPauseMilliseconds = 150

    mutating func openSearch() {
        if search == nil { search = SearchState() }
        pane = .search
    }

    mutating func endSearch() {
        cancelSearch()
        perform(.stop(.searchPause))
        search = nil
        pane = .list
        browse.scroll(visibleRows: layout.visibleRows)
        followWhenKeysPause()
    }

    private mutating func cancelSearch() {
        if case .loading(let id, _)? = search?.listing.progress { cancel(id) }
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
        guard var state = search else { return }
        let old = state.editor.text
        change(&state.editor)
        search = state
        if state.editor.text != old { termChanged() }
    }

    private mutating func termChanged() {
        cancelSearch()
        guard var state = search else { return }
        let rows = layout.visibleRows
        let found = state.term.map { matches(of: $0) } ?? []
        state.listing.replace(found, visibleRows: rows)
        state.listing.progress = .idle(next: nil)
        state.listing.local = .unread
        state.confirmed = []
        state.isRenewed = false
        (state.lastRecalled, state.total, state.askedAt) = (nil, nil, nil)
        state.isAsking = state.asksServer
        search = state
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
        guard let state = search, state.asksServer else { return }
        search?.confirmed = []
        search?.askedAt = nil
        search?.isRenewed = false
        loadSearch(ListQuery(limit: Self.firstPageRows, search: state.editor.text.trimmed))
    }

    mutating func loadSearch(_ query: ListQuery) {
        cancelSearch()
        let id = send(.list(query), for: .searchPage(query))
        search?.isAsking = true
        search?.listing.progress = .loading(id, query)
    }

    mutating func takeSearchPage(_ result: Result<Answer, Failure>, _ query: ListQuery) {
        switch result {
        case .success(.page(let page)):
            let hasNews = !page.customers.allSatisfy { search?.confirmed.contains($0.id) ?? false }
            if search?.listing.trail.leadsOn(page, of: query, hasNews: hasNews) ?? true {
                takeFound(page)
            } else {
                search?.isAsking = false
                search?.listing.progress = .failed(sentence: Failure.endless, retry: query)
            }
        case .success: search?.listing.progress = .failed(sentence: Failure.unexpected, retry: query)
        case .failure(let failure):
            search?.isAsking = false
            search?.listing.progress = .failed(sentence: failure.sentence, retry: query)
        }
    }

    private mutating func takeFound(_ page: CustomerPage) {
        for customer in page.customers { directory.take(customer) }
        guard var state = search else { return }
        state.confirmed.formUnion(page.customers.map(\.id))
        let behind = rows(of: state.listing, behind: page.customers.map(\.id))
        // As far as the server has named everybody, whom only we know of is not there any more.
        let ours = page.next == nil ? [] : state.isRenewed ? behind : state.listing.rows
        let found = state.confirmed.union(ours)
        let shown = state.term.map { corrected(found, for: $0) } ?? found
        let rows = withSelected(inOrderOfNames(shown), of: state.listing)
        state.askedAt = state.askedAt ?? now
        state.listing.replace(rows, visibleRows: layout.visibleRows)
        state.listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        state.isAsking = false
        search = state
        if state.isRenewed, let next = page.next, !behind.isEmpty { loadSearch(next) }
        // An empty page with a next one is no end.
        loadMoreIfNeeded()
        followWhenKeysPause()
    }
}
