import Domain
import Wire

/// Customers that are kept on this machine: shown at once, and all there is while the API is away.
extension CustomersScreen {
    /// Rows that are read at once.
    static let localPageRows = 200

    /// Reads on in the directory behind the last row.
    mutating func recallBrowse(_ context: inout PaneContext) {
        guard browse.local.canGoOn, let sort = browse.order.serverSort else { return }
        let last = browse.rows.lazy.reversed().compactMap { [model = context.model] in model.directory[$0] }.first
        let id = context.recall(LocalQuery(subject: .directory(sort), after: last, limit: Self.localPageRows))
        browse.local = .asked(id)
    }

    /// Reads on among the customers the typed term finds, behind the last one that was read.
    mutating func recallSearch(_ context: inout PaneContext) {
        guard let search, let term = search.term, search.listing.local.canGoOn else { return }
        let isFirst = search.listing.local == .unread
        let after = isFirst ? nil : search.lastRecalled.flatMap { context.model.directory[$0] }
        // A key is answered with what the screen holds; the rest follows at once, while nobody waits for it.
        let rows = isFirst ? context.layout.visibleRows : Self.localPageRows
        let id = context.recall(LocalQuery(subject: .search(term), after: after, limit: rows))
        self.search?.listing.local = .asked(id)
    }

    /// Reads on when the end of what is here comes near and the server will not send more by itself.
    mutating func recallMoreIfNeeded(_ context: inout PaneContext) {
        let margin = context.layout.visibleRows * 3
        guard listing.top + margin >= listing.rows.count else { return }
        switch listing.progress {
        case .complete, .idle(next: .some): return
        case .idle, .loading, .failed: if search?.term == nil { recallBrowse(&context) } else { recallSearch(&context) }
        }
    }

    // MARK: What is there

    /// Whether a page from this machine is waited for still.
    func awaits(_ id: RequestID) -> Bool {
        browse.local == .asked(id) || search?.listing.local == .asked(id)
    }

    /// Receives a page whose customers the directory has already.
    mutating func receiveRecalled(_ page: LocalPage, for id: RequestID, _ context: inout PaneContext) {
        if browse.local == .asked(id) {
            receiveRecalledBrowse(page, &context)
        } else {
            receiveRecalledSearch(page, &context)
        }
    }

    private mutating func receiveRecalledBrowse(_ page: LocalPage, _ context: inout PaneContext) {
        browse.local = page.hasMore ? .more : .finished
        let ids = page.customers.map(\.customer.id)
        guard !ids.isEmpty else { return }
        browse.append(ids)
        placeAfterPage(&context)
    }

    private mutating func receiveRecalledSearch(_ page: LocalPage, _ context: inout PaneContext) {
        let ids = page.customers.map(\.customer.id)
        guard var state = search, let term = state.term else { return }
        state.listing.local = page.hasMore ? .more : .finished
        state.lastRecalled = ids.last ?? state.lastRecalled
        state.total = page.total ?? state.total
        // Once the server has listed everybody, a customer only we know of no longer exists.
        if !state.listing.isComplete {
            let found = context.model.corrected(Set(state.listing.rows).union(ids), for: term)
            let rows = withSelected(context.model.inOrderOfNames(found), of: state.listing, &context)
            state.listing.replace(rows, visibleRows: context.layout.visibleRows)
        }
        search = state
        followWhenKeysPause(&context)
        recallMoreIfNeeded(&context)
    }
}

/// How far a listing was read from what is kept on this machine.
enum LocalProgress: Hashable, Sendable {
    case unread
    case asked(RequestID)
    case more
    case finished

    var canGoOn: Bool { self == .unread || self == .more }
}
