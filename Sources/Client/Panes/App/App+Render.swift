import Domain
import Journal
package import Screen

/// Drawing: the whole screen, every time; the terminal sends only what differs. The cursor stands on what has the focus.
extension App {
    package func render() -> Grid {
        var grid = Grid(chrome.size)
        guard chrome.size.rows > 0, chrome.size.columns > 0 else { return grid }
        let (layout, context) = (layout, context)
        context.drawTitle(customers.browse, seenAt: seenAt, on: &grid, layout)
        drawAlarm(on: &grid, layout)
        let status = statusLines(layout)
        draw(context, statusRows: status.count, on: &grid, layout)
        if let overlay = navigation.overlay { context.draw(overlay, palette: paletteRows, on: &grid, layout) }
        drawStatus(status, on: &grid, layout)
        drawHints(on: &grid, layout)
        grid.cursor = grid.cursor.map { chrome.size.nearest(to: $0) }
        return grid
    }

    private func draw(_ context: PaneContext, statusRows: Int, on grid: inout Grid, _ layout: Layout) {
        // A sentence of several lines covers the last rows, but never the marked one.
        let covered = max(0, statusRows - 1)
        switch navigation.stack.last {
        case .queue(let pane)?: context.draw(pane, covered: covered, on: &grid, layout)
        case .conflict(let pane)?: context.draw(pane, on: &grid, layout)
        case .form?, nil:
            drawSearch(on: &grid, layout)
            drawCustomers(context, covered: covered, on: &grid, layout)
        }
    }

    private func drawCustomers(_ context: PaneContext, covered: Int, on grid: inout Grid, _ layout: Layout) {
        let screen = customers
        if layout.isWide || screen.focus != .side {
            context.drawList(screen, covered: covered, on: &grid, layout)
        }
        if layout.isWide {
            for row in layout.list.rows {
                grid.write(context.glyphs.vertical, row: row, column: layout.list.size.columns, style: .dim)
            }
        }
        guard layout.isWide || screen.focus == .side else { return }
        switch screen.side {
        case .detail(let pane)?: context.draw(pane, hasFocus: screen.focus == .side, on: &grid, layout.side)
        case .form(let pane, _)?: context.draw(pane, on: &grid, layout.side)
        case nil: break
        }
    }

    // MARK: Search line

    private func drawSearch(on grid: inout Grid, _ layout: Layout) {
        guard let row = layout.searchRow, let search = customers.search else { return }
        grid.write(" /", row: row, column: 0, style: .bold)
        let room = max(1, chrome.size.columns - 4)
        let isTyping = scope == .search
        let shown = EditorView(sliding: search.editor, columns: room)
        grid.write(shown.lines.first ?? "", row: row, column: 2, columns: room, style: isTyping ? .bold : .plain)
        if isTyping { grid.cursor = Position(row: row, column: 2 + shown.cursor.column) }
    }

    // MARK: Hints

    private func drawHints(on grid: inout Grid, _ layout: Layout) {
        guard let row = layout.hintsRow else { return }
        var column = 1
        for (key, title) in hints {
            let width = DisplayText.width(key) + 1 + DisplayText.width(title)
            guard column + width <= chrome.size.columns else { break }
            column += grid.write(key, row: row, column: column, style: .bold) + 1
            column += grid.write(title, row: row, column: column) + 2
        }
    }

    private var hints: [(key: String, title: String)] {
        let enter = environment.glyphs.enter
        switch navigation.overlay {
        case .question(let question)?: return question.choices.map { (String($0.key), $0.title) }
        case .palette?: return [(enter, "run"), ("Esc", "close")]
        case .help?, nil: break
        }
        let rows = environment.offeredRows(in: scope).filter { $0.footerRank != nil && !$0.keys.isEmpty }
        return rows.sorted { ($0.footerRank ?? 0) < ($1.footerRank ?? 0) }
            .map { ($0.keys[0] == .enter ? enter : $0.keys[0].name, $0.title) }
    }
}

extension Size {
    /// The place itself, or the nearest one on a screen of this size.
    fileprivate func nearest(to position: Position) -> Position {
        Position(row: max(0, min(position.row, rows - 1)), column: max(0, min(position.column, columns - 1)))
    }
}
