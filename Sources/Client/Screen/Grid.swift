/// The whole screen as cells: what panes draw and the terminal shows.
///
/// Writing is clipped to the grid and keeps wide cells whole, so no drawing code has to care for edges.
package struct Grid: Hashable, Sendable {
    package let size: Size
    private var cells: [Cell]
    /// The combining marks of the cells that have some, by the cells' places.
    private var marks: [Int: [UInt32]] = [:]
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
        return LoneScalar.makesUp(text)
            ? writeLoneScalars(text, row, from: column, to: end, style)
            : writeClusters(text, row, from: column, to: end, style)
    }

    /// What nearly every text is: one scalar, one cell or two.
    private mutating func writeLoneScalars(
        _ text: String, _ row: Int, from column: Int, to end: Int, _ style: Style
    ) -> Int {
        var at = column
        for scalar in text.unicodeScalars {
            guard let width = LoneScalar.width(scalar), at + width <= end else { break }
            if at >= 0 { put(Cell(scalar, style: style, width: width), row, at) }
            at += width
        }
        return at - column
    }

    private mutating func writeClusters(
        _ text: String, _ row: Int, from column: Int, to end: Int, _ style: Style
    ) -> Int {
        var at = column
        for character in text {
            let cluster = DisplayCluster(character)
            guard at + cluster.width <= end else { break }
            for piece in cluster.pieces {
                if at >= 0 { put(Cell(piece, style: style), row, at, marks: piece.marks.map(\.value)) }
                at += piece.width
            }
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

    private mutating func put(_ cell: Cell, _ row: Int, _ column: Int, marks: [UInt32] = []) {
        let index = row * size.columns + column
        guard column + cell.width <= size.columns else { return }
        breakWide(at: index, column)
        if cell.width == 2 {
            breakWide(at: index + 1, column + 1)
            set(.rightHalf(style: cell.style), index + 1)
        }
        set(cell, index)
        if !marks.isEmpty { self.marks[index] = marks }
    }

    /// Blanks the other half of a wide cell whose one half is about to be overwritten.
    private mutating func breakWide(at index: Int, _ column: Int) {
        if cells[index].width == 0, column > 0 { set(.blank, index - 1) }
        if cells[index].width == 2, column + 1 < size.columns { set(.blank, index + 1) }
    }

    private mutating func set(_ cell: Cell, _ index: Int) {
        if cells[index].markCount > 0 { marks[index] = nil }
        cells[index] = cell
    }
}

// MARK: - Reading back

extension Grid {
    /// The combining marks on a cell's scalar, at most four.
    package func marks(_ row: Int, _ column: Int) -> [UInt32] {
        let index = row * size.columns + column
        return cells[index].markCount > 0 ? marks[index] ?? [] : []
    }

    /// Whether a row is the same in another grid of this size.
    package func hasSameRow(_ row: Int, as other: Grid) -> Bool {
        guard self.row(row) == other.row(row) else { return false }
        guard !marks.isEmpty else { return true }
        return (0..<size.columns).allSatisfy { marks(row, $0) == other.marks(row, $0) }
    }

    /// The rows as text, without blanks at their ends: what a test compares with a drawn screen.
    package var lines: [String] { (0..<size.rows).map(line) }

    private func line(_ row: Int) -> String {
        var text = String.UnicodeScalarView()
        // Written when something follows: to take them away again would cost more than all the rest.
        var blanks = 0
        func add(_ scalar: Unicode.Scalar) {
            if scalar == " " {
                blanks += 1
            } else {
                for _ in 0..<blanks { text.append(" ") }
                blanks = 0
                text.append(scalar)
            }
        }
        for (column, cell) in self.row(row).enumerated() {
            if let scalar = cell.scalar { add(scalar) }
            for mark in marks(row, column) { if let scalar = Unicode.Scalar(mark) { add(scalar) } }
        }
        return String(text)
    }
}
