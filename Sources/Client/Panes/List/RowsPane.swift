import Domain
import Wire

/// A pane with customers in rows, which come in pages from the server and from this machine: all customers, or the matches of a search.
protocol RowsPane: Pane {
    var listing: Listing { get set }

    mutating func sort(_ context: inout PaneContext)
    /// Asks the server again for all that is loaded.
    mutating func refresh(_ context: inout PaneContext)
    mutating func goToBottom(_ context: inout PaneContext)

    /// Asks the server for a page.
    mutating func load(_ query: ListQuery, _ context: inout PaneContext)
    /// Reads on in what is kept on this machine.
    mutating func recall(_ context: inout PaneContext)
    /// Shows a page whose customers the directory has already.
    mutating func receive(_ page: CustomerPage, of query: ListQuery, _ context: inout PaneContext) throws(EndlessPages)
    mutating func receive(_ failure: Failure, of query: ListQuery, _ context: inout PaneContext)
}

/// Keys among the rows.
extension RowsPane {
    /// Moves, or does something with the selected customer.
    mutating func handle(_ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let selected = listing.selectedID.flatMap { context.model.shown($0) }
        switch command {
        case .edit: if let selected { navigator.go(.edit(selected)) }
        case .delete: if let selected { context.askToDelete(selected, &navigator) }
        case .copy: if let selected { context.copy(.email, of: selected) }
        case .sort: sort(&context)
        case .refresh: refresh(&context)
        default: move(command, &context)
        }
    }

    mutating func move(_ command: Command, _ context: inout PaneContext) {
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
        loadMoreIfNeeded(&context)
        context.followWhenKeysPause()
    }

    mutating func goToBottom(_ context: inout PaneContext) {
        listing.select(listing.rows.count - 1, visibleRows: context.layout.visibleRows)
    }
}

extension PaneContext {
    private static let detailPauseMilliseconds = 120

    /// Has the details beside the list follow the selection once keys pause.
    mutating func followWhenKeysPause() {
        if layout.isWide { perform(.start(.detailPause, milliseconds: Self.detailPauseMilliseconds)) }
    }
}
