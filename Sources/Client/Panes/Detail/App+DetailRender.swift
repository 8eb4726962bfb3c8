import Domain
import Journal
import Screen

/// The detail pane.
extension App {
    func drawDetail(on grid: inout Grid, _ area: Rectangle) {
        let lines = detailLines(columns: area.size.columns)
        guard !lines.isEmpty, area.size.rows > 0 else { return }
        let top = min(detail?.top ?? 0, max(0, lines.count - area.size.rows))
        var pen = Pen(area: area)
        for line in lines.dropFirst(top).prefix(area.size.rows) {
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

    /// Everything about the customer, line by line; empty when nobody is shown.
    func detailLines(columns: Int) -> [DetailLine] {
        guard let detail, let customer = shown(detail.id) else { return [] }
        // Room for the mark on the left, and on the right for the arrows.
        let columns = columns - 4
        var lines = CustomerField.allCases.flatMap { fieldLines($0, of: customer, columns) }
        lines.append(DetailLine())
        if gone.contains(customer.id) {
            lines.append(DetailLine("Deleted, not with the server any more.", style(of: .warning)))
        }
        for entry in queue.entries(for: customer.id) { lines += entryLines(entry, columns) }
        lines += DisplayLines.wrapped(provenance(of: customer), columns: columns).map { DetailLine($0, .dim) }
        if let freshness = freshnessText(detail) {
            lines += DisplayLines.wrapped(freshness, columns: columns).map { DetailLine($0, .dim) }
        }
        return lines
    }

    private func fieldLines(_ field: CustomerField, of customer: Customer, _ columns: Int) -> [DetailLine] {
        let isMarked = pane == .detail && detail?.field == field
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
            "\(Wording.age(of: customer.updatedAt, at: now))\(customer.byWhom)",
        ].joined(separator: " \(glyphs.separator) ")
    }

    private func freshnessText(_ detail: DetailState) -> String? {
        let seen = directory.entry(detail.id)?.seenAt.map { "As seen \(Wording.age(of: $0, at: now))" }
        return switch detail.freshness {
        case .local: seen.map { $0 + "." }
        case .newest(let moment): asOf(moment).map { $0.prefix(1).uppercased() + $0.dropFirst() + "." }
        case .asking: "Asking for the newest version\(glyphs.ellipsis)"
        case .failed: seen.map { $0 + "; this may not be the newest version." } ?? "This may not be the newest version."
        }
    }
}

/// Writes line after line into an area.
struct Pen {
    let area: Rectangle
    private(set) var row = 0

    init(area: Rectangle) {
        self.area = area
    }

    var isInside: Bool { row < area.size.rows }

    func write(_ text: String, at column: Int, style: Style, on grid: inout Grid) {
        guard isInside, column < area.size.columns else { return }
        grid.write(
            text, row: area.origin.row + row, column: area.origin.column + column,
            columns: area.size.columns - column, style: style)
    }

    mutating func newLine() {
        row += 1
    }
}

/// Text in lines of a width.
enum DisplayLines {
    /// Broken at line breaks, then between words, and inside a word only when it is longer than a line.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        let columns = max(1, columns)
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrappedLine($0, columns) }
    }

    /// At most so many lines; what is cut off the last one is announced by `ellipsis`.
    static func fitted(_ text: String, columns: Int, lines: Int, ellipsis: String) -> [String] {
        let all = wrapped(text, columns: columns)
        guard all.count > max(1, lines) else { return all }
        let head = all.prefix(max(1, lines) - 1)
        let rest = all[head.count...].joined(separator: " ")
        return head + [DisplayText.fitted(rest, max(1, columns), ellipsis: ellipsis)]
    }

    private static func wrappedLine(_ line: Substring, _ columns: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in line.split(separator: " ") {
            let candidate = current.isEmpty ? String(word) : current + " " + word
            if DisplayText.width(candidate) <= columns {
                current = candidate
                continue
            }
            if !current.isEmpty { lines.append(current) }
            current = String(word)
            while DisplayText.width(current) > columns {
                let head = DisplayText.fitted(current, columns, ellipsis: "")
                guard !head.isEmpty else { break }
                lines.append(head)
                current = String(DisplayText.safe(current).dropFirst(head.count))
            }
        }
        return lines + [current]
    }
}
