import Domain
import Journal
package import Screen

/// Drawing: the whole screen, every time; the terminal sends only what differs. The cursor stands on what has the focus.
extension App {
    /// The whole screen.
    package func render() -> Grid {
        var grid = Grid(chrome.size)
        guard chrome.size.rows > 0, chrome.size.columns > 0 else { return grid }
        var context = context
        context.isBelowOverlay = navigation.overlay != nil
        context.drawTitle(
            customers.list.listing, view: customers.viewTitle, seenAt: seenAt, on: &grid, layout)
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
        for (hint, columns) in placedHints {
            let width = grid.write(hint.label(environment.glyphs), row: row, column: columns.lowerBound, style: .bold)
            grid.write(hint.title, row: row, column: columns.lowerBound + width + 1)
        }
    }

    /// The hints for which there is room, each with the columns in which it stands.
    var placedHints: [(hint: Hint, columns: Range<Int>)] {
        var column = 1
        return hints.prefixMapped { hint in
            let width = DisplayText.width(hint.label(environment.glyphs)) + 1 + DisplayText.width(hint.title)
            guard column + width <= chrome.size.columns else { return nil }
            defer { column += width + 2 }
            return (hint, column..<column + width)
        }
    }

    private var hints: [Hint] {
        switch navigation.overlay {
        case .question(let question)?:
            return question.choices.compactMap { choice in
                choice.key.unicodeScalars.first.map { Hint(.character($0), choice.title) }
            }
        case .palette?: return [Hint(.enter, "run"), Hint(.tab, "complete"), Hint(.escape, "close")]
        case .views?: return [Hint(named: "1-9", "show"), Hint(.enter, "show"), Hint(.escape, "close")]
        case .columns?: return ColumnsPane.hints
        case .prompt(let prompt)?: return prompt.hints
        case .help?, nil: break
        }
        let idle = navigation.overlay == nil ? navigation.front.idleCommands(context) : []
        let rows = environment.rows(ofOpen: scope).filter {
            $0.footerRank != nil && !$0.keys.isEmpty && !idle.contains($0.command)
        }
        return rows.sorted { ($0.footerRank ?? 0) < ($1.footerRank ?? 0) }
            .map { Hint($0.keys[0], $0.title) } + environment.offeredCustom(in: scope).map { Hint($0.key, $0.name) }
    }
}

extension Array {
    /// What is made of the elements up to the first of which nothing is.
    fileprivate func prefixMapped<Value>(_ make: (Element) -> Value?) -> [Value] {
        var values: [Value] = []
        for element in self {
            guard let value = make(element) else { break }
            values.append(value)
        }
        return values
    }
}

extension Size {
    /// The place itself, or the nearest one on a screen of this size.
    fileprivate func nearest(to position: Position) -> Position {
        Position(row: max(0, min(position.row, rows - 1)), column: max(0, min(position.column, columns - 1)))
    }
}
