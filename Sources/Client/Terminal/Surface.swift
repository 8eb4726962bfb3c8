import CNCurses
import Screen

/// The curses screen as it was drawn last: takes whole grids, sends differences.
struct Surface {
    private var shown: Grid?
    private(set) var size: Size

    init() {
        size = Self.cursesSize
    }

    private static var cursesSize: Size {
        var rows: Int32 = 0
        var columns: Int32 = 0
        cncurses_size(&rows, &columns)
        return Size(rows: Int(rows), columns: Int(columns))
    }

    /// Takes over the size that the kernel has for the terminal; false when it is the same.
    mutating func adoptSize() -> Bool {
        guard cncurses_adopt_size() else { return false }
        size = Self.cursesSize
        shown = nil
        return true
    }

    /// Shows `grid`, cut to the terminal's size.
    ///
    /// - Returns: false when it is what the screen shows already: then nothing is sent.
    @discardableResult
    mutating func show(_ grid: Grid, whole: Bool = false) -> Bool {
        guard whole || grid != shown else { return false }
        if shown?.size != grid.size { cncurses_erase() }
        let old = shown.flatMap { $0.size == grid.size ? $0 : nil } ?? Grid(grid.size)
        let cursor = grid.cursor.flatMap { isInside($0) ? $0 : nil }
        let changed = (0..<min(size.rows, grid.size.rows)).filter { !grid.hasSameRow($0, as: old) }
        for row in changed where row != cursor?.row { putRow(row, of: grid, over: old) }
        if let row = cursor?.row, changed.contains(row) {
            // A screen reader speaks in the order in which the terminal is written: what has the focus comes last.
            if changed.count > 1, shown != nil, !whole { cncurses_flush(false) }
            putRow(row, of: grid, over: old)
        }
        cncurses_place_cursor(Int32(cursor?.row ?? -1), Int32(cursor?.column ?? -1))
        cncurses_flush(whole || shown == nil)
        shown = grid
        return true
    }

    private func isInside(_ position: Position) -> Bool {
        (0..<size.rows).contains(position.row) && (0..<size.columns).contains(position.column)
    }

    /// Gives curses the cells of a row that look different; looking for them is what it would do for every cell.
    private func putRow(_ row: Int, of grid: Grid, over old: Grid) {
        let (cells, oldCells) = (grid.row(row), old.row(row))
        let columns = min(size.columns, grid.size.columns)
        for column in 0..<columns where grid[row, column].width > 0 {
            var cell = grid[row, column]
            var oldCell = old[row, column]
            cell.style = Self.visibleStyle(cells, column)
            oldCell.style = Self.visibleStyle(oldCells, column)
            let marks = grid.marks(row, column)
            guard cell != oldCell || marks != old.marks(row, column), column + cell.width <= columns else { continue }
            put(cell, marks, row, column)
        }
    }

    private func put(_ cell: Cell, _ marks: [UInt32], _ row: Int, _ column: Int) {
        cncurses_put(
            Int32(row), Int32(column), cell.value, marks, Int32(marks.count), Int32(cell.width),
            UInt32(cell.style.attributes.rawValue), cell.style.colour.number)
    }

    /// The style that need be sent: a blank shows neither colour nor boldness, so it is plain, but for the one between
    /// two words of the same look, where changing back and forth would cost bytes.
    private static func visibleStyle(_ row: ArraySlice<Cell>, _ column: Int) -> Style {
        let at = row.startIndex + column
        guard row[at].isUnseen else { return row[at].style }
        guard column > 0, at + 1 < row.endIndex else { return .plain }
        let (left, right) = (row[at - 1], row[at + 1])
        let isBetweenWords =
            !left.isUnseen && !right.isUnseen && left.style == right.style
            && left.style.attributes.isDisjoint(with: [.underline, .reverse])
        return isBetweenWords ? left.style : .plain
    }
}

extension Style.Colour {
    /// Its place among the eight basic colours; 0 is the terminal's own foreground.
    fileprivate var number: Int32 {
        switch self {
        case .standard: 0
        case .red: 1
        case .green: 2
        case .yellow: 3
        case .blue: 4
        case .magenta: 5
        case .cyan: 6
        case .white: 7
        }
    }
}
