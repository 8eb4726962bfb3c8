import Domain
import Screen
import Wording

/// Drawing a note: whom it is on, what is written, and below it how much that is, or what is wrong with it.
extension PaneContext {
    func draw(_ pane: NotePane, on grid: inout Grid) {
        drawHeading([Scope.note.title, model.name(of: pane.id)], on: &grid)
        let area = layout.page
        let columns = max(1, area.size.columns - 3)
        let (said, style) = stateLines(of: pane)
        let rows = max(1, area.size.rows - said.count)
        for (row, line) in zip(area.rows.suffix(said.count), said) {
            grid.write(line, row: row, column: 1, style: style)
        }
        let view = EditorView(wrapping: pane.editor, columns: columns, rows: rows, isFocused: true)
        let lines = chrome.isIdle && !pane.isEmpty ? ["Hidden; any key shows it."] : view.lines
        for (row, line) in zip(area.rows.prefix(rows), lines) { grid.write(line, row: row, column: 1) }
        drawArrows(
            above: view.hasMore.above, below: view.hasMore.below, on: &grid, area.rows.prefix(rows),
            column: area.columns.upperBound - 1)
        grid.cursor = Position(row: area.origin.row + view.cursor.row, column: 1 + view.cursor.column)
    }

    /// Rows of the list's down to the end of what is written: what is said below that may give way.
    func keptRows(of pane: NotePane) -> Int {
        let area = layout.page
        let written = EditorView.rows(of: pane.editor, columns: max(1, area.size.columns - 3), isFocused: true)
        let room = max(1, area.size.rows - stateLines(of: pane).lines.count)
        return area.origin.row - layout.list.origin.row + min(written, room)
    }

    /// What stands below what is written.
    private func stateLines(of pane: NotePane) -> (lines: [String], style: Style) {
        let size = layout.page.size
        let (text, style) = state(of: pane)
        guard size.rows > 1 else { return ([], style) }
        let lines = DisplayLines.fitted(
            text, columns: max(1, size.columns - 3), lines: max(1, size.rows / 3), ellipsis: glyphs.ellipsis)
        return (lines, style)
    }

    /// `123 of 2,000 characters`, or what is wrong.
    private func state(of pane: NotePane) -> (String, Style) {
        if let fault = pane.fault { return ("It \(fault).", style(of: .error)) }
        if let reason = pane.notKept { return ("The note is not kept on disk: \(reason)", style(of: .error)) }
        return (
            "\(Phrases.count(pane.countedCharacters)) of \(Phrases.count(NoteText.maximumCharacters)) characters", .dim
        )
    }
}
