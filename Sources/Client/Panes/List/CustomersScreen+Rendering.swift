import Screen

/// Drawing the customers: the search line, the list, and what stands beside it or in its place.
extension CustomersScreen: Pane {
    static let scope = Scope.list

    func render(on grid: inout Grid, _ context: PaneContext) {
        let layout = context.layout
        drawSearch(on: &grid, context)
        if layout.isWide || focus != .side { context.drawList(self, covered: layout.coveredRows, on: &grid, layout) }
        if layout.isWide {
            for row in layout.list.rows {
                grid.write(context.glyphs.vertical, row: row, column: layout.list.size.columns, style: .dim)
            }
        }
        guard layout.isWide || focus == .side else { return }
        switch side {
        case .detail(let pane)?: context.draw(pane, hasFocus: focus == .side, on: &grid, layout.side)
        case .form(let pane, _)?: pane.render(on: &grid, context)
        case nil: break
        }
    }

    func keptRows(_ context: PaneContext) -> Int {
        switch (focus, side) {
        case (.side, .form(let pane, _)?): pane.keptRows(context)
        case (.side, .detail(let pane)?): pane.keptRows(context)
        case (.side, nil), (.list, _), (.search, _): context.layout.keptListRows
        }
    }

    private func drawSearch(on grid: inout Grid, _ context: PaneContext) {
        guard let row = context.layout.searchRow, let search else { return }
        grid.write(" /", row: row, column: 0, style: .bold)
        let room = max(1, context.chrome.size.columns - 4)
        let isTyping = focus == .search && !context.isBelowOverlay
        let shown = EditorView(sliding: search.editor, columns: room)
        grid.write(shown.lines.first ?? "", row: row, column: 2, columns: room, style: isTyping ? .bold : .plain)
        if isTyping { grid.cursor = Position(row: row, column: 2 + shown.cursor.column) }
    }
}
