import Domain
import Journal
import Screen
import Wire

/// All customers, as far as pages have come.
struct ListPane: Sendable {
    var listing: Listing
    /// What the server has given, in its order.
    var pages: [ListedPage] = []
    /// Asking again for all that is loaded, while it is under way.
    var renewal: Renewal?

    /// Customers the pages have listed so far, and the pages.
    struct Renewal: Sendable {
        var ids: [CustomerID] = []
        var pages: [ListedPage] = []
    }

    init(order: RowOrder = .name) {
        listing = Listing(order: order, isFresh: true)
    }
}

extension ListPane: RowsPane {
    static let scope = Scope.list

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        if case .command(let command) = input { handle(command, &context, &navigator) }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(listing, order: listing.order, emptyText: emptyText(context), on: &grid)
    }

    /// Once nobody answers where the client looks for an API by itself, somebody who has configured nothing hears how to.
    private func emptyText(_ context: PaneContext) -> String {
        if case .failed = listing.progress { return context.environment.firstSteps ?? "" }
        return listing.isLoading ? "Loading\(context.glyphs.ellipsis)" : ""
    }

    mutating func goToBottom(_ context: inout PaneContext) {
        listing.select(listing.rows.count - 1, visibleRows: context.layout.visibleRows)
        if !listing.rows.isEmpty, !listing.hasEnd { context.post(context.noticeOfRest) }
    }

    mutating func sort(_ context: inout PaneContext) {
        let order = listing.order.next(allRowsAreLocal: listing.isComplete)
        if listing.isComplete {
            listing.sort(by: order, in: context.model.directory, visibleRows: context.layout.visibleRows)
            placeAhead(context)
            listing.select(0, visibleRows: context.layout.visibleRows)
        } else {
            cancel(&context)
            self = ListPane(order: order)
            refresh(&context)
        }
        let start = order.isDescending ? "from the end" : "from the start"
        let others = listing.isComplete ? "" : " Other columns once all rows are loaded."
        context.post(.plain("Sorted by \(order.column.label.lowercased()), \(start).\(others)"))
        loadMoreIfNeeded(&context)
        context.followWhenKeysPause()
    }

    /// Customers with edits under way, and rows ahead of their page, go to the right place among the rows that have come.
    mutating func placeAhead(_ context: PaneContext) {
        listing.place(Set(context.model.queue.customers).union(listing.ahead), context)
    }
}

extension PaneContext {
    var noticeOfRest: Notice {
        .plain("This is the last row that is loaded; more follow. \(keyName(.sort)) sorts from the end.")
    }
}
