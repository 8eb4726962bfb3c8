import Domain
import Screen
import Wire

/// Moving in the list, and loading it page by page.
extension CustomersScreen {
    /// Rows of the first page: what a screen shows, quickly there.
    static let firstPageRows = 200
    /// Rows of each further page.
    static let furtherPageRows = 500
    static let detailPauseMilliseconds = 120

    // MARK: Moving

    mutating func moveInList(_ command: Command, _ context: inout PaneContext) {
        let (rows, selected) = (context.layout.visibleRows, listing.selected)
        switch command {
        case .moveUp: listing.select(selected - 1, visibleRows: rows)
        case .moveDown: listing.select(selected + 1, visibleRows: rows)
        case .pageUp: listing.scroll(by: -rows, visibleRows: rows)
        case .pageDown: listing.scroll(by: rows, visibleRows: rows)
        case .halfPageUp: listing.scroll(by: -max(1, rows / 2), visibleRows: rows)
        case .halfPageDown: listing.scroll(by: max(1, rows / 2), visibleRows: rows)
        case .goToTop: listing.select(0, visibleRows: rows)
        case .goToBottom: goToBottom(&context)
        default: return
        }
        selectionMoved(&context)
    }

    private mutating func goToBottom(_ context: inout PaneContext) {
        let count = listing.rows.count
        listing.select(count - 1, visibleRows: context.layout.visibleRows)
        if count > 0, !listing.hasEnd, search?.term == nil { context.post(context.noticeOfRest) }
    }

    private mutating func selectionMoved(_ context: inout PaneContext) {
        loadMoreIfNeeded(&context)
        followWhenKeysPause(&context)
    }

    /// Has the detail pane beside the list follow the selection once keys pause.
    mutating func followWhenKeysPause(_ context: inout PaneContext) {
        if followsSelection(context) {
            context.perform(.start(.detailPause, milliseconds: Self.detailPauseMilliseconds))
        }
    }

    /// Lets the detail pane beside the list show the selected customer.
    mutating func followSelection(_ context: inout PaneContext) {
        let selected = listing.selectedID
        guard followsSelection(context), detail?.id != selected else { return }
        show(selected.map { DetailPane(id: $0) })
    }

    // MARK: The directory's pages

    /// Asks for the page of a query.
    mutating func loadBrowse(_ query: ListQuery, rows: Int = Self.furtherPageRows, _ context: inout PaneContext) {
        if case .loading(let id, _) = browse.progress { context.cancel(id) }
        var query = query
        query.limit = rows
        browse.progress = .loading(context.send(.list(query), for: .browsePage(query)), query)
    }

    /// Asks for the next page when the end of what is here comes near.
    mutating func loadMoreIfNeeded(_ context: inout PaneContext) {
        let margin = context.layout.visibleRows * 3
        if search?.term != nil {
            let listing = listing
            guard listing.top + margin >= listing.rows.count else { return }
            if case .idle(let next?) = listing.progress { loadSearch(next, &context) }
        } else if browse.top + margin >= browse.rows.count,
            case .idle(let next?) = browse.progress
        {
            loadBrowse(next, &context)
        }
        recallMoreIfNeeded(&context)
    }

    /// Receives a page whose customers the directory has already.
    mutating func receiveBrowsePage(
        _ result: Result<ReadAnswer, Failure>, _ query: ListQuery, _ context: inout PaneContext
    ) {
        switch result {
        case .success(.page(let page)):
            let ids = page.customers.map(\.id)
            let named = browse.renewed.map { Set($0) }
            let hasNews = named.map { !ids.allSatisfy($0.contains) } ?? browse.append(ids)
            guard browse.trail.leadsOn(page, of: query, hasNews: hasNews) else {
                failBrowse(Failure.endless, query, &context)
                return
            }
            if browse.renewed == nil {
                browse.pages.follow(by: page, of: query, in: context.model.directory, at: context.chrome.now)
                receiveBrowseEnd(page, &context)
            } else {
                browse.renewedPages.follow(by: page, of: query, in: context.model.directory, at: context.chrome.now)
                receiveRenewal(page, &context)
            }
        case .success: failBrowse(Failure.unexpected, query, &context)
        case .failure(let failure): receiveBrowseFailure(failure, query, &context)
        }
    }

    /// All that was asked for has come.
    mutating func receiveBrowseEnd(_ page: CustomerPage, _ context: inout PaneContext) {
        browse.progress = page.next.map { .idle(next: $0) } ?? .complete
        if browse.hasEnd, context.chrome.notice == context.noticeOfRest { context.clearNotice() }
        reorderRows(&context)
        let wasFresh = browse.isFresh
        browse.pinSelection()
        if wasFresh { followSelection(&context) }
        loadMoreIfNeeded(&context)
    }

    /// Brings the rows that have come into the order of the list, whatever the server's.
    mutating func reorderRows(_ context: inout PaneContext) {
        if browse.order.serverSort == nil {
            let order = browse.order
            browse.sort(by: order, in: context.model.directory, visibleRows: context.layout.visibleRows)
        }
        placeAfterPage(&context)
    }

    private mutating func receiveBrowseFailure(_ failure: Failure, _ query: ListQuery, _ context: inout PaneContext) {
        if case .refused(let problem) = failure.kind, problem.kind == .badCursor, browse.renewed == nil,
            query.cursor != nil
        {
            // The server has forgotten where we were: the first page leads on again.
            renewBrowse(&context)
        } else {
            failBrowse(failure.message, query, &context)
            recallMoreIfNeeded(&context)
        }
    }

    /// What was asked for is to be asked for again, a refresh from its beginning.
    private mutating func failBrowse(_ message: String, _ query: ListQuery, _ context: inout PaneContext) {
        let retry = browse.renewed == nil ? query : ListQuery(sort: query.sort)
        browse.renewed = nil
        browse.progress = .failed(message: message, retry: retry)
        context.retryLater()
    }

    private func followsSelection(_ context: PaneContext) -> Bool {
        context.layout.isWide && focus != .side
    }
}

extension PaneContext {
    fileprivate var noticeOfRest: Notice {
        .plain("This is the last row that is loaded; more follow. \(keyName(.sort)) sorts from the end.")
    }
}

extension PageTrail {
    /// Whether a page is the last, or leads on to a new place.
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
