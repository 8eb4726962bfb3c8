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
        if !listing.hasEnd, search?.term == nil { notice = noticeOfRest }
    }

    private var noticeOfRest: Notice {
        .plain("This is the last row that is loaded; more follow. \(keyName(.sort)) sorts from the end.")
    }

    /// The name of the first key of a command, as hints show it.
    /// - Parameter scope: where the key is to be pressed; `nil` where it means the same everywhere.
    func keyName(_ command: Command, in scope: Scope? = nil) -> String {
        let rows = scope.map { environment.keymap.rows(in: $0) } ?? environment.keymap.rows
        return rows.first { $0.command == command }?.keys.first?.name ?? command.rawValue
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

    /// Asks for the page of a query.
    mutating func loadBrowse(_ query: ListQuery, rows: Int = furtherPageRows) {
        if case .loading(let id, _) = browse.progress { cancel(id) }
        var query = query
        query.limit = rows
        browse.progress = .loading(send(.list(query), for: .browsePage(query)), query)
    }

    /// Asks for the next page when the end of what is here comes near.
    mutating func loadMoreIfNeeded() {
        let margin = layout.visibleRows * 3
        if search?.term != nil {
            guard let listing = search?.listing, listing.top + margin >= listing.rows.count else { return }
            if case .idle(let next?) = listing.progress { loadSearch(next) }
        } else if browse.top + margin >= browse.rows.count, case .idle(let next?) = browse.progress {
            loadBrowse(next)
        }
        recallMoreIfNeeded()
    }

    mutating func takeBrowsePage(_ result: Result<Answer, Failure>, _ query: ListQuery) {
        switch result {
        case .success(.page(let page)):
            for customer in page.customers { directory.take(customer) }
            let ids = page.customers.map(\.id)
            let hasNews =
                browse.renewed.map { renewed in !ids.allSatisfy(Set(renewed).contains) } ?? browse.append(ids)
            guard browse.trail.leadsOn(page, of: query, hasNews: hasNews) else {
                failBrowse(Failure.endless, query)
                return
            }
            if browse.renewed == nil {
                browse.pages = browse.pages.followed(by: page, of: query, in: directory, at: now)
                takeBrowseEnd(page)
            } else {
                browse.renewedPages = browse.renewedPages.followed(by: page, of: query, in: directory, at: now)
                takeRenewal(page)
            }
        case .success: failBrowse(Failure.unexpected, query)
        case .failure(let failure): takeBrowseFailure(failure, query)
        }
    }

    /// All that was asked for has come.
    mutating func takeBrowseEnd(_ page: CustomerPage) {
        browse.progress = page.next.map { .idle(next: $0) } ?? .complete
        if browse.hasEnd, notice == noticeOfRest { notice = nil }
        settleRows()
        let wasFresh = browse.isFresh
        browse.settle()
        if wasFresh, followsSelection() { followSelection() } else { followSelectionWhenNothingIsShown() }
        loadMoreIfNeeded()
    }

    /// Brings the rows that have come into the order of the list, whatever the server's.
    mutating func settleRows() {
        if browse.order.serverSort == nil {
            browse.sort(by: browse.order, in: directory, visibleRows: layout.visibleRows)
        }
        placeAfterPage()
    }

    private mutating func takeBrowseFailure(_ failure: Failure, _ query: ListQuery) {
        if case .refused(let problem) = failure.kind, problem.kind == .badCursor, browse.renewed == nil,
            query.cursor != nil
        {
            // The server has forgotten where we were: the first page leads on again.
            renewBrowse()
        } else {
            failBrowse(failure.sentence, query)
            recallMoreIfNeeded()
        }
    }

    /// What was asked for is to be asked for again, a refresh from its beginning.
    private mutating func failBrowse(_ sentence: String, _ query: ListQuery) {
        let retry = browse.renewed == nil ? query : ListQuery(sort: query.sort)
        browse.renewed = nil
        browse.progress = .failed(sentence: sentence, retry: retry)
    }

    private func followsSelection() -> Bool {
        layout.isWide && form == nil && pane != .detail
    }

    mutating func followSelectionWhenNothingIsShown() {
        if followsSelection(), detail.flatMap({ shown($0.id) }) == nil { followSelection() }
    }
}

extension PageTrail {
    /// Whether a page is the last, or leads on to where nobody has been.
    mutating func leadsOn(_ page: CustomerPage, of query: ListQuery, hasNews: Bool) -> Bool {
        if query.cursor == nil { self = PageTrail() }
        do throws(EndlessPages) {
            try follow(page.next?.cursor, hasNews: hasNews)
            return true
        } catch {
            return false
        }
    }
}

extension Failure {
    /// For an answer of the right form to another question, which no server of ours gives.
    static let unexpected = "The server answered something else than was asked; press r to ask again."
    /// For pages that lead on without an end.
    static let endless = "The server leads from page to page without an end; press r to ask again."
}
