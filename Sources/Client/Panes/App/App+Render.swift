import Domain
import Journal
package import Screen

/// Drawing: the whole screen, every time; the terminal sends only what differs. The cursor stands on what has the focus.
extension App {
    package func render() -> Grid {
        var grid = Grid(chrome.size)
        guard chrome.size.rows > 0, chrome.size.columns > 0 else { return grid }
        var context = context
        context.isBelowOverlay = navigation.overlay != nil
        context.drawTitle(customers.list.listing, seenAt: seenAt, on: &grid, layout)
        drawAlarm(on: &grid, layout)
        let status = statusLines(context)
        // A message of several lines covers the last rows, but never the marked one.
        context.layout.coveredRows = max(0, status.count - 1)
        navigation.front.render(on: &grid, context)
        navigation.overlay?.render(on: &grid, context)
        drawStatus(status, on: &grid, layout)
        drawHints(on: &grid, layout)
        grid.cursor = grid.cursor.map { chrome.size.nearest(to: $0) }
        return grid
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
