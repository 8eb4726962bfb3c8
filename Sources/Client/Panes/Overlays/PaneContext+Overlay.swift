import Screen

/// Help and palette.
extension PaneContext {
    // MARK: Help

    /// A line of the help: keys on the left, what they do on the right; a heading without keys.
    var helpLines: [(keys: String, text: String)] {
        var lines: [(keys: String, text: String)] = []
        for scope in Scope.allCases {
            let rows = environment.offeredRows(in: scope)
            guard !rows.isEmpty else { continue }
            lines.append(("", scope.title))
            for row in rows where !row.keys.isEmpty {
                lines.append((row.keys.map(\.name).joined(separator: ", "), row.help))
            }
            if scope == .form { lines += KeyTable.textKeys.map { ($0.keys, $0.help) } }
            lines.append(("", ""))
        }
        return lines.dropLast()
    }

    func drawHelp(from firstLine: Int, in area: Rectangle, on grid: inout Grid) {
        grid.clear(area)
        grid.cursor = Position(row: area.origin.row, column: 1)
        let keyColumns = min(28, max(0, area.size.columns / 3))
        for (row, line) in zip(area.rows, helpLines.dropFirst(firstLine)) {
            if line.keys.isEmpty {
                grid.write(line.text, row: row, column: 1, style: .bold)
            } else {
                let keys = DisplayText.fitted(line.keys, keyColumns, ellipsis: glyphs.ellipsis)
                grid.write(keys, row: row, column: 2, columns: keyColumns)
                grid.write(line.text, row: row, column: keyColumns + 3)
            }
        }
    }

    // MARK: Palette

    func draw(_ palette: PalettePane, in area: Rectangle, on grid: inout Grid) {
        grid.clear(area)
        guard area.size.rows > 0 else { return }
        let room = max(1, area.size.columns - 4)
        let view = EditorView(sliding: palette.editor, columns: room)
        grid.write(" :", row: area.origin.row, column: 0, style: .bold)
        grid.write(view.lines.first ?? "", row: area.origin.row, column: 2, columns: room, style: .bold)
        grid.cursor = Position(row: area.origin.row, column: 2 + view.cursor.column)
        let (rows, visible) = (palette.rows, max(0, area.size.rows - 1))
        if rows.isEmpty {
            grid.write("No command has this in its name.", row: area.origin.row + 1, column: 3, style: .dim)
        }
        let first = max(0, palette.selected - visible + 1)
        for (index, row) in rows.enumerated().dropFirst(first).prefix(visible) {
            let line = area.origin.row + 1 + index - first
            let isSelected = index == palette.selected
            if isSelected { grid.write(glyphs.selection, row: line, column: 1, style: .bold) }
            grid.write(row.command.rawValue, row: line, column: 3, columns: 18, style: isSelected ? .bold : .plain)
            grid.write(row.help, row: line, column: 22)
            let key = row.keys.first?.name ?? ""
            let column = chrome.size.columns - DisplayText.width(key) - 1
            if column > 24 + DisplayText.width(row.help) { grid.write(key, row: line, column: column, style: .dim) }
        }
    }
}
