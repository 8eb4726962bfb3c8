import Domain
import Screen
import Wording

/// Customers in rows.
extension PaneContext {
    /// - Parameters:
    ///   - order: what the headings say of the order.
    ///   - marks: whose rows have a mark.
    ///   - emptyText: what is said while there is no row.
    func draw(
        _ listing: Listing, order: CustomerOrder?, marks: Marks, emptyText: String, on grid: inout Grid
    ) {
        let columns = ColumnLayout(chrome.columns, width: layout.list.size.columns)
        var row = layout.list.origin.row
        if layout.showsHeadings {
            drawHeadings(order, columns, row, on: &grid)
            row += 1
        }
        guard !listing.rows.isEmpty else {
            if hasFocus { grid.cursor = Position(row: row, column: ColumnLayout.margin) }
            let room = layout.visibleRows - layout.coveredRows
            let columns = layout.list.size.columns - 4
            let lines = DisplayLines.fitted(emptyText, columns: columns, lines: room, ellipsis: glyphs.ellipsis)
            for (offset, line) in lines.enumerated() { grid.write(line, row: row + offset, column: 3, style: .dim) }
            return
        }
        let room = max(1, layout.visibleRows - layout.coveredRows)
        let top = firstRow(of: listing)
        let last = min(listing.rows.count, top + room)
        for index in top..<last {
            let id = listing.rows[index]
            drawRow(id, isSelected: index == listing.selected, row, columns, on: &grid)
            if marks.contains(id) { grid.write(glyphs.mark, row: row, column: 0, style: .bold) }
            if index == listing.selected, hasFocus {
                grid.cursor = Position(row: row, column: ColumnLayout.margin)
            }
            row += 1
        }
        drawMore(above: top > 0, below: last < listing.rows.count, rows: room, on: &grid)
    }

    /// The first row on the screen: the selected one stays above what covers the last ones.
    func firstRow(of listing: Listing) -> Int {
        max(listing.top, listing.selected - max(1, layout.visibleRows - layout.coveredRows) + 1)
    }

    private func drawHeadings(_ order: CustomerOrder?, _ columns: ColumnLayout, _ row: Int, on grid: inout Grid) {
        let isSeen = columns.spans.contains { $0.fact == order?.fact }
        for (fact, span) in columns.spans {
            var arrow = order?.isDescending == true ? " " + glyphs.down : " " + glyphs.up
            if let order, !isSeen, fact == .name {
                arrow = " (\(order.fact.label)\(arrow))"
            } else if fact != order?.fact {
                arrow = ""
            }
            // Of a narrow column the word is cut, not the order.
            let label = DisplayText.fitted(
                fact.label, span.count - 1 - DisplayText.width(arrow), ellipsis: glyphs.ellipsis)
            grid.write(label + arrow, row: row, column: span.lowerBound, columns: span.count, style: .dim)
        }
    }

    private func drawRow(
        _ id: CustomerID, isSelected: Bool, _ row: Int, _ columns: ColumnLayout, on grid: inout Grid
    ) {
        guard let customer = model.shown(id) else { return }
        if isSelected { grid.write(glyphs.selection, row: row, column: 1, style: .bold) }
        let sign = model.sign(of: id)
        if let sign, let column = columns.sign {
            grid.write(sign.glyph(glyphs), row: row, column: column, style: style(of: sign.tone))
        }
        for (fact, span) in columns.spans {
            let text = DisplayText.fitted(cell(fact, of: customer), span.count - 1, ellipsis: glyphs.ellipsis)
            let style: Style = isSelected && fact == .name ? .bold : sign == .deletion ? .dim : .plain
            let place = span.lowerBound
            grid.write(text, row: row, column: place, columns: span.count, style: style)
            underlineHits(in: text, of: fact, row: row, column: place, columns: span.count, on: &grid)
        }
    }

    /// What stands in a row: values in one line, moments as ages, of an id its beginning.
    private func cell(_ fact: CustomerFact, of customer: Customer) -> String {
        if let field = fact.field { return oneLine(customer.details[field], of: field) }
        guard let text = customer.text(of: fact, in: environment.zone) else { return glyphs.none }
        return switch fact {
        case .changed: age(of: customer.updatedAt)
        case .created: age(of: customer.createdAt)
        case .id: String(text.prefix(8))
        case .field, .registered, .changedBy, .version: text
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
