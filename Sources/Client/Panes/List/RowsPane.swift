import Domain
import Wire

/// A pane with customers in rows, which come in pages from the server and from this machine: all customers, or the matches of a search.
protocol RowsPane: Pane {
    var listing: Listing { get set }

    mutating func sort(_ context: inout PaneContext)
    mutating func sort(by order: CustomerOrder, _ context: inout PaneContext)
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
        case .copy: if let selected { context.copy(CustomerFact.field(.email), of: selected) }
        case .copyRecord: if let selected { context.copyRecord(of: selected) }
        case .sort: sort(&context)
        case .refresh: refresh(&context)
        case .timeline: if let selected { context.openTimeline(of: selected.id, &navigator) }
        case .note: if let selected { context.openNote(on: selected.id, &navigator) }
        default: move(command, &context)
        }
    }

    /// Does what was typed with the selected customer, or with the rows.
    mutating func handle(_ command: TypedCommand, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let selected = listing.selectedID.flatMap { context.model.shown($0) }
        switch command {
        case .edit(let field): if let selected { navigator.go(.edit(selected, in: field)) }
        case .copy(let part): if let selected { context.copy(part, of: selected) }
        case .tag(let change): if let selected { context.change(tags: change, of: selected) }
        case .sort(let order): sort(by: order, &context)
        case .erase: if let selected { context.askToErase(selected, &navigator) }
        case .command, .open, .profile, .view, .save, .trash: break
        }
    }

    /// Sorts by a column; the other way round where the list is sorted by it already.
    mutating func sort(by column: CustomerFact, _ context: inout PaneContext) {
        let isDescending = listing.order.fact == column && !listing.order.isDescending
        let order = CustomerOrder(column, isDescending: isDescending)
        sort(by: order, &context)
    }

    /// - Parameter count: the number that was typed before it.
    mutating func move(_ command: Command, count: Int? = nil, _ context: inout PaneContext) {
        let (rows, selected, times) = (context.layout.visibleRows, listing.selected, count ?? 1)
        switch command {
        case .moveUp: listing.select(selected - times, visibleRows: rows)
        case .moveDown: listing.select(selected + times, visibleRows: rows)
        case .pageUp: listing.scroll(by: -rows * times, visibleRows: rows)
        case .pageDown: listing.scroll(by: rows * times, visibleRows: rows)
        case .halfPageUp: listing.scroll(by: -max(1, rows / 2) * times, visibleRows: rows)
        case .halfPageDown: listing.scroll(by: max(1, rows / 2) * times, visibleRows: rows)
        case .goToTop, .goToBottom:
            if let row = count ?? (command == .goToTop ? 1 : nil), row <= max(1, listing.rows.count) {
                listing.select(row - 1, visibleRows: rows)
            } else {
                goToBottom(&context)
            }
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
        if layout.isWide { lookWhenKeysPause() }
    }

    mutating func lookWhenKeysPause() {
        perform(.start(.detailPause, milliseconds: Self.detailPauseMilliseconds))
    }
}
