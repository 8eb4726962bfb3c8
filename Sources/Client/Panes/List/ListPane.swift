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

    init(order: CustomerOrder = .name, serverSort: ListQuery.Sort = .name) {
        listing = Listing(order: order, isFresh: true)
        listing.serverSort = serverSort
    }
}

extension ListPane: RowsPane {
    static let scope = Scope.list

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .command(let command): handle(command, &context, &navigator)
        case .typed(let command): handle(command, &context, &navigator)
        case .counted(let command, let count): move(command, count: count, &context)
        case .key, .paste: break
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        render(marks: Marks(), on: &grid, context)
    }

    func render(marks: Marks, on grid: inout Grid, _ context: PaneContext) {
        context.draw(listing, order: listing.order, marks: marks, emptyText: emptyText(context), on: &grid)
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
        let (model, isWhole) = (context.model, listing.isComplete)
        let next = listing.order.next(context.chrome.columns) { isWhole || model.serverSort(for: $0) != nil }
        sort(by: next, &context)
    }

    mutating func sort(by order: CustomerOrder, _ context: inout PaneContext) {
        let serverSort = context.model.serverSort(for: order)
        guard listing.isComplete || serverSort != nil else {
            let key = context.keyName(.goToBottom, in: .list)
            return context.post(
                .warning("Sorting by \(order.fact.orderWord) needs all rows; press \(key) to load them."))
        }
        listing.serverSort = serverSort ?? .name
        if listing.isComplete {
            listing.sort(by: order, in: context.model.directory, visibleRows: context.layout.visibleRows)
            placeAhead(context)
            listing.select(0, visibleRows: context.layout.visibleRows)
        } else {
            cancel(&context)
            self = ListPane(order: order, serverSort: serverSort ?? .name)
            refresh(&context)
        }
        let others = listing.isComplete ? "" : " Other columns once all rows are loaded."
        context.post(.plain("Sorted by \(order.text).\(others)"))
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
