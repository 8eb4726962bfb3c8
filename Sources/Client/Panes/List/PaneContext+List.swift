import Domain
import Screen

/// Customers in rows.
extension PaneContext {
    /// - Parameters:
    ///   - order: what the headings say of the order.
    ///   - emptyText: what is said while there is no row.
    func draw(_ listing: Listing, order: RowOrder?, emptyText: String, on grid: inout Grid) {
        let columns = ListColumns(width: layout.list.size.columns)
        var row = layout.list.origin.row
        if layout.showsHeadings {
            drawHeadings(order, columns, row, on: &grid)
            row += 1
        }
        guard !listing.rows.isEmpty else {
            if hasFocus { grid.cursor = Position(row: row, column: ListColumns.margin) }
            let room = layout.visibleRows - layout.coveredRows
            let columns = layout.list.size.columns - 4
            let lines = DisplayLines.fitted(emptyText, columns: columns, lines: room, ellipsis: glyphs.ellipsis)
            for (offset, line) in lines.enumerated() { grid.write(line, row: row + offset, column: 3, style: .dim) }
            return
        }
        let room = max(1, layout.visibleRows - layout.coveredRows)
        let top = max(listing.top, listing.selected - room + 1)
        let last = min(listing.rows.count, top + room)
        for index in top..<last {
            drawRow(listing.rows[index], isSelected: index == listing.selected, row, columns, on: &grid)
            if index == listing.selected, hasFocus {
                grid.cursor = Position(row: row, column: ListColumns.margin)
            }
            row += 1
        }
        drawMore(above: top > 0, below: last < listing.rows.count, rows: room, on: &grid)
    }

    private func drawHeadings(_ order: RowOrder?, _ columns: ListColumns, _ row: Int, on grid: inout Grid) {
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
    private func drawMore(above: Bool, below: Bool, rows: Int, on grid: inout Grid) {
        let rows = layout.list.rows.suffix(layout.visibleRows).prefix(rows)
        guard let first = rows.first, let last = rows.last else { return }
        let column = layout.list.columns.upperBound - 1
        if above { grid.write(glyphs.moreAbove, row: first, column: column, style: .dim) }
        if below { grid.write(glyphs.moreBelow, row: last, column: column, style: .dim) }
    }
}

extension Glyphs {
    fileprivate var isUnicode: Bool { self == .unicode }
    /// Rows are out of sight above, or below.
    var moreAbove: String { isUnicode ? "▲" : up }
    var moreBelow: String { isUnicode ? "▼" : down }
}
