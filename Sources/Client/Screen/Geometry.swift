/// Rows and columns of a terminal or of a part of it; never negative.
package struct Size: Hashable, Sendable {
    package let rows: Int
    package let columns: Int

    package init(rows: Int, columns: Int) {
        self.rows = max(0, rows)
        self.columns = max(0, columns)
    }
}

/// A cell's place, counted from 0 at the top left.
package struct Position: Hashable, Sendable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

/// A part of the screen.
package struct Rectangle: Hashable, Sendable {
    package let origin: Position
    package let size: Size

    package init(row: Int, column: Int, rows: Int, columns: Int) {
        origin = Position(row: row, column: column)
        size = Size(rows: rows, columns: columns)
    }

    package var rows: Range<Int> { origin.row..<origin.row + size.rows }
    package var columns: Range<Int> { origin.column..<origin.column + size.columns }
}
