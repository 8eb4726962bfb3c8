import Domain
import Screen
import Wire

/// Searching as one types: what is here at once, the server's answer when it comes.
extension CustomersScreen {
    /// The server is asked after this long without typing.
    static let searchPauseMilliseconds = 150

    mutating func openSearch() {
        if search == nil {
            let over = focus == .side ? detail : nil
            search = SearchPane(over: over)
        }
        focusOnSearch()
    }

    /// Ends the search; a person who has not gone to the list yet is back where it was opened.
    mutating func endSearch(_ context: inout PaneContext) {
        cancelSearch(&context)
        context.perform(.stop(.searchPause))
        let over = scope == .search ? search?.over : nil
        search = nil
        browse.scroll(visibleRows: context.layout.visibleRows)
        if let over { open(over) } else { followWhenKeysPause(&context) }
    }

    mutating func cancelSearch(_ context: inout PaneContext) {
        if case .loading(let id, _)? = search?.listing.progress { context.cancel(id) }
    }

    mutating func typeInSearch(_ key: Key, _ context: inout PaneContext) {
        editSearch(&context) { _ = $0.handle(key) }
    }

    mutating func clearSearch(_ context: inout PaneContext) {
        editSearch(&context) { $0.clear() }
    }

    mutating func pasteInSearch(_ text: String, _ context: inout PaneContext) {
        editSearch(&context) { $0.paste(text) }
    }

    /// In the list one short pasted line is searched for.
    mutating func searchForPasted(_ text: String, _ context: inout PaneContext) {
        let line = text.trimmed
        let isOneLine = !line.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !line.isEmpty, isOneLine, line.utf8.count <= CustomerField.email.maximumBytes else {
            context.post(.warning("The pasted text was ignored: only one short line can be searched for."))
            return
        }
        cancelSearch(&context)
        search = nil
        openSearch()
        pasteInSearch(line, &context)
    }

    private mutating func editSearch(_ context: inout PaneContext, _ change: (inout LineEditor) -> Void) {
        guard var state = search else { return }
        let old = state.editor.text
        change(&state.editor)
        search = state
        if state.editor.text != old { termChanged(&context) }
    }

    private mutating func termChanged(_ context: inout PaneContext) {
        cancelSearch(&context)
        guard var state = search else { return }
        let rows = context.layout.visibleRows
        let found = state.term.map { context.model.matches(of: $0) } ?? []
        state.listing = Listing(order: .name)
        state.listing.replace(found, visibleRows: rows)
        state.confirmed = []
        state.isRenewed = false
        (state.lastRecalled, state.total, state.askedAt) = (nil, nil, nil)
        state.isAsking = state.asksServer
        search = state
        recallSearch(&context)
        if state.asksServer {
            context.perform(.start(.searchPause, milliseconds: Self.searchPauseMilliseconds))
        } else {
            context.perform(.stop(.searchPause))
        }
        followWhenKeysPause(&context)
    }

    /// Typing has paused: asks the server for the term as it stands.
    mutating func askServerForSearch(_ context: inout PaneContext) {
        guard let state = search, state.asksServer else { return }
        search?.confirmed = []
        search?.askedAt = nil
        search?.isRenewed = false
        loadSearch(ListQuery(limit: Self.firstPageRows, search: state.editor.text.trimmed), &context)
    }

    mutating func loadSearch(_ query: ListQuery, _ context: inout PaneContext) {
        cancelSearch(&context)
        let id = context.send(.list(query), for: .searchPage(query))
        search?.isAsking = true
        search?.listing.progress = .loading(id, query)
    }

    /// Receives a page whose customers the directory has already.
    mutating func receiveSearchPage(
        _ result: Result<ReadAnswer, Failure>, _ query: ListQuery, _ context: inout PaneContext
    ) {
        switch result {
        case .success(.page(let page)):
            let hasNews = !page.customers.allSatisfy { search?.confirmed.contains($0.id) ?? false }
            if search?.listing.trail.leadsOn(page, of: query, hasNews: hasNews) ?? true {
                receiveFound(page, &context)
            } else {
                failSearch(Failure.endless, query, &context)
            }
        case .success: failSearch(Failure.unexpected, query, &context)
        case .failure(let failure): failSearch(failure.message, query, &context)
        }
    }

    private mutating func failSearch(_ message: String, _ query: ListQuery, _ context: inout PaneContext) {
        search?.isAsking = false
        search?.listing.progress = .failed(message: message, retry: query)
        context.retryLater()
    }

    private mutating func receiveFound(_ page: CustomerPage, _ context: inout PaneContext) {
        guard var state = search else { return }
        state.confirmed.formUnion(page.customers.map(\.id))
        let behind = rows(of: state.listing, behind: page.customers.map(\.id), context)
        // As far as the server has listed everybody, a customer only we know of no longer exists.
        let ours = page.next == nil ? [] : state.isRenewed ? behind : state.listing.rows
        let found = state.confirmed.union(ours)
        let shown = state.term.map { context.model.corrected(found, for: $0) } ?? found
        let rows = withSelected(context.model.inOrderOfNames(shown), of: state.listing, &context)
        state.askedAt = state.askedAt ?? context.chrome.now
        state.listing.replace(rows, visibleRows: context.layout.visibleRows)
        state.listing.progress = page.next.map { .idle(next: $0) } ?? .complete
        state.isAsking = false
        search = state
        if state.isRenewed, let next = page.next, !behind.isEmpty { loadSearch(next, &context) }
        // An empty page with a next one is not the end.
        loadMoreIfNeeded(&context)
        followWhenKeysPause(&context)
    }
}
