import Screen

/// Where everything stands on a screen of a given size.
struct Layout: Hashable, Sendable {
    let size: Size
    /// List and detail side by side.
    let isWide: Bool
    let titleRow: Int?
    /// What stays in sight until it is dealt with.
    let alarmRows: Range<Int>
    let searchRow: Int?
    let statusRow: Int?
    let hintsRow: Int?
    /// Column headings and rows.
    let list: Rectangle
    /// The detail or the form: beside the list on wide screens, in its place on narrow ones.
    let side: Rectangle
    /// Rows at the bottom that a long message is written over: what is marked stays above them.
    var coveredRows = 0

    static let wideColumns = 100

    /// The fewest rows that have room for an alarm of its own.
    static let rowsForAlarm = 8

    init(_ size: Size, showsSearch: Bool, alarmRows: Int = 0) {
        self.size = size
        isWide = size.columns >= Self.wideColumns
        titleRow = size.rows >= 6 ? 0 : nil
        let alarmTop = (titleRow ?? -1) + 1
        self.alarmRows = alarmTop..<alarmTop + (size.rows >= Self.rowsForAlarm ? alarmRows : 0)
        searchRow = showsSearch && size.rows >= 3 || size.rows >= 8 ? self.alarmRows.upperBound : nil
        hintsRow = size.rows >= 5 ? size.rows - 1 : nil
        statusRow = size.rows >= 4 ? (hintsRow ?? size.rows) - 1 : nil
        let top = searchRow.map { $0 + 1 } ?? self.alarmRows.upperBound
        let rows = max(0, (statusRow ?? size.rows) - top)
        let sideColumns = isWide ? min(64, max(40, size.columns * 2 / 5)) : size.columns
        let listColumns = isWide ? size.columns - sideColumns - 1 : size.columns
        list = Rectangle(row: top, column: 0, rows: rows, columns: listColumns)
        side = Rectangle(
            row: top, column: isWide ? listColumns + 1 : 0, rows: rows, columns: sideColumns)
    }

    /// What lies over the panes has the rows of the list, from edge to edge.
    var overlay: Rectangle {
        Rectangle(row: list.origin.row, column: 0, rows: list.size.rows, columns: size.columns)
    }

    /// Where a screen that takes the customers' place says what it is: in the search line, or above what it shows.
    var headingRow: Int? { searchRow ?? (list.size.rows >= 2 ? list.origin.row : nil) }

    /// What such a screen has below that.
    var body: Rectangle {
        let taken = searchRow == nil && list.size.rows >= 2 ? 1 : 0
        return Rectangle(
            row: list.origin.row + taken, column: 0, rows: list.size.rows - taken, columns: list.size.columns)
    }

    /// The same from edge to edge, for a screen that is not divided.
    var page: Rectangle {
        Rectangle(row: body.origin.row, column: 0, rows: body.size.rows, columns: size.columns)
    }

    /// Rows that such a screen has, one at least.
    var bodyRows: Int { max(1, body.size.rows) }

    /// Rows of the list that hold customers; the headings take one where there is room.
    var visibleRows: Int {
        max(1, list.size.rows - (showsHeadings ? 1 : 0))
    }

    var showsHeadings: Bool { list.size.rows >= 3 }

    /// Of a list at least one row stays in sight, below its headings.
    var keptListRows: Int { showsHeadings ? 2 : 1 }
}
