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

    mutating func moveInList(_ command: Command) {
        let (rows, selected) = (layout.visibleRows, customers.listing.selected)
        switch command {
        case .moveUp: customers.listing.select(selected - 1, visibleRows: rows)
        case .moveDown: customers.listing.select(selected + 1, visibleRows: rows)
        case .pageUp: customers.listing.scroll(by: -rows, visibleRows: rows)
        case .pageDown: customers.listing.scroll(by: rows, visibleRows: rows)
        case .halfPageUp: customers.listing.scroll(by: -max(1, rows / 2), visibleRows: rows)
        case .halfPageDown: customers.listing.scroll(by: max(1, rows / 2), visibleRows: rows)
        case .goToTop: customers.listing.select(0, visibleRows: rows)
        case .goToBottom: goToBottom()
        default: return
        }
        selectionMoved()
    }

    private mutating func goToBottom() {
        let count = customers.listing.rows.count
        customers.listing.select(count - 1, visibleRows: layout.visibleRows)
        if count > 0, !customers.listing.hasEnd, customers.search?.term == nil { chrome.notice = noticeOfRest }
    }

    private var noticeOfRest: Notice {
        .plain("This is the last row that is loaded; more follow. \(context.keyName(.sort)) sorts from the end.")
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
        let screen = customers
        guard followsSelection(), screen.detail?.id != screen.listing.selectedID else { return }
        customers.show(screen.listing.selectedID.map { DetailPane(id: $0) })
    }

    // MARK: The directory's pages

    /// Asks for the page of a query.
    mutating func loadBrowse(_ query: ListQuery, rows: Int = furtherPageRows) {
        if case .loading(let id, _) = customers.browse.progress { cancel(id) }
        var query = query
        query.limit = rows
        customers.browse.progress = .loading(send(.list(query), for: .browsePage(query)), query)
    }

    /// Asks for the next page when the end of what is here comes near.
    mutating func loadMoreIfNeeded() {
        let margin = layout.visibleRows * 3
        if customers.search?.term != nil {
            let listing = customers.listing
            guard listing.top + margin >= listing.rows.count else { return }
            if case .idle(let next?) = listing.progress { loadSearch(next) }
        } else if customers.browse.top + margin >= customers.browse.rows.count,
            case .idle(let next?) = customers.browse.progress
        {
            loadBrowse(next)
        }
        recallMoreIfNeeded()
    }

    mutating func takeBrowsePage(_ result: Result<ReadAnswer, Failure>, _ query: ListQuery) {
        switch result {
        case .success(.page(let page)):
            for customer in page.customers { model.directory.take(customer) }
            let ids = page.customers.map(\.id)
            let named = customers.browse.renewed.map { Set($0) }
            let hasNews = named.map { !ids.allSatisfy($0.contains) } ?? customers.browse.append(ids)
            guard customers.browse.trail.leadsOn(page, of: query, hasNews: hasNews) else {
                failBrowse(Failure.endless, query)
                return
            }
            if customers.browse.renewed == nil {
                customers.browse.pages.follow(by: page, of: query, in: model.directory, at: chrome.now)
                takeBrowseEnd(page)
            } else {
                customers.browse.renewedPages.follow(by: page, of: query, in: model.directory, at: chrome.now)
                takeRenewal(page)
            }
        case .success: failBrowse(Failure.unexpected, query)
        case .failure(let failure): takeBrowseFailure(failure, query)
        }
    }

    /// All that was asked for has come.
    mutating func takeBrowseEnd(_ page: CustomerPage) {
        customers.browse.progress = page.next.map { .idle(next: $0) } ?? .complete
        if customers.browse.hasEnd, chrome.notice == noticeOfRest { chrome.notice = nil }
        settleRows()
        let wasFresh = customers.browse.isFresh
        customers.browse.settle()
        if wasFresh { followSelection() }
        loadMoreIfNeeded()
    }

    /// Brings the rows that have come into the order of the list, whatever the server's.
    mutating func settleRows() {
        if customers.browse.order.serverSort == nil {
            let order = customers.browse.order
            customers.browse.sort(by: order, in: model.directory, visibleRows: layout.visibleRows)
        }
        placeAfterPage()
    }

    private mutating func takeBrowseFailure(_ failure: Failure, _ query: ListQuery) {
        if case .refused(let problem) = failure.kind, problem.kind == .badCursor, customers.browse.renewed == nil,
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
        let retry = customers.browse.renewed == nil ? query : ListQuery(sort: query.sort)
        customers.browse.renewed = nil
        customers.browse.progress = .failed(sentence: sentence, retry: retry)
    }

    private func followsSelection() -> Bool {
        layout.isWide && customers.focus != .side
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
