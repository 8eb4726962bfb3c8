import Domain
import Screen
import Wire

/// Moving in the list, and loading it page by page.
extension App {
    /// Rows of the first page: what a screen shows, quickly there.
    static let firstPageRows = 200
    /// Rows of each further page.
    static let furtherPageRows = 500
    static let detailPauseMilliseconds = 120

    // MARK: Moving

    mutating func move(_ command: Command) {
        switch pane {
        case .detail: moveInDetail(command)
        case .queue: moveInQueue(command)
        case .conflict: moveInConflict(command)
        case .list, .search, .form: moveInList(command)
        }
    }

    private mutating func moveInList(_ command: Command) {
        let rows = layout.visibleRows
        switch command {
        case .moveUp: listing.select(listing.selected - 1, visibleRows: rows)
        case .moveDown: listing.select(listing.selected + 1, visibleRows: rows)
        case .pageUp: listing.scroll(by: -rows, visibleRows: rows)
        case .pageDown: listing.scroll(by: rows, visibleRows: rows)
        case .halfPageUp: listing.scroll(by: -max(1, rows / 2), visibleRows: rows)
        case .halfPageDown: listing.scroll(by: max(1, rows / 2), visibleRows: rows)
        case .goToTop: listing.select(0, visibleRows: rows)
        case .goToBottom: goToBottom()
        default: return
        }
        selectionMoved()
    }

    private mutating func goToBottom() {
        listing.select(listing.rows.count - 1, visibleRows: layout.visibleRows)
        if !listing.isComplete, search?.term == nil {
            notice = .plain("This is the last row that is loaded; more follow. \(keyName(.sort)) sorts from the end.")
        }
    }

    /// The name of the first key of a command, as hints show it.
    func keyName(_ command: Command) -> String {
        environment.keymap.rows.first { $0.command == command }?.keys.first?.name ?? command.rawValue
    }

    private mutating func selectionMoved() {
        loadMoreIfNeeded()
        followWhenKeysPause()
    }

    /// Has the detail pane beside the list follow the selection as soon as nobody presses a key.
    mutating func followWhenKeysPause() {
        if followsSelection() { perform(.start(.detailPause, milliseconds: Self.detailPauseMilliseconds)) }
    }

    /// Lets the detail pane beside the list show the selected customer.
    mutating func followSelection() {
        guard pane != .detail, detail?.id != listing.selectedID else { return }
        detail = listing.selectedID.map { DetailState(id: $0) }
    }

    // MARK: The directory's pages

    /// Asks for the first page anew, or for the page of a query.
    mutating func loadBrowse(_ query: ListQuery? = nil, restarts: Bool) {
        if case .loading(let id, _) = browse.progress { cancel(id) }
        let sort = browse.order.serverSort ?? .name
        let rows = restarts ? min(1_000, max(Self.firstPageRows, browse.rows.count)) : Self.furtherPageRows
        var query = query ?? ListQuery(sort: sort)
        query.limit = rows
        browse.progress = .loading(send(.list(query), for: .browsePage(query, restarts: restarts)), query)
    }

    /// Asks for the next page when the end of what is here comes near.
    mutating func loadMoreIfNeeded() {
        let margin = layout.visibleRows * 3
        if search?.term != nil {
            guard let listing = search?.listing, listing.top + margin >= listing.rows.count else { return }
            if case .idle(let next?) = listing.progress { loadSearch(next) }
        } else if browse.top + margin >= browse.rows.count, case .idle(let next?) = browse.progress {
            loadBrowse(next, restarts: false)
        }
        recallMoreIfNeeded()
    }

    mutating func takeBrowsePage(_ result: Result<Answer, Failure>, _ query: ListQuery, restarts: Bool) {
        switch result {
        case .success(.page(let page)):
            for customer in page.customers { directory.take(customer) }
            let ids = page.customers.map(\.id)
            if restarts {
                browse.replace(ids, visibleRows: layout.visibleRows)
                browse.ahead = []
                browse.local = .unread
            } else {
                browse.append(ids)
            }
            browse.progress = page.next.map { .idle(next: $0) } ?? .complete
            if browse.order.serverSort == nil {
                browse.sort(by: browse.order, in: directory, visibleRows: layout.visibleRows)
            }
            placeAfterPage()
            followSelectionWhenNothingIsShown()
            loadMoreIfNeeded()
        case .success: browse.progress = .failed(sentence: Failure.unexpected, retry: query)
        case .failure(let failure): takeBrowseFailure(failure, query)
        }
    }

    private mutating func takeBrowseFailure(_ failure: Failure, _ query: ListQuery) {
        if case .refused(let problem) = failure.kind, problem.kind == .badCursor, query.cursor != nil {
            // The server has forgotten where we were: the first page leads on again.
            loadBrowse(restarts: true)
        } else {
            browse.progress = .failed(sentence: failure.sentence, retry: query)
            recallMoreIfNeeded()
        }
    }

    private func followsSelection() -> Bool {
        layout.isWide && form == nil && pane != .detail
    }

    mutating func followSelectionWhenNothingIsShown() {
        if followsSelection(), detail.flatMap({ shown($0.id) }) == nil { followSelection() }
    }

    // MARK: Order and refresh

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
            browse = Listing(order: order)
            loadBrowse(restarts: true)
        }
        notice = .plain(
            "Sorted by \(order.column.label.lowercased()), \(order.isDescending ? "from the end" : "from the start")."
                + (browse.isComplete ? "" : " Other columns once all rows are loaded."))
        selectionMoved()
    }

    mutating func refresh() {
        if pane == .detail, let customer = selectedCustomer {
            askNewest(customer)
        } else if let search, search.term != nil {
            if search.asksServer { askServerForSearch() }
        } else {
            loadBrowse(restarts: true)
        }
    }
}

extension Failure {
    /// For an answer of the right form to another question, which no server of ours gives.
    static let unexpected = "The server answered something else than was asked; press r to ask again."
}
