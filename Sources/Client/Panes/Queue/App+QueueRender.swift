import Domain
import Journal
import Screen

/// Drawing the queue pane: the rows, everything about the marked one, and what was done lately.
extension App {
    func drawQueue(on grid: inout Grid, _ layout: Layout) {
        if let row = layout.searchRow { grid.write(queueHeading, row: row, column: 1, style: .bold) }
        let area = layout.list
        if layout.isWide {
            drawQueueRows(on: &grid, area)
            for row in area.rows { grid.write(glyphs.vertical, row: row, column: area.size.columns, style: .dim) }
            drawMarkedEdit(on: &grid, layout.side)
        } else if queueView.isOpen, markedEdit != nil {
            drawMarkedEdit(on: &grid, layout.side)
        } else {
            drawQueueRows(on: &grid, area)
        }
    }

    /// `Queue · 3 edits · 1 refused · 1 conflict · sending`
    private var queueHeading: String {
        let (refused, conflicts) = queue.decisionCounts
        var parts = ["Queue", queue.count == 1 ? "1 edit" : "\(queue.count) edits"]
        if refused > 0 { parts.append("\(refused) refused") }
        if conflicts > 0 { parts.append(conflicts == 1 ? "1 conflict" : "\(conflicts) conflicts") }
        return (parts + [syncText].compactMap(\.self)).joined(separator: " \(glyphs.separator) ")
    }

    // MARK: Rows

    private func drawQueueRows(on grid: inout Grid, _ area: Rectangle) {
        let columns = QueueColumns(width: area.size.columns)
        var pen = Pen(area: area)
        if layout.showsHeadings {
            for (title, span) in columns.spans {
                pen.write(title.rawValue, at: span.lowerBound, style: .dim, on: &grid)
            }
            pen.newLine()
        }
        let entries = queue.entries
        if entries.isEmpty {
            pen.write(emptyText, at: 3, style: .plain, on: &grid)
        }
        let rows = area.size.rows - pen.row
        for entry in entries.dropFirst(queueView.top(rows: rows)).prefix(rows) {
            draw(entry, columns, with: pen, on: &grid)
            pen.newLine()
        }
        if entries.isEmpty { pen.newLine() }
        drawHistory(with: &pen, columns, on: &grid)
    }

    /// That the server has everything can be known only of one that was reached.
    private var emptyText: String {
        if queue.hasHeld { return "Nothing could be read of what waited; edits may be lost." }
        return hasReachedAPI || queue.hasSynced
            ? "Nothing waits: the server has everything." : "Nothing waits. The server has not been reached yet."
    }

    private func draw(_ entry: PendingEdit, _ columns: QueueColumns, with pen: Pen, on grid: inout Grid) {
        let isMarked = entry.sequence == queueView.marked
        if isMarked { pen.write(glyphs.selection, at: 1, style: .bold, on: &grid) }
        let mark = RowMark(entry)
        pen.write(mark.glyph(glyphs), at: 3, style: style(of: mark.tone), on: &grid)
        for (title, span) in columns.spans {
            let text =
                switch title {
                case .customer: name(of: entry.customer)
                case .edit: entry.summary
                case .entered: Wording.age(of: entry.enteredAt, at: now)
                case .state: stateText(of: entry)
                }
            let fitted = DisplayText.fitted(text, span.count - 1, ellipsis: glyphs.ellipsis)
            pen.write(fitted, at: span.lowerBound, style: isMarked && title == .customer ? .bold : .plain, on: &grid)
        }
    }

    /// The last ones that are done with, as far as there is room.
    private func drawHistory(with pen: inout Pen, _ columns: QueueColumns, on grid: inout Grid) {
        guard !queue.history.isEmpty, pen.row + 2 < pen.area.size.rows else { return }
        pen.newLine()
        pen.write("Done with", at: 3, style: .dim, on: &grid)
        pen.newLine()
        for finished in queue.history.reversed().prefix(pen.area.size.rows - pen.row) {
            for (title, span) in columns.spans {
                let text =
                    switch title {
                    case .customer: shown(finished.customer)?.name ?? finished.change?.name ?? glyphs.none
                    case .edit: finished.summary
                    case .entered: Wording.age(of: finished.enteredAt, at: now)
                    case .state: finished.outcome.text
                    }
                let fitted = DisplayText.fitted(text, span.count - 1, ellipsis: glyphs.ellipsis)
                pen.write(fitted, at: span.lowerBound, style: .dim, on: &grid)
            }
            pen.newLine()
        }
    }

    // MARK: Everything about one

    private func drawMarkedEdit(on grid: inout Grid, _ area: Rectangle) {
        guard let entry = markedEdit else { return }
        var pen = Pen(area: area)
        let columns = area.size.columns - 5
        func write(_ text: String, _ style: Style = .plain) {
            for line in DisplayLines.wrapped(text, columns: columns) {
                pen.write(line, at: 3, style: style, on: &grid)
                pen.newLine()
            }
        }
        write(name(of: entry.customer), .bold)
        let whence = entry.source == environment.session ? "" : Wording.whence(entry.source)
        write("\(entry.summary), entered \(Wording.age(of: entry.enteredAt, at: now))\(whence)", .dim)
        pen.newLine()
        for text in changeTexts(of: entry.change) { write(text) }
        pen.newLine()
        write(stateText(of: entry), style(of: RowMark(entry).tone))
    }
}

extension FinishedEdit.Outcome {
    fileprivate var text: String {
        switch self {
        case .synced(let version?): "saved as v\(version)"
        case .synced(nil): "done"
        case .cancelled(.undo): "undone"
        case .cancelled(.discard): "discarded"
        case .cancelled(.merged): "put together with another"
        }
    }
}

/// How the queue's width is shared among its columns.
struct QueueColumns: Sendable {
    let spans: [(title: Title, columns: Range<Int>)]

    enum Title: String, Sendable {
        case customer = "Customer"
        case edit = "Edit"
        case entered = "Entered"
        case state = "State"
    }

    /// The selection and the state's mark on the left.
    private static let margin = 5

    init(width: Int) {
        let room = max(0, width - Self.margin)
        let entered = room >= 70 ? 12 : 0
        let edit = room >= 45 ? min(26, (room - entered) / 3) : 0
        let customer = min(30, max(1, (room - entered - edit) / 2))
        let widths: [(Title, Int)] = [
            (.customer, customer), (.edit, edit), (.entered, entered), (.state, room - customer - edit - entered),
        ]
        var column = Self.margin
        var spans: [(title: Title, columns: Range<Int>)] = []
        for (title, width) in widths where width > 1 {
            spans.append((title, column..<column + width))
            column += width
        }
        self.spans = spans
    }
}
