import Domain
import Screen

/// Questions: in a frame in the middle, or on all of the rows where the frame would leave too few.
extension PaneContext {
    func draw(_ question: Question, in area: Rectangle, on grid: inout Grid) {
        let texts = [question.title] + lines(of: question) + ["", question.choicesText]
        let wanted = (texts.map(DisplayText.width).max() ?? 0) + 4
        let columns = min(area.size.columns, wanted)
        let wrapped = texts.map { DisplayLines.wrapped($0, columns: columns - 4) }
        let choices = wrapped.last?.count ?? 0
        var lines = Array(wrapped.joined())
        // The blank before the choices is the first to go.
        if lines.count > area.size.rows - 2 { lines.remove(at: lines.count - choices - 1) }
        guard columns > 4, lines.count <= area.size.rows - 2 else { return drawLow(question, in: area, on: &grid) }
        let rows = lines.count + 2
        let box = Rectangle(
            row: area.origin.row + (area.size.rows - rows) / 2,
            column: max(0, (chrome.size.columns - columns) / 2),
            rows: rows, columns: columns)
        grid.clear(box)
        drawBorder(box, on: &grid)
        for (index, line) in lines.enumerated() {
            let style: Style = index == 0 || index >= lines.count - choices ? .bold : .plain
            grid.write(line, row: box.origin.row + 1 + index, column: box.origin.column + 2, style: style)
        }
        grid.cursor = Position(row: box.origin.row + lines.count, column: box.origin.column + 2)
    }

    private func lines(of question: Question) -> [String] {
        switch question.personal {
        case .value(let field, let value)?: [display(value, of: field)] + question.lines
        case .change(let change)?: changeTexts(of: change) + question.lines
        case nil: question.lines
        }
    }

    /// Without a frame: what is asked and what can be answered before anything else, in one line if there is but one.
    private func drawLow(_ question: Question, in area: Rectangle, on grid: inout Grid) {
        guard area.size.rows > 0 else { return }
        grid.clear(area)
        let columns = max(0, area.size.columns - 2)
        grid.cursor = Position(row: area.rows.upperBound - 1, column: 1)
        if area.size.rows == 1 { return drawInLine(question, area.origin.row, columns, on: &grid) }
        let isInLine = DisplayText.width(question.choicesText) <= columns
        let wrapped = DisplayLines.wrapped(question.choicesText, columns: columns)
        let choices = isInLine ? [question.choicesText] : wrapped.suffix(area.size.rows - 1)
        let room = area.size.rows - choices.count
        var lines: [(text: String, style: Style)] = []
        func add(_ text: String, _ style: Style) {
            guard lines.count < room else { return }
            let fitted = DisplayLines.fitted(
                text, columns: columns, lines: room - lines.count, ellipsis: glyphs.ellipsis)
            lines += fitted.map { ($0, style) }
        }
        add(question.title, .bold)
        for line in self.lines(of: question) { add(line, .plain) }
        for (row, line) in zip(area.rows, lines) { grid.write(line.text, row: row, column: 1, style: line.style) }
        for (row, line) in zip(area.rows.suffix(choices.count), choices) {
            grid.write(line, row: row, column: 1, style: .bold)
        }
    }

    private func drawInLine(_ question: Question, _ row: Int, _ columns: Int, on grid: inout Grid) {
        let room = max(0, columns - DisplayText.width(question.choicesText) - 3)
        let title = DisplayText.fitted(question.title, room, ellipsis: glyphs.ellipsis)
        grid.write(title, row: row, column: 1, columns: room, style: .bold)
        let column = min(room, DisplayText.width(question.title)) + (room > 0 ? 3 : 0)
        let choices = DisplayText.fitted(question.choicesText, columns - column, ellipsis: glyphs.ellipsis)
        grid.write(choices, row: row, column: 1 + column, columns: columns - column)
    }

    /// A frame of reversed blanks, because a screen reader would spell signs out.
    private func drawBorder(_ box: Rectangle, on grid: inout Grid) {
        guard box.size.rows >= 3, box.size.columns >= 4 else { return }
        let (first, last) = (box.columns.lowerBound, box.columns.upperBound)
        for row in box.rows {
            let isEdge = row == box.rows.lowerBound || row == box.rows.upperBound - 1
            for columns in isEdge ? [first..<last] : [first..<first + 1, last - 1..<last] {
                grid.restyle(row: row, columns: columns) { $0.attributes.insert(.reverse) }
            }
        }
    }
}

extension Question {
    /// `y delete   n keep`
    fileprivate var choicesText: String {
        choices.map { "\($0.key) \($0.title)" }.joined(separator: "   ")
    }
}
