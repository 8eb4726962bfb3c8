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

    /// Shows `grid`, cut to the terminal's size; nothing is sent when it is what the screen shows already.
    mutating func show(_ grid: Grid, whole: Bool = false) {
        guard whole || grid != shown else { return }
        if shown?.size != grid.size { cncurses_erase() }
        for row in 0..<min(size.rows, grid.size.rows) where shown?.size != grid.size || shown?.row(row) != grid.row(row)
        {
            put(grid.row(row), row)
        }
        let cursor = grid.cursor.flatMap { isInside($0) ? $0 : nil }
        cncurses_place_cursor(Int32(cursor?.row ?? -1), Int32(cursor?.column ?? -1))
        cncurses_flush(whole || shown == nil)
        shown = grid
    }

    private func isInside(_ position: Position) -> Bool {
        (0..<size.rows).contains(position.row) && (0..<size.columns).contains(position.column)
    }

    private func put(_ cells: ArraySlice<Cell>, _ row: Int) {
        let cells = Array(cells.prefix(size.columns))
        let styles = Self.visibleStyles(cells)
        for (column, cell) in cells.enumerated() where cell.width > 0 && column + cell.width <= cells.count {
            put(cell, styles[column], row, column)
        }
    }

    private func put(_ cell: Cell, _ style: Style, _ row: Int, _ column: Int) {
        let scalars = cell.text.unicodeScalars.map(\.value)
        cncurses_put(
            Int32(row), Int32(column), scalars, Int32(scalars.count), Int32(cell.width),
            UInt32(style.attributes.rawValue), style.colour.number)
    }

    /// The styles that need be sent: a blank shows neither colour nor boldness, so it is plain, but for the one between
    /// two words of the same look, where changing back and forth would cost bytes.
    private static func visibleStyles(_ cells: [Cell]) -> [Style] {
        let isUnseen = cells.map { $0.text == " " && $0.style.attributes.isDisjoint(with: [.underline, .reverse]) }
        return cells.indices.map { column in
            guard isUnseen[column] else { return cells[column].style }
            let isBetweenWords =
                column > 0 && column + 1 < cells.count && !isUnseen[column - 1] && !isUnseen[column + 1]
                && cells[column - 1].style == cells[column + 1].style
                && cells[column - 1].style.attributes.isDisjoint(with: [.underline, .reverse])
            return isBetweenWords ? cells[column - 1].style : .plain
        }
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
