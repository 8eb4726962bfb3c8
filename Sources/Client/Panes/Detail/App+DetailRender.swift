import Domain
import Journal
import Screen

/// The detail pane.
extension App {
    func drawDetail(on grid: inout Grid, _ area: Rectangle) {
        guard let detail, let customer = shown(detail.id) else { return }
        var pen = Pen(area: area)
        for field in CustomerField.allCases {
            let isMarked = pane == .detail && detail.field == field
            let value = customer.details[field].map { display($0, of: field) } ?? glyphs.none
            let lines = DisplayLines.wrapped(value, columns: area.size.columns - 3)
            for (index, line) in lines.enumerated() {
                if isMarked, index == 0 { pen.write(glyphs.selection, at: 1, style: .bold, on: &grid) }
                pen.write(line, at: 3, style: field == .name || isMarked ? .bold : .plain, on: &grid)
                pen.newLine()
            }
        }
        pen.newLine()
        for entry in queue.entries(for: customer.id) { draw(entry, with: &pen, on: &grid) }
        for line in DisplayLines.wrapped(provenance(of: customer), columns: area.size.columns - 3) {
            pen.write(line, at: 3, style: .dim, on: &grid)
            pen.newLine()
        }
        if let freshness = freshnessText(detail) { pen.write(freshness, at: 3, style: .dim, on: &grid) }
    }

    /// A pending edit: what it changes, and how far it has come.
    private func draw(_ entry: PendingEdit, with pen: inout Pen, on grid: inout Grid) {
        let mark = RowMark(entry)
        pen.write(mark.glyph(glyphs), at: 1, style: style(of: mark.tone), on: &grid)
        let isCreation = entry.change.kind == .create
        let texts = (isCreation ? ["Creation"] : changeTexts(of: entry.change)) + [stateText(of: entry)]
        for (index, text) in texts.enumerated() {
            let isState = index == texts.count - 1
            for line in DisplayLines.wrapped(text, columns: pen.area.size.columns - 3) {
                pen.write(line, at: 3, style: isState ? style(of: mark.tone) : .plain, on: &grid)
                pen.newLine()
            }
        }
        pen.newLine()
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
        case .newest: nil
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
