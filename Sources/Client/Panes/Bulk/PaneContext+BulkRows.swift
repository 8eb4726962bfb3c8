import Domain
import Journal
import Screen
import Wording

/// Drawing a change of several customers: what it is, how many, and a row for each of them.
extension PaneContext {
    /// Rows that are seen at once, below the heading and the summary.
    func rows(of pane: BulkPane) -> Int { max(1, layout.body.size.rows - summaryLines(of: pane).count) }

    /// The summary in lines, as far as they leave more room for the rows.
    private func summaryLines(of pane: BulkPane) -> [String] {
        let size = layout.body.size
        guard size.rows > 1 else { return [] }
        return DisplayLines.fitted(
            summary(of: pane), columns: max(1, size.columns - 2), lines: max(1, size.rows / 3),
            ellipsis: glyphs.ellipsis)
    }

    func draw(_ pane: BulkPane, on grid: inout Grid) {
        if let row = layout.headingRow { grid.write(heading(of: pane), row: row, column: 1, style: .bold) }
        let area = layout.body
        grid.cursor = Position(row: area.origin.row, column: 1)
        var pen = Pen(area: area)
        for line in summaryLines(of: pane) {
            pen.write(line, at: 1, style: .dim, on: &grid)
            pen.newLine()
        }
        let room = max(0, area.size.rows - pen.row - layout.coveredRows)
        let rows = pane.rows
        let top = min(pane.top, max(0, rows.count - max(1, room)))
        for index in rows.dropFirst(top).prefix(room) {
            draw(pane.plan.items[index], of: pane, with: pen, on: &grid)
            pen.newLine()
        }
        drawArrows(
            above: top > 0, below: top + room < rows.count, on: &grid, area.rows.suffix(max(1, room)),
            column: area.columns.upperBound - 1)
    }

    /// `Tag vip · 3 customers`
    private func heading(of pane: BulkPane) -> String {
        let count = pane.progress == nil ? pane.plan.items.count : pane.plan.changedCount
        return "\(pane.group.name)\(value(of: pane)) \(glyphs.separator) \(Phrases.count(count, "customer"))"
    }

    /// `: Acme`
    private func value(of pane: BulkPane) -> String {
        guard case .set(let patch) = pane.plan.change else { return "" }
        let values = CustomerField.readingOrder.compactMap { field in
            patch.changes[field].map { oneLine($0, of: field) }
        }
        return ": " + values.joined(separator: ", ")
    }

    private func summary(of pane: BulkPane) -> String {
        guard let progress = pane.progress else {
            let does = pane.hasNothingToDo ? "" : "\(keyName(.save, in: .bulk)) does it, "
            let keys = "\(does)\(keyName(.back, in: .bulk)) leaves it."
            return isBeingEntered(pane.group)
                ? "Saving\(glyphs.ellipsis)" : "\(Phrases.summary(of: pane.plan)). \(keys)"
        }
        let total = pane.plan.changedCount
        let waiting = progress.waiting.count - progress.refused.count
        let done = total - progress.waiting.count - progress.takenBack.count
        var parts = ["\(Phrases.count(done)) of \(Phrases.count(total)) with the server"]
        if waiting > 0 { parts.append("\(Phrases.count(waiting)) wait") }
        if !progress.refused.isEmpty {
            parts.append("\(Phrases.count(progress.refused.count)) to be decided: \(keyName(.queue, in: .bulk))")
        }
        if !progress.takenBack.isEmpty { parts.append("\(Phrases.count(progress.takenBack.count)) taken back") }
        let rest = pane.plan.items.count - total
        if rest > 0 { parts.append("\(Phrases.count(rest)) left as they are") }
        return parts.joined(separator: " \(glyphs.separator) ")
    }

    // MARK: One of them

    private func draw(_ item: BulkPlan.Item, of pane: BulkPane, with pen: Pen, on grid: inout Grid) {
        let width = pen.area.size.columns
        let nameColumns = min(28, max(8, (width - 4) * 2 / 5))
        let state = state(of: item, in: pane)
        if let sign = state.sign { pen.write(sign.glyph(glyphs), at: 1, style: style(of: sign.tone), on: &grid) }
        let name = DisplayText.fitted(name(of: item), nameColumns - 1, ellipsis: glyphs.ellipsis)
        pen.write(name, at: 3, style: .bold, on: &grid)
        let room = max(0, width - 4 - nameColumns)
        let text = DisplayText.fitted(state.text, room, ellipsis: glyphs.ellipsis)
        pen.write(text, at: 3 + nameColumns, style: state.sign.map { style(of: $0.tone) } ?? .plain, on: &grid)
    }

    private func name(of item: BulkPlan.Item) -> String {
        model.erased.contains(item.target.id) ? Customer.erasedName : item.target.name
    }

    /// What is to be done to somebody, or what became of it.
    private func state(of item: BulkPlan.Item, in pane: BulkPane) -> (sign: RowSign?, text: String) {
        if model.erased.contains(item.target.id) { return (nil, "") }
        switch item.outcome {
        case .unchanged: return (nil, "nothing to change")
        case .refused(let refusal): return (.rejected, refusal.message)
        case .change(let change):
            let does = change.kind == .delete ? contactText(of: item) : changeTexts(of: change).joined(separator: "; ")
            guard let progress = pane.progress else { return (change.kind == .delete ? .deletion : nil, does) }
            if progress.takenBack.contains(item.target.id) { return (nil, "taken back") }
            guard let sequence = progress.entries[item.target.id], let entry = model.queue[sequence] else {
                return (nil, change.kind == .delete ? "deleted" : "saved: \(does)")
            }
            return (RowSign(entry), stateText(of: entry))
        }
    }

    /// What tells somebody who is to be deleted from others of the same name.
    private func contactText(of item: BulkPlan.Item) -> String {
        item.target.customer?.details.contact.map { display($0.value, of: $0.field) } ?? ""
    }

    // MARK: The report

    /// A row for each of them.
    func report(of pane: BulkPane) -> BulkReportRows {
        let context = unmasked
        return BulkReportRows(
            rows: pane.rows.map { index in
                let item = pane.plan.items[index]
                return [item.target.id.text, context.name(of: item), context.state(of: item, in: pane).text]
            })
    }
}

/// What became of each, for a file.
struct BulkReportRows: Hashable, Sendable {
    static let columns = ["customer_id", "name", "outcome"]
    let rows: [[String]]
}
