import Domain
import Journal
package import Screen

/// Drawing: the whole screen, every time; the terminal sends only what differs.
extension App {
    package func render() -> Grid {
        var grid = Grid(size)
        guard size.rows > 0, size.columns > 0 else { return grid }
        let layout = layout
        drawTitle(on: &grid, layout)
        drawAlarm(on: &grid, layout)
        drawSearch(on: &grid, layout)
        drawPanes(on: &grid, layout)
        drawOverlay(on: &grid, layout)
        drawStatus(on: &grid, layout)
        drawHints(on: &grid, layout)
        return grid
    }

    private func drawPanes(on grid: inout Grid, _ layout: Layout) {
        switch pane {
        case .queue: drawQueue(on: &grid, layout)
        case .conflict(let state): drawConflict(state, on: &grid, layout)
        case .list, .search, .detail, .form: drawCustomers(on: &grid, layout)
        }
    }

    private func drawCustomers(on grid: inout Grid, _ layout: Layout) {
        if layout.isWide {
            drawList(on: &grid, layout)
            for row in layout.list.rows {
                grid.write(glyphs.vertical, row: row, column: layout.list.size.columns, style: .dim)
            }
            if form == nil { drawDetail(on: &grid, layout.side) } else { drawForm(on: &grid, layout.side) }
        } else {
            switch pane {
            case .form: drawForm(on: &grid, layout.side)
            case .detail: drawDetail(on: &grid, layout.side)
            default: drawList(on: &grid, layout)
            }
        }
    }

    var glyphs: Glyphs { environment.glyphs }

    /// A field's value as it may be seen just now.
    func display(_ value: String, of field: CustomerField) -> String {
        isMasked ? Masking.masked(value, of: field) : value
    }

    // MARK: Search line

    private func drawSearch(on grid: inout Grid, _ layout: Layout) {
        guard let row = layout.searchRow, let search, pane != .queue else { return }
        if case .conflict = pane { return }
        grid.write(" /", row: row, column: 0, style: .bold)
        let room = max(1, size.columns - 4)
        let isTyping = pane == .search && overlay == nil
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
            guard column + width <= size.columns else { break }
            column += grid.write(key, row: row, column: column, style: .bold) + 1
            column += grid.write(title, row: row, column: column) + 2
        }
    }

    private var hints: [(key: String, title: String)] {
        if case .question(let question)? = overlay { return question.choices.map { (String($0.key), $0.title) } }
        if case .palette? = overlay { return [(glyphs.enter, "run"), ("Esc", "close")] }
        let rows = environment.offeredRows(in: scope).filter { $0.footerRank != nil && !$0.keys.isEmpty }
        return rows.sorted { ($0.footerRank ?? 0) < ($1.footerRank ?? 0) }
            .map { ($0.keys[0] == .enter ? glyphs.enter : $0.keys[0].name, $0.title) }
    }
}

extension App {
    func style(of tone: Notice.Tone) -> Style {
        switch tone {
        case .plain: .plain
        case .success: Style(environment.colours[.success])
        case .warning: Style(environment.colours[.warning])
        case .error: Style(environment.colours[.error], .bold)
        }
    }
}
