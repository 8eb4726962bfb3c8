/// One cell of the screen.
package struct Cell: Hashable, Sendable {
    /// A spacing scalar with its combining marks; empty in the right half of a wide one.
    package var text: String
    package var style: Style
    /// 1 or 2; 0 for the right half of a wide one.
    package var width: Int

    package init(text: String, style: Style = .plain, width: Int = 1) {
        self.text = text
        self.style = style
        self.width = width
    }

    package static let blank = Cell(text: " ")
}

/// The whole screen as cells: what panes draw and the terminal shows.
///
/// Writing is clipped to the grid and keeps wide cells whole, so no drawing code has to care for edges.
package struct Grid: Hashable, Sendable {
    package let size: Size
    private var cells: [Cell]
    /// Where the terminal's cursor stands; hidden when `nil`.
    package var cursor: Position?

    package init(_ size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.rows * size.columns)
    }

    package subscript(row: Int, column: Int) -> Cell {
        cells[row * size.columns + column]
    }

    /// The cells of one row.
    package func row(_ row: Int) -> ArraySlice<Cell> {
        cells[row * size.columns..<(row + 1) * size.columns]
    }

    /// Writes `text` from a position on, cut to `columns`.
    ///
    /// - Returns: the columns that were written.
    @discardableResult
    package mutating func write(
        _ text: String, row: Int, column: Int, columns: Int = .max, style: Style = .plain
    ) -> Int {
        guard (0..<size.rows).contains(row), column < size.columns, columns > 0 else { return 0 }
        let end = min(size.columns, columns > size.columns ? size.columns : column + columns)
        if PrintableASCII.holds(text) { return writeASCII(text.utf8, row: row, from: column, to: end, style) }
        var at = column
        for character in text {
            let cluster = DisplayCluster(character)
            guard at + cluster.width <= end else { break }
            for piece in cluster.pieces {
                if at >= 0 { put(Cell(text: piece.text, style: style, width: piece.width), row, at) }
                at += piece.width
            }
        }
        return at - column
    }

    /// What nearly every text is: one byte, one cell.
    private mutating func writeASCII(
        _ text: String.UTF8View, row: Int, from column: Int, to end: Int, _ style: Style
    ) -> Int {
        var at = column
        for byte in text {
            guard at < end else { break }
            if at >= 0 { put(Cell(text: PrintableASCII.texts[Int(byte)], style: style), row, at) }
            at += 1
        }
        return at - column
    }

    /// Changes the look of what is written already.
    package mutating func restyle(row: Int, columns: Range<Int>, _ change: (inout Style) -> Void) {
        guard (0..<size.rows).contains(row) else { return }
        for column in columns.clamped(to: 0..<size.columns) {
            change(&cells[row * size.columns + column].style)
        }
    }

    /// Fills a rectangle with blanks.
    package mutating func clear(_ area: Rectangle) {
        for row in area.rows.clamped(to: 0..<size.rows) {
            for column in area.columns.clamped(to: 0..<size.columns) { put(.blank, row, column) }
        }
    }

    private mutating func put(_ cell: Cell, _ row: Int, _ column: Int) {
        let index = row * size.columns + column
        guard column + cell.width <= size.columns else { return }
        breakWide(at: index, column)
        if cell.width == 2 {
            breakWide(at: index + 1, column + 1)
            cells[index + 1] = Cell(text: "", style: cell.style, width: 0)
        }
        cells[index] = cell
    }

    /// Blanks the other half of a wide cell whose one half is about to be overwritten.
    private mutating func breakWide(at index: Int, _ column: Int) {
        if cells[index].width == 0, column > 0 { cells[index - 1] = .blank }
        if cells[index].width == 2, column + 1 < size.columns { cells[index + 1] = .blank }
    }
}

// MARK: - Reading back

extension Grid {
    /// The rows as text, without blanks at their ends: what a test compares with a drawn screen.
    package var lines: [String] {
        (0..<size.rows).map { line in
            var text = row(line).reduce(into: "") { $0 += $1.text }
            while text.last == " " { text.removeLast() }
            return text
        }
    }
}
