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
        func write(_ text: String, _ style: Style = .plain) {
            for line in DisplayLines.wrapped(text, columns: columns) where pen.isInside {
                pen.write(line, at: 1, style: style, on: &grid)
                pen.newLine()
            }
        }
        // Where there is one row only, that is what is typed.
        if area.size.rows > 1 { write(prompt.title, .bold) }
        drawLine(prompt, with: pen, columns, on: &grid)
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

    private func drawLine(_ prompt: PromptPane, with pen: Pen, _ columns: Int, on grid: inout Grid) {
        let label = prompt.choosesField ? "\(BulkChange.fields[prompt.field].label): " : "> "
        let start = 1 + DisplayText.width(label)
        let room = max(1, columns - start)
        let view = EditorView(sliding: prompt.editor, columns: room)
        pen.write(label, at: 1, style: .bold, on: &grid)
        pen.write(view.lines.first ?? "", at: start, style: .bold, on: &grid)
        grid.cursor = pen.position(at: min(start + view.cursor.column, max(0, pen.area.size.columns - 1)))
    }
}
