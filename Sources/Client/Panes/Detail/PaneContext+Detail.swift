import Domain
import Journal
import Screen
import Wording

/// The detail pane.
extension PaneContext {
    func draw(_ pane: DetailPane, on grid: inout Grid, _ area: Rectangle) {
        let lines = lines(of: pane, columns: area.size.columns)
        guard !lines.isEmpty, area.size.rows > 0 else { return }
        let top = min(pane.top, max(0, lines.count - area.size.rows))
        var pen = Pen(area: area)
        for line in lines.dropFirst(top).prefix(area.size.rows) {
            if hasFocus, grid.cursor == nil, line.field == pane.field { grid.cursor = pen.position(at: 3) }
            for text in line.texts { pen.write(text.text, at: text.column, style: text.style, on: &grid) }
            pen.newLine()
        }
        drawArrows(
            above: top > 0, below: top + area.size.rows < lines.count, on: &grid, area.rows,
            column: area.columns.upperBound - 1)
    }

    /// Says beside the first and the last row that there is more than is seen.
    func drawArrows(above: Bool, below: Bool, on grid: inout Grid, _ rows: Range<Int>, column: Int) {
        guard let first = rows.first, let last = rows.last else { return }
        if above { grid.write(glyphs.up, row: first, column: column, style: .dim) }
        if below { grid.write(glyphs.down, row: last, column: column, style: .dim) }
    }

    /// The last row of the area on which the name or the marked field stands, counted from its top.
    func lastRow(of pane: DetailPane, in area: Rectangle) -> Int {
        let lines = lines(of: pane, columns: area.size.columns)
        let line = lines.firstIndex { $0.field == pane.field } ?? 0
        return max(0, min(line - pane.top, area.size.rows - 1))
    }

    /// Everything about the customer, line by line; empty when nobody is shown.
    func lines(of pane: DetailPane, columns: Int) -> [DetailLine] {
        guard let customer = model.shown(pane.id) else { return [] }
        let marked = hasFocus ? pane.field : nil
        // Room for the mark on the left, and on the right for the arrows.
        let columns = columns - 4
        var lines = CustomerField.allCases.flatMap { fieldLines($0, isMarked: $0 == marked, of: customer, columns) }
        lines.append(DetailLine())
        if model.gone.contains(customer.id) {
            lines.append(DetailLine("Deleted, not with the server any more.", style(of: .warning)))
        }
        for entry in model.queue.entries(for: customer.id) { lines += entryLines(entry, columns) }
        lines += DisplayLines.wrapped(provenance(of: customer), columns: columns).map { DetailLine($0, .dim) }
        if let freshness = freshnessText(pane) {
            lines += DisplayLines.wrapped(freshness, columns: columns).map { DetailLine($0, .dim) }
        }
        return lines
    }

    private func fieldLines(
        _ field: CustomerField, isMarked: Bool, of customer: Customer, _ columns: Int
    ) -> [DetailLine] {
        let value = customer.details[field].map { display($0, of: field) } ?? glyphs.none
        let style: Style = field == .name || isMarked ? .bold : .plain
        return DisplayLines.wrapped(value, columns: columns).enumerated().map { index, text in
            var line = DetailLine(text, style)
            line.field = field
            if isMarked, index == 0 { line.mark(glyphs.selection, .bold) }
            return line
        }
    }

    /// A pending edit: what it changes, and how far it has come.
    private func entryLines(_ entry: PendingEdit, _ columns: Int) -> [DetailLine] {
        let mark = RowMark(entry)
        let texts = entry.change.kind == .create ? ["Creation"] : changeTexts(of: entry.change)
        var lines = texts.flatMap { DisplayLines.wrapped($0, columns: columns) }.map { DetailLine($0) }
        let state = DisplayLines.wrapped(stateText(of: entry), columns: columns)
        lines += state.map { DetailLine($0, style(of: mark.tone)) }
        lines[0].mark(mark.glyph(glyphs), style(of: mark.tone))
        return lines + [DetailLine()]
    }

    /// `Customer since 2024-03-01 · v7 · 2 h ago by kim`
    private func provenance(of customer: Customer) -> String {
        guard customer.version > 0 else { return "Not with the server yet." }
        return provenanceOfMade(customer)
    }

    private func provenanceOfMade(_ customer: Customer) -> String {
        [
            "Customer since \(customer.registrationDate.dateText)", "v\(customer.version)",
            "\(Phrases.age(of: customer.updatedAt, at: chrome.now))\(customer.byAuthor)",
        ].joined(separator: " \(glyphs.separator) ")
    }

    private func freshnessText(_ pane: DetailPane) -> String? {
        let seen = model.directory.entry(pane.id)?.seenAt.map { "As seen \(Phrases.age(of: $0, at: chrome.now))" }
        return switch pane.freshness {
        case .local: seen.map { $0 + "." }
        case .newest(let moment): asOf(moment).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
        case .asking: "Asking for the newest version\(glyphs.ellipsis)"
        case .failed: seen.map { $0 + "; this may not be the newest version." } ?? "This may not be the newest version."
        }
    }
}
