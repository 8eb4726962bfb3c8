import Domain
import Screen

/// The list pane.
extension PaneContext {
    /// - Parameter covered: rows at the bottom that something else is written over.
    func drawList(_ screen: CustomersScreen, covered: Int, on grid: inout Grid, _ layout: Layout) {
        let columns = ListColumns(width: layout.list.size.columns)
        var row = layout.list.origin.row
        if layout.showsHeadings {
            drawHeadings(screen, columns, row, on: &grid)
            row += 1
        }
        let listing = screen.listing
        guard !listing.rows.isEmpty else {
            if screen.focus == .list { grid.cursor = Position(row: row, column: ListColumns.margin) }
            grid.write(emptyText(screen), row: row, column: 3, style: .dim)
            return
        }
        let room = max(1, layout.visibleRows - covered)
        let top = max(listing.top, listing.selected - room + 1)
        let last = min(listing.rows.count, top + room)
        for index in top..<last {
            drawRow(listing.rows[index], isSelected: index == listing.selected, row, columns, on: &grid)
            if index == listing.selected, screen.focus == .list {
                grid.cursor = Position(row: row, column: ListColumns.margin)
            }
            row += 1
        }
        drawMore(above: top > 0, below: last < listing.rows.count, rows: room, on: &grid, layout)
    }

    private func drawHeadings(
        _ screen: CustomersScreen, _ columns: ListColumns, _ row: Int, on grid: inout Grid
    ) {
        let order = screen.search?.term == nil ? screen.browse.order : nil
        for (field, span) in columns.spans {
            let arrow = order?.column == field ? " " + (order?.isDescending == true ? glyphs.down : glyphs.up) : ""
            grid.write(field.label + arrow, row: row, column: span.lowerBound, columns: span.count, style: .dim)
        }
    }

    private func drawRow(
        _ id: CustomerID, isSelected: Bool, _ row: Int, _ columns: ListColumns, on grid: inout Grid
    ) {
        guard let customer = model.shown(id) else { return }
        if isSelected { grid.write(glyphs.selection, row: row, column: 1, style: .bold) }
        let mark = model.mark(of: id)
        if let mark, let column = columns.mark {
            grid.write(mark.glyph(glyphs), row: row, column: column, style: style(of: mark.tone))
        }
        for (field, span) in columns.spans {
            let value = customer.details[field].map { display($0, of: field) } ?? glyphs.none
            let text = DisplayText.fitted(value, span.count - 1, ellipsis: glyphs.ellipsis)
            let style: Style = isSelected && field == .name ? .bold : mark == .deletion ? .dim : .plain
            grid.write(text, row: row, column: span.lowerBound, columns: span.count, style: style)
        }
    }

    /// Says at the right edge of the first and the last row that there are rows out of sight.
    private func drawMore(above: Bool, below: Bool, rows: Int, on grid: inout Grid, _ layout: Layout) {
        let rows = layout.list.rows.suffix(layout.visibleRows).prefix(rows)
        guard let first = rows.first, let last = rows.last else { return }
        let column = layout.list.columns.upperBound - 1
        if above { grid.write(glyphs.moreAbove, row: first, column: column, style: .dim) }
        if below { grid.write(glyphs.moreBelow, row: last, column: column, style: .dim) }
    }

    /// Says that there are no matches only once everything was asked.
    private func emptyText(_ screen: CustomersScreen) -> String {
        guard let search = screen.search, search.term != nil else {
            return screen.browse.isLoading ? "Loading\(glyphs.ellipsis)" : ""
        }
        if search.isAsking || search.listing.isLoading { return "Searching\(glyphs.ellipsis)" }
        if search.listing.isComplete || screen.browse.isComplete { return "No matches." }
        return search.asksServer
            ? "No matches among those loaded." : "No matches among those loaded; one more character asks the server."
    }
}

extension Glyphs {
    fileprivate var isUnicode: Bool { self == .unicode }
    /// Rows are out of sight above, or below.
    var moreAbove: String { isUnicode ? "▲" : up }
    var moreBelow: String { isUnicode ? "▼" : down }
}
