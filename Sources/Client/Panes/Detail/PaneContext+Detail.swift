import Domain
import Journal
import Screen
import Wording

/// The detail pane.
extension PaneContext {
    func draw(_ pane: DetailPane, on grid: inout Grid, _ area: Rectangle) {
        let lines = lines(of: pane, columns: area.size.columns)
        guard !lines.isEmpty, area.size.rows > 0 else { return }
        let top = DetailView(lines, rows: area.size.rows).place(of: pane).top
        var pen = Pen(area: area)
        for line in lines.dropFirst(top).prefix(area.size.rows) {
            if hasFocus, grid.cursor == nil, line.fact == pane.fact { grid.cursor = pen.position(at: line.column) }
            for text in line.texts { pen.write(text.text, at: text.column, style: text.style, on: &grid) }
            if let fact = line.fact, let value = line.texts.first {
                let place = pen.position(at: value.column)
                underlineHits(
                    in: value.text, of: fact, row: place.row, column: place.column,
                    columns: area.size.columns - value.column, on: &grid)
            }
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

    /// The last row of the area on which the name or what is selected stands, counted from its top.
    func lastRow(of pane: DetailPane, in area: Rectangle) -> Int {
        let lines = lines(of: pane, columns: area.size.columns)
        let view = DetailView(lines, rows: area.size.rows)
        return max(0, min(view.linesAbove(view.place(of: pane)), area.size.rows - 1))
    }

    /// Everything about the customer, line by line; empty when nobody is shown.
    func lines(of pane: DetailPane, columns: Int) -> [DetailLine] {
        guard let customer = model.shown(pane.id) else { return [] }
        let selected = hasFocus ? pane.fact : nil
        // Room for the sign on the left, and on the right for the arrows.
        let columns = columns - 4
        let origins = pane.showsBlame ? model.blame(of: customer.id) : nil
        func lines(of facts: [CustomerFact]) -> [DetailLine] {
            facts.flatMap { factLines($0, isSelected: $0 == selected, of: customer, in: pane, origins, columns) }
        }
        var all = lines(of: CustomerFact.allCases.filter { $0.field != nil })
        all.append(DetailLine())
        if model.gone.contains(customer.id) {
            let what = model.erased.contains(pane.id) ? Customer.erasedName : "Deleted"
            all.append(DetailLine("\(what); no longer on the server.", style(of: .warning)))
        }
        if !model.erased.contains(pane.id) {
            for entry in model.queue.entries(for: customer.id) { all += entryLines(entry, columns) }
        }
        if customer.version < 1 { all.append(DetailLine("Not with the server yet.", .dim)) }
        // What may be wrong with all of it comes before what is seldom looked for.
        if let freshness = freshnessText(pane) {
            all += DisplayLines.wrapped(freshness, columns: columns).map { DetailLine($0, .dim) }
        }
        return all + lines(of: CustomerFact.allCases.filter { $0.field == nil && isSaid($0, of: customer) })
            + likenessLines(of: pane, columns)
    }

    /// What the server knows is said of those it knows.
    private func isSaid(_ fact: CustomerFact, of customer: Customer) -> Bool {
        customer.version > 0 || fact == .id
    }

    /// What stands before the values.
    private static let labelColumns = 2 + (CustomerFact.allCases.map { DisplayText.width($0.label) }.max() ?? 0)

    private func factLines(
        _ fact: CustomerFact, isSelected: Bool, of customer: Customer, in pane: DetailPane, _ origins: Blame?,
        _ columns: Int
    ) -> [DetailLine] {
        let blame = pane.showsBlame ? fact.field.map { blameText(of: $0, customer.id, in: origins) } ?? "" : ""
        let isBeside = pane.showsBlame && columns >= Self.columnsForBlame
        let value = detailText(fact, of: customer) ?? glyphs.none
        let style: Style = fact == .name || isSelected ? .bold : .plain
        let labels = min(Self.labelColumns, max(0, columns - Self.labelColumns))
        let room = columns - labels - (isBeside ? Self.blameColumns : 0)
        var lines = DisplayLines.wrapped(value, columns: room).enumerated().map { index, text in
            var line = DetailLine(text, style, indentedBy: labels)
            if index == 0, labels > 0 { line.label(fact.label) }
            line.fact = fact
            if isSelected, index == 0 { line.sign(glyphs.selection, .bold) }
            return line
        }
        guard !blame.isEmpty else { return lines }
        // A screen reader says with the value who has set it.
        let blameStyle: Style = isSelected ? .bold : .dim
        if isBeside {
            lines[0].add(blame, blameStyle, at: 4 + columns - Self.blameColumns)
        } else {
            var below = DetailLine(blame, blameStyle, indentedBy: labels + 2)
            below.fact = fact
            lines.append(below)
        }
        return lines
    }

    /// Who set a field stands in a column of its own from this width on, and below it otherwise.
    private static let columnsForBlame = 70
    private static let blameColumns = 24

    /// `nil` where there is none; what is masked is there.
    private func detailText(_ fact: CustomerFact, of customer: Customer) -> String? {
        switch fact {
        case .field(let field): customer.details[field].map { display($0, of: field) }
        case .created: momentText(customer.createdAt)
        case .changed: momentText(customer.updatedAt)
        case .registered, .changedBy, .version, .id: customer.text(of: fact, in: environment.zone)
        }
    }

    /// `2026-11-23 08:00 UTC, 2 h ago`
    func momentText(_ moment: Timestamp) -> String {
        let (text, age) = (environment.zone.minuteText(of: moment), age(of: moment))
        // What is long ago has its date for an age.
        return age.hasSuffix(String(text.prefix(10))) ? text : "\(text), \(age)"
    }

    /// A pending edit: what it changes, and how far it has come.
    private func entryLines(_ entry: PendingEdit, _ columns: Int) -> [DetailLine] {
        let sign = RowSign(entry)
        let texts = entry.change.kind == .create ? ["Creation"] : changeTexts(of: entry.change)
        var lines = texts.flatMap { DisplayLines.wrapped($0, columns: columns) }.map { DetailLine($0) }
        let state = DisplayLines.wrapped(stateText(of: entry), columns: columns)
        lines += state.map { DetailLine($0, style(of: sign.tone)) }
        lines[0].sign(sign.glyph(glyphs), style(of: sign.tone))
        return lines + [DetailLine()]
    }

    private func freshnessText(_ pane: DetailPane) -> String? {
        let seen = model.directory.entry(pane.id)?.seenAt.map { "As seen \(age(of: $0))" }
        return switch pane.freshness {
        case .local: seen.map { $0 + "." }
        case .newest(let moment):
            asOf(model.validity(of: moment)).map { $0.sentenceStart + "." }
        case .asking: "Asking for the newest version\(glyphs.ellipsis)"
        case .failed: seen.map { $0 + "; this may not be the newest version." } ?? "This may not be the newest version."
        }
    }
}
