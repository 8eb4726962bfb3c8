import Domain
import Screen

/// The help.
extension PaneContext {
    // MARK: Help

    /// A line of the help: keys on the left, what they do on the right; a heading without keys. It is found by the command's
    /// name, too.
    var helpLines: [(keys: String, text: String, command: String)] {
        var lines: [(keys: String, text: String, command: String)] = []
        for scope in Scope.allCases {
            let rows = environment.offeredRows(in: scope)
            guard !rows.isEmpty else { continue }
            lines.append(("", scope.title, ""))
            for row in rows where !row.keys.isEmpty {
                lines.append((row.keys.map(\.name).joined(separator: ", "), row.help, row.command.rawValue))
            }
            if scope == .overlay { lines += KeyTable.columnKeys.map { ($0.keys, $0.help, "") } }
            lines += environment.offeredCustom(in: scope).map { ($0.key.name, "\($0.name): \($0.help)", "") }
            if scope == .form { lines += KeyTable.textKeys.map { ($0.keys, $0.help, "") } }
            lines.append(("", "", ""))
        }
        return lines + [("", CommandTable.title, "")]
            + environment.offeredCommands.map { (":" + $0.usage, $0.help, "") }
    }

    func draw(_ help: HelpPane, in area: Rectangle, on grid: inout Grid) {
        grid.clear(area)
        grid.cursor = Position(row: area.origin.row, column: 1)
        var rows = area.rows
        if help.editor != nil, !rows.isEmpty {
            drawSearch(help, row: rows.lowerBound, on: &grid)
            rows = rows.dropFirst()
        }
        let keyColumns = min(28, max(0, area.size.columns / 3))
        let matches = Set(help.matches(self))
        for (row, (index, line)) in zip(rows, helpLines.enumerated().dropFirst(help.firstLine)) {
            if index == help.found {
                grid.write(glyphs.selection, row: row, column: 0, style: .bold)
                if !help.isTyping { grid.cursor = Position(row: row, column: 1) }
            }
            if line.keys.isEmpty {
                grid.write(line.text, row: row, column: 1, style: .bold)
            } else {
                let style: Style = matches.contains(index) ? .bold : .plain
                let keys = DisplayText.fitted(line.keys, keyColumns, ellipsis: glyphs.ellipsis)
                grid.write(keys, row: row, column: 2, columns: keyColumns, style: style)
                let room = max(0, area.size.columns - keyColumns - 3)
                let text = DisplayText.fitted(line.text, room, ellipsis: glyphs.ellipsis)
                grid.write(text, row: row, column: keyColumns + 3, style: style)
            }
        }
    }

    /// What is looked for, and how many lines have it.
    private func drawSearch(_ help: HelpPane, row: Int, on grid: inout Grid) {
        guard let editor = help.editor else { return }
        let matches = help.matches(self)
        let place = help.found.flatMap { matches.firstIndex(of: $0) }.map { "\($0 + 1) of \(matches.count)" }
        let said = editor.text.trimmed.isEmpty ? "" : place ?? "no line has it"
        let room = max(1, chrome.size.columns - DisplayText.width(said) - 5)
        let view = EditorView(sliding: editor, columns: room)
        grid.write(" /", row: row, column: 0, style: .bold)
        grid.write(view.lines.first ?? "", row: row, column: 2, columns: room, style: help.isTyping ? .bold : .plain)
        grid.write(said, row: row, column: chrome.size.columns - DisplayText.width(said) - 1, style: .dim)
        if help.isTyping { grid.cursor = Position(row: row, column: 2 + view.cursor.column) }
    }
}
