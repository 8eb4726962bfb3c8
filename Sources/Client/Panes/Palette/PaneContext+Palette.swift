import Screen

/// The palette: the line that is typed, and below it what is offered, or why the line cannot be run.
extension PaneContext {
    func draw(_ palette: PalettePane, in area: Rectangle, on grid: inout Grid) {
        grid.clear(area)
        guard area.size.rows > 0 else { return }
        drawLine(palette, in: area, on: &grid)
        let top = area.origin.row + 1
        let room = max(0, area.size.rows - 1)
        let said = drawMistake(palette, row: top, rows: room, on: &grid)
        let rows = palette.rows(self)
        if rows.isEmpty, said == 0, room > 0 {
            let lines = DisplayLines.fitted(
                emptyText(palette), columns: max(1, area.size.columns - 4), lines: room, ellipsis: glyphs.ellipsis)
            for (offset, line) in lines.enumerated() { grid.write(line, row: top + offset, column: 3, style: .dim) }
        }
        let visible = room - said
        let first = max(0, palette.selected - visible + 1)
        let columns = usageColumns(rows)
        for (index, row) in rows.enumerated().dropFirst(first).prefix(visible) {
            draw(row, isSelected: index == palette.selected, row: top + said + index - first, columns, on: &grid)
        }
    }

    private func drawLine(_ palette: PalettePane, in area: Rectangle, on grid: inout Grid) {
        let room = max(1, area.size.columns - 4)
        let view = EditorView(sliding: palette.editor, columns: room)
        grid.write(" :", row: area.origin.row, column: 0, style: .bold)
        grid.write(view.lines.first ?? "", row: area.origin.row, column: 2, columns: room, style: .bold)
        grid.cursor = Position(row: area.origin.row, column: 2 + view.cursor.column)
    }

    /// - Returns: how many rows it has taken.
    private func drawMistake(_ palette: PalettePane, row: Int, rows: Int, on grid: inout Grid) -> Int {
        guard let mistake = palette.mistake, rows > 0 else { return 0 }
        let lines = DisplayLines.fitted(
            mistake, columns: max(1, chrome.size.columns - 4), lines: rows, ellipsis: glyphs.ellipsis)
        for (offset, line) in lines.enumerated() {
            grid.write(line, row: row + offset, column: 3, style: style(of: .warning))
        }
        return lines.count
    }

    private func emptyText(_ palette: PalettePane) -> String {
        let line = CommandLine(palette.editor.text)
        guard line.argument != nil, let row = palette.takingArgument(line.name) else {
            let named = palette.offered.first { palette.namesAnother(line) && $0.isCalled(line.name) }
            return named.map { "\($0.usage): \($0.help)" } ?? "No command has this in its name."
        }
        return "\(row.usage): \(row.help)"
    }

    /// Room for the longest command of those that are offered, so that what they do stands below each other.
    private func usageColumns(_ rows: [PaletteRow]) -> Int {
        max(18, min(28, (rows.map { DisplayText.width($0.usage) }.max() ?? 0) + 1))
    }

    private func draw(_ row: PaletteRow, isSelected: Bool, row line: Int, _ columns: Int, on grid: inout Grid) {
        if isSelected { grid.write(glyphs.selection, row: line, column: 1, style: .bold) }
        let usage = DisplayText.fitted(row.usage, columns, ellipsis: glyphs.ellipsis)
        grid.write(usage, row: line, column: 3, style: isSelected ? .bold : .plain)
        let helpColumn = 3 + columns + 1
        let room = max(0, chrome.size.columns - helpColumn)
        grid.write(DisplayText.fitted(row.help, room, ellipsis: glyphs.ellipsis), row: line, column: helpColumn)
        let key = row.keys.first?.name ?? ""
        let column = chrome.size.columns - DisplayText.width(key) - 1
        if column > helpColumn + DisplayText.width(row.help) + 1 {
            grid.write(key, row: line, column: column, style: .dim)
        }
    }
}
