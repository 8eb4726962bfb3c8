import Domain
import Journal
import Screen

/// A line to be typed: what it is for above it, what it is about below.
extension PaneContext {
    func draw(_ prompt: PromptPane, in area: Rectangle, on grid: inout Grid) {
        grid.clear(area)
        guard area.size.rows > 0 else { return }
        var pen = Pen(area: area)
        let columns = max(1, area.size.columns - 4)
        func write(_ text: String, _ style: Style = .plain, lines: Int = .max) {
            let lines = DisplayLines.fitted(text, columns: columns, lines: lines, ellipsis: glyphs.ellipsis)
            for line in lines where pen.isInside {
                pen.write(line, at: 1, style: style, on: &grid)
                pen.newLine()
            }
        }
        // What is typed is on the screen, however long the title is; where there is one row only, beside it.
        let isAlone = area.size.rows == 1
        if !isAlone { write(prompt.title, .bold, lines: area.size.rows - 1) }
        drawLine(prompt, behind: isAlone ? prompt.title : "", with: pen, columns, on: &grid)
        pen.newLine()
        if let fault = prompt.fault { write(fault, style(of: .error)) }
        for line in prompt.lines { write(line, .dim) }
        guard prompt.choosesField else { return }
        for (index, field) in BulkChange.fields.enumerated() where pen.isInside {
            if index == prompt.field { pen.write(glyphs.selection, at: 1, style: .bold, on: &grid) }
            pen.write(field.label, at: 3, style: index == prompt.field ? .bold : .plain, on: &grid)
            pen.newLine()
        }
    }

    /// - Parameter title: what stands before it on the same line, in half of the room.
    private func drawLine(
        _ prompt: PromptPane, behind title: String, with pen: Pen, _ columns: Int, on grid: inout Grid
    ) {
        let before = title.isEmpty ? "" : DisplayText.fitted(title, columns / 2, ellipsis: glyphs.ellipsis) + " "
        let label = before + (prompt.choosesField ? "\(BulkChange.fields[prompt.field].label): " : "> ")
        let start = 1 + DisplayText.width(label)
        let room = max(1, columns - start)
        let view = EditorView(sliding: prompt.editor, columns: room)
        pen.write(label, at: 1, style: .bold, on: &grid)
        pen.write(view.lines.first ?? "", at: start, style: .bold, on: &grid)
        grid.cursor = pen.position(at: min(start + view.cursor.column, max(0, pen.area.size.columns - 1)))
    }
}
