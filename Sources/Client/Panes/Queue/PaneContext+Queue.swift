import Domain
import Journal
import Screen
import Wording

/// Drawing the queue pane: the rows, everything about the selected one, and what was done lately.
extension PaneContext {
    /// - Parameter covered: rows at the bottom that something else is written over.
    func draw(_ pane: QueuePane, covered: Int, on grid: inout Grid, _ layout: Layout) {
        if let row = layout.searchRow { grid.write(queueHeading, row: row, column: 1, style: .bold) }
        let area = layout.list
        if layout.isWide {
            drawRows(pane, covered: covered, on: &grid, layout)
            for row in area.rows { grid.write(glyphs.vertical, row: row, column: area.size.columns, style: .dim) }
            drawMarked(pane, on: &grid, layout.side)
        } else if pane.isOpen, pane.selected != nil {
            drawMarked(pane, on: &grid, layout.side)
            grid.cursor = Position(row: area.origin.row, column: 3)
        } else {
            drawRows(pane, covered: covered, on: &grid, layout)
        }
    }

    /// `Queue · 3 edits · 1 refused · 1 conflict · sending`
    private var queueHeading: String {
        let (refused, conflicts) = model.queue.decisionCounts
        var parts = ["Queue", Phrases.count(model.queue.count, "edit")]
        if refused > 0 { parts.append("\(refused) refused") }
        if conflicts > 0 { parts.append(Phrases.count(conflicts, "conflict")) }
        return (parts + [syncText].compactMap(\.self)).joined(separator: " \(glyphs.separator) ")
    }

    // MARK: Rows

    private func drawRows(_ pane: QueuePane, covered: Int, on grid: inout Grid, _ layout: Layout) {
        let area = layout.list
        let columns = QueueColumns(width: area.size.columns)
        var pen = Pen(area: area)
        if layout.showsHeadings {
            for (title, span) in columns.spans {
                pen.write(title.rawValue, at: span.lowerBound, style: .dim, on: &grid)
            }
            pen.newLine()
        }
        let entries = pane.rows(model.queue.entries)
        if entries.isEmpty {
            grid.cursor = pen.position(at: 3)
            for (index, line) in DisplayLines.wrapped(emptyText, columns: area.size.columns - 4).enumerated() {
                if index > 0 { pen.newLine() }
                pen.write(line, at: 3, style: .plain, on: &grid)
            }
        }
        let rows = max(1, area.size.rows - pen.row - covered)
        for entry in entries.dropFirst(pane.top(rows: rows)).prefix(rows) {
            let isSelected = entry.sequence == pane.selected?.sequence
            draw(entry, pane.members(entry, in: model.queue), isSelected, columns, with: pen, on: &grid)
            pen.newLine()
        }
        if entries.isEmpty { pen.newLine() }
        drawHistory(with: &pen, columns, on: &grid)
    }

    /// That the server has everything can be known only of one that was reached.
    private var emptyText: String {
        if model.queue.hasHeld { return "The queue could not be read; edits may be lost." }
        return model.hasReachedAPI || model.queue.hasSynced
            ? "Nothing waits: the server has everything." : "Nothing waits. The server has not been reached yet."
    }

    private func draw(
        _ entry: PendingEdit, _ members: [PendingEdit]?, _ isSelected: Bool, _ columns: QueueColumns, with pen: Pen,
        on grid: inout Grid
    ) {
        if isSelected {
            pen.write(glyphs.selection, at: 1, style: .bold, on: &grid)
            grid.cursor = pen.position(at: columns.spans.first?.columns.lowerBound ?? 1)
        }
        if let sign = sign(of: entry) {
            pen.write(sign.glyph(glyphs), at: 3, style: style(of: sign.tone), on: &grid)
        }
        for (title, span) in columns.spans {
            let text =
                switch title {
                case .customer: members == nil ? name(of: entry) : entry.group.map(groupName) ?? glyphs.none
                case .edit: members.map { "\($0.count) edits" } ?? entry.summary
                case .entered: age(of: entry.enteredAt)
                case .state: members.map(stateText) ?? stateText(of: entry)
                }
            let fitted = DisplayText.fitted(text, span.count - 1, ellipsis: glyphs.ellipsis)
            pen.write(fitted, at: span.lowerBound, style: isSelected && title == .customer ? .bold : .plain, on: &grid)
        }
    }

