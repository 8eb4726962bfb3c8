import Screen

/// Where everything stands on a screen of a given size.
struct Layout: Hashable, Sendable {
    let size: Size
    /// List and detail side by side.
    let isWide: Bool
    let titleRow: Int?
    let searchRow: Int?
    let statusRow: Int?
    let hintsRow: Int?
    /// Column headings and rows.
    let list: Rectangle
    /// The detail or the form: beside the list on wide screens, in its place on narrow ones.
    let side: Rectangle

    static let wideColumns = 100

    init(_ size: Size, showsSearch: Bool) {
        self.size = size
        isWide = size.columns >= Self.wideColumns
        titleRow = size.rows >= 6 ? 0 : nil
        searchRow = showsSearch && size.rows >= 3 || size.rows >= 8 ? (titleRow ?? -1) + 1 : nil
        hintsRow = size.rows >= 5 ? size.rows - 1 : nil
        statusRow = size.rows >= 4 ? (hintsRow ?? size.rows) - 1 : nil
        let top = (searchRow ?? titleRow ?? -1) + 1
        let rows = max(0, (statusRow ?? size.rows) - top)
        let sideColumns = isWide ? min(64, max(40, size.columns * 2 / 5)) : size.columns
        let listColumns = isWide ? size.columns - sideColumns - 1 : size.columns
        list = Rectangle(row: top, column: 0, rows: rows, columns: listColumns)
        side = Rectangle(
            row: top, column: isWide ? listColumns + 1 : 0, rows: rows, columns: sideColumns)
    }

    /// Rows of the list that hold customers; the headings take one where there is room.
    var visibleRows: Int {
        max(1, list.size.rows - (showsHeadings ? 1 : 0))
    }

    var showsHeadings: Bool { list.size.rows >= 3 }
}
