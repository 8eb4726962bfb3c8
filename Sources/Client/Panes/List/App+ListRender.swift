import Domain
import Screen

/// The list pane.
extension App {
    func drawList(on grid: inout Grid, _ layout: Layout) {
        let columns = ListColumns(width: layout.list.size.columns)
        var row = layout.list.origin.row
        if layout.showsHeadings {
            for (field, span) in columns.spans {
                let arrow =
                    browse.order.column == field && search?.term == nil
                    ? " " + (browse.order.isDescending ? glyphs.down : glyphs.up) : ""
                grid.write(field.label + arrow, row: row, column: span.lowerBound, columns: span.count, style: .dim)
            }
            row += 1
        }
        let listing = listing
        guard !listing.rows.isEmpty else {
            drawEmpty(on: &grid, row: row)
            return
        }
        for index in listing.top..<min(listing.rows.count, listing.top + layout.visibleRows) {
            drawRow(listing.rows[index], isSelected: index == listing.selected, row, columns, on: &grid)
            row += 1
        }
    }

    private func drawRow(
        _ id: CustomerID, isSelected: Bool, _ row: Int, _ columns: ListColumns, on grid: inout Grid
    ) {
        guard let customer = shown(id) else { return }
        if isSelected { grid.write(glyphs.selection, row: row, column: 1, style: .bold) }
        let mark = mark(of: id)
        if let mark { draw(mark, row, columns, on: &grid) }
        for (field, span) in columns.spans {
            let value = customer.details[field].map { display($0, of: field) } ?? glyphs.none
            let text = DisplayText.fitted(value, span.count - 1, ellipsis: glyphs.ellipsis)
            let style: Style = isSelected && field == .name ? .bold : mark == .deletion ? .dim : .plain
            grid.write(text, row: row, column: span.lowerBound, columns: span.count, style: style)
        }
    }

    private func drawEmpty(on grid: inout Grid, row: Int) {
        let text: String
        if let search, search.term != nil {
            text = emptySearchText(search)
        } else {
            text = browse.isLoading ? "Loading\(glyphs.ellipsis)" : ""
        }
        grid.write(text, row: row, column: 3, style: .dim)
    }
}

extension App {
    /// Says that nobody is there only once everybody was asked.
    fileprivate func emptySearchText(_ search: SearchState) -> String {
        if search.isAsking || search.listing.isLoading { return "Searching\(glyphs.ellipsis)" }
        if search.listing.isComplete || browse.isComplete { return "Nobody is found." }
        return search.asksServer
            ? "Nobody among those loaded." : "Nobody among those loaded; one more character asks the server."
    }
}

/// How a list's width is shared among its columns.
struct ListColumns: Sendable {
    let spans: [(field: CustomerField, columns: Range<Int>)]
    /// Where the mark stands; `nil` when there is no room.
    let mark: Int?

    /// The selection's mark on the left.
    static let margin = 3
    /// Room for a state mark on the right.
    static let marks = 2

    init(width: Int) {
        let room = max(0, width - Self.margin - Self.marks)
        // No column goes when the screen grows: beside the detail of the narrowest wide screen there is room for three.
        let phone = room >= 54 ? min(22, max(15, room / 4)) : 0
        let email = room >= 36 ? (room - phone) * 11 / 20 : 0
        let widths: [(CustomerField, Int)] = [(.name, room - phone - email), (.email, email), (.phone, phone)]
        var column = Self.margin
        var spans: [(field: CustomerField, columns: Range<Int>)] = []
        for (field, width) in widths where width > 0 {
            spans.append((field, column..<column + width))
            column += width
        }
        self.spans = spans
        mark = width > Self.margin + Self.marks ? width - Self.marks : nil
    }
}