    /// `nil` for an edit that is finished: nothing of it waits.
    private func sign(of entry: PendingEdit) -> RowSign? { model.queue[entry.sequence].map { RowSign($0) } }

    /// What a customer is called, also when the edit was all that is known of them and is finished.
    private func name(of entry: PendingEdit) -> String {
        model.shown(entry.customer) == nil && !model.erased.contains(entry.customer)
            ? entry.change.name ?? model.name(of: entry.customer) : model.name(of: entry.customer)
    }

    private func name(of finished: FinishedEdit) -> String {
        if model.erased.contains(finished.customer) { return Customer.erasedName }
        return model.knownName(of: finished.customer) ?? finished.change?.name ?? glyphs.none
    }

    /// The last ones that are finished, as far as there is room.
    private func drawHistory(with pen: inout Pen, _ columns: QueueColumns, on grid: inout Grid) {
        guard !model.queue.history.isEmpty, pen.row + 2 < pen.area.size.rows else { return }
        pen.newLine()
        pen.write("Finished", at: 3, style: .dim, on: &grid)
        pen.newLine()
        for finished in model.queue.history.reversed().prefix(pen.area.size.rows - pen.row) {
            for (title, span) in columns.spans {
                let text =
                    switch title {
                    case .customer: name(of: finished)
                    case .edit: finished.summary
                    case .entered: age(of: finished.enteredAt)
                    case .state: finished.outcome.text
                    }
                let fitted = DisplayText.fitted(text, span.count - 1, ellipsis: glyphs.ellipsis)
                pen.write(fitted, at: span.lowerBound, style: .dim, on: &grid)
            }
            pen.newLine()
        }
    }

    // MARK: Everything about one

    private func drawMarked(_ pane: QueuePane, on grid: inout Grid, _ area: Rectangle) {
        guard let entry = pane.selected else { return }
        let members = pane.members(entry, in: model.queue)
        var pen = Pen(area: area)
        let columns = area.size.columns - 5
        func write(_ text: String, _ style: Style = .plain) {
            for line in DisplayLines.wrapped(text, columns: columns) {
                pen.write(line, at: 3, style: style, on: &grid)
                pen.newLine()
            }
        }
        if let members { return draw(members, write) }
        write(name(of: entry), .bold)
        let author = entry.source == environment.session ? "" : Phrases.byAuthor(entry.source)
        write("\(entry.summary), entered \(age(of: entry.enteredAt))\(author)", .dim)
        pen.newLine()
        let texts = model.erased.contains(entry.customer) ? [] : changeTexts(of: entry.change)
        for text in texts { write(text) }
        pen.newLine()
        write(stateText(of: entry), style(of: sign(of: entry)?.tone ?? .plain))
    }

    /// What a group's edits do, as far as there is room for them.
    private func draw(_ members: [PendingEdit], _ write: (String, Style) -> Void) {
        guard let first = members.first, let group = first.group else { return }
        write(groupName(group), .bold)
        let age = self.age(of: first.enteredAt)
        write("\(members.count) edits, entered \(age); \(keyName(.open)) shows each", .dim)
        write("", .plain)
        for member in members.prefix(layout.visibleRows) {
            write("\(name(of: member)): \(changeTexts(of: member.change).joined(separator: "; "))", .plain)
        }
    }
}

extension FinishedEdit.Outcome {
    fileprivate var text: String {
        switch self {
        case .synced(let version?): "saved as v\(version)"
        case .synced(nil): "done"
        case .cancelled(.undo): "undone"
        case .cancelled(.discard): "discarded"
        case .cancelled(.merged): "merged into another edit"
        }
    }
}
