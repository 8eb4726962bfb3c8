import Screen

/// Writes line after line into an area.
struct Pen {
    let area: Rectangle
    private(set) var row = 0

    init(area: Rectangle) {
        self.area = area
    }

    var isInside: Bool { row < area.size.rows }

    func write(_ text: String, at column: Int, style: Style, on grid: inout Grid) {
        guard isInside, column < area.size.columns else { return }
        grid.write(
            text, row: area.origin.row + row, column: area.origin.column + column,
            columns: area.size.columns - column, style: style)
    }

    /// A place on the line being written.
    func position(at column: Int) -> Position {
        Position(row: area.origin.row + row, column: area.origin.column + column)
    }

    mutating func newLine() {
        row += 1
    }
}
