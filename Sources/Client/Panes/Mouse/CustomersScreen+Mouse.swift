import Domain
import Screen

/// Clicks and the wheel among the customers: rows, headings, the search line, and what stands beside the list.
extension CustomersScreen {
    mutating func handle(_ mouse: MouseEvent, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let place = place(of: mouse.position, context)
        if case .click = mouse {
            click(place, &context)
        } else {
            scroll(place, by: mouse.rows, &context)
        }
    }

    /// What is at a place of the screen.
    private enum Place {
        case search
        case heading(CustomerFact)
        /// By its number in the listing.
        case row(Int)
        /// Among the rows, where none is.
        case noRow
        /// The details or the form, and the row of the screen.
        case side(Int)
        case nothing
    }

    private func place(of position: Position, _ context: PaneContext) -> Place {
        let layout = context.layout
        if position.row == layout.searchRow { return search == nil ? .nothing : .search }
        if showsRows(context), layout.list.rows.contains(position.row), layout.list.columns.contains(position.column) {
            return placeInList(position, context)
        }
        let isBeside = layout.side.rows.contains(position.row) && layout.side.columns.contains(position.column)
        return isBeside && side != nil ? .side(position.row) : .nothing
    }

    private func placeInList(_ position: Position, _ context: PaneContext) -> Place {
        let layout = context.layout
        let offset = position.row - layout.list.origin.row - (layout.showsHeadings ? 1 : 0)
        guard offset >= 0 else {
            let spans = ColumnLayout(context.chrome.columns, width: layout.list.size.columns).spans
            return spans.first { $0.columns.contains(position.column) }.map { .heading($0.fact) } ?? .nothing
        }
        let row = context.firstRow(of: listing) + offset
        return listing.rows.indices.contains(row) ? .row(row) : .noRow
    }

    // MARK: Clicks

    private mutating func click(_ place: Place, _ context: inout PaneContext) {
        if case .side(let row) = place { return click(onSideAt: row, &context) }
        if case .nothing = place { return }
        guard openForm == nil else { return context.post(.plain("Save or leave the form first.")) }
        switch place {
        case .search: focusOnSearch()
        case .heading(let column): sort(by: column, &context)
        case .row(let row): click(onRow: row, &context)
        case .noRow: focusOnList()
        case .side, .nothing: break
        }
    }

    /// The first click selects, the second one opens.
    private mutating func click(onRow row: Int, _ context: inout PaneContext) {
        guard focus != .list || row != listing.selected else { return openSelected(&context) }
        focusOnList()
        listing.select(row, visibleRows: context.layout.visibleRows)
        marks.followSelection(in: listing)
        loadMoreIfNeeded(&context)
        context.followWhenKeysPause()
    }

    private mutating func sort(by column: CustomerFact, _ context: inout PaneContext) {
        focusOnList()
        marks.endRange()
        if isSearching { search?.sort(by: column, &context) } else { list.sort(by: column, &context) }
    }

    private mutating func click(onSideAt row: Int, _ context: inout PaneContext) {
        if let form = openForm {
            guard form.stage == .editing else { return }
            if let field = context.field(of: form, onRow: row, in: context.layout.side) { self.form?.focus(on: field) }
        } else if var detail {
            detail.select(row: row, context)
            open(detail)
        }
    }

    // MARK: The wheel

    private mutating func scroll(_ place: Place, by rows: Int, _ context: inout PaneContext) {
        switch place {
        case .row, .noRow, .heading:
            listing.scroll(by: rows, visibleRows: context.layout.visibleRows)
            marks.followSelection(in: listing)
            loadMoreIfNeeded(&context)
            context.followWhenKeysPause()
        case .side:
            let seen = context
            updateDetail { $0.scroll(by: rows, seen) }
        case .search, .nothing: break
        }
    }
}
