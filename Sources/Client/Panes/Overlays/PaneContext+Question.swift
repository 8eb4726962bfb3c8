import Domain
import Screen

/// Questions: in a frame in the middle, or on all of the rows where there are few.
extension PaneContext {
    func draw(_ question: Question, in area: Rectangle, on grid: inout Grid) {
        let texts = [question.title] + lines(of: question) + ["", question.choicesText]
        let wanted = (texts.map(DisplayText.width).max() ?? 0) + 4
        let columns = min(area.size.columns, wanted)
        guard area.size.rows >= Self.framedRows else { return drawLow(question, in: area, on: &grid) }
        let wrapped = texts.map { DisplayLines.wrapped($0, columns: columns - 4) }
        let rows = min(area.size.rows, wrapped.joined().count + 2)
        // The choices are the last thing to go when there is no room, and the question before them.
        let choices = (wrapped.last ?? []).suffix(rows - 3)
        let room = rows - 2 - choices.count
        let title = DisplayLines.fitted(
            question.title, columns: columns - 4, lines: room, ellipsis: glyphs.ellipsis)
        let visible = (title + wrapped.dropFirst().dropLast().joined()).prefix(room) + choices
        let box = Rectangle(
            row: area.origin.row + max(0, (area.size.rows - rows) / 2),
            column: max(0, (chrome.size.columns - columns) / 2),
            rows: rows, columns: columns)
        grid.clear(box)
        drawBorder(box, on: &grid)
        for (index, line) in visible.enumerated() {
            let style: Style = index == 0 || index >= visible.count - choices.count ? .bold : .plain
            grid.write(line, row: box.origin.row + 1 + index, column: box.origin.column + 2, style: style)
        }
        grid.cursor = Position(
            row: box.origin.row + min(visible.count, rows - 2), column: box.origin.column + 2)
    }

    private func lines(of question: Question) -> [String] {
        switch question.personal {
        case .value(let field, let value)?: [display(value, of: field)] + question.lines
        case .change(let change)?: changeTexts(of: change) + question.lines
        case nil: question.lines
        }
    }

    /// With fewer rows a frame would leave no room for both the question and its choices.
    private static let framedRows = 5

    /// Without a frame: what is asked and what can be answered before anything else, in one line if there is but one.
    private func drawLow(_ question: Question, in area: Rectangle, on grid: inout Grid) {
        guard area.size.rows > 0 else { return }
        grid.clear(area)
        let columns = max(0, area.size.columns - 2)
        grid.cursor = Position(row: area.rows.upperBound - 1, column: 1)
        func write(_ text: String, _ row: Int, _ style: Style, at column: Int = 0, columns: Int) {
            let fitted = DisplayText.fitted(text, columns, ellipsis: glyphs.ellipsis)
            grid.write(fitted, row: area.origin.row + row, column: 1 + column, columns: columns, style: style)
        }
        let last = area.size.rows - 1
        if last == 0 {
            let room = max(0, columns - DisplayText.width(question.choicesText) - 3)
            write(question.title, 0, .bold, columns: room)
            let column = min(room, DisplayText.width(question.title)) + (room > 0 ? 3 : 0)
            write(question.choicesText, 0, .plain, at: column, columns: columns - column)
            return
        }
        write(question.title, 0, .bold, columns: columns)
        for (row, line) in zip(1..<last, lines(of: question)) { write(line, row, .plain, columns: columns) }
        write(question.choicesText, last, .bold, columns: columns)
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
