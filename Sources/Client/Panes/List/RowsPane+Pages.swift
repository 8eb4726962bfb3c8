import Domain
import Wire

/// Loading the rows page by page.
extension RowsPane {
    /// Rows of the first page: what a screen shows, quickly there.
    static var firstPageRows: Int { 200 }
    /// Rows that are read at once from this machine.
    static var localPageRows: Int { 200 }

    /// Rows of a page when so many are to be asked for again.
    static func renewalRows(_ count: Int) -> Int {
        min(ListQuery.limits.upperBound, max(firstPageRows, count))
    }

    /// Asks for the next page when the end of what is here comes near, and reads on here while the server has not sent it.
    mutating func loadMoreIfNeeded(_ context: inout PaneContext) {
        let margin = context.layout.visibleRows * 3
        guard listing.top + margin >= listing.rows.count else { return }
        if case .idle(let next?) = listing.progress { load(next, &context) }
        if !listing.isComplete { recall(&context) }
    }

    mutating func ask(_ query: ListQuery, for purpose: Model.Purpose, _ context: inout PaneContext) {
        cancel(&context)
        listing.progress = .loading(context.send(.list(query), for: purpose), query)
    }

    func cancel(_ context: inout PaneContext) {
        if case .loading(let id, _) = listing.progress { context.cancel(id) }
    }

    // MARK: The answers

    /// Receives a page whose customers the directory has already, or why none came.
    mutating func receive(
        _ result: Result<ReadAnswer, Failure>, of query: ListQuery, _ context: inout PaneContext
    ) {
        switch result {
        case .success(.page(let page)):
            do throws(EndlessPages) {
                try receive(page, of: query, &context)
            } catch {
                receive(Failure.endless, of: query, &context)
            }
        case .success: receive(Failure.unexpected, of: query, &context)
        case .failure(let failure): receive(failure, of: query, &context)
        }
    }

    mutating func receive(_ failure: Failure, of query: ListQuery, _ context: inout PaneContext) {
        fail(failure, retrying: query, &context)
    }

    mutating func fail(_ failure: Failure, retrying query: ListQuery, _ context: inout PaneContext) {
        listing.progress = .failed(message: failure.message, retry: query)
        context.retryLater()
    }
}

extension PageTrail {
    /// Goes where a page leads on, the first one from the beginning.
    mutating func follow(_ page: CustomerPage, of query: ListQuery, hasNews: Bool) throws(EndlessPages) {
        if query.cursor == nil { self = PageTrail() }
        try follow(page.next?.cursor, hasNews: hasNews)
    }
}

extension Failure {
    /// For an answer of the right form to another question, which no server of ours gives.
    fileprivate static let unexpected = Failure(
        .other, "The server answered something else than was asked; press r to ask again.")
    /// For pages that lead on without an end.
    fileprivate static let endless = Failure(
        .other, "The server leads from page to page without an end; press r to ask again.")
}
