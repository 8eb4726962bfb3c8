import Domain
import Screen

@testable import Panes

/// What a drawn screen says of several customers at once: how many are marked, asked about and agreed to, and who.
struct SeveralReader {
    /// `3 marked` in the status line.
    let marked: Int?
    /// The number in the title of a question or the heading of the preview.
    let asked: Int?
    /// How many are changed, as the summary or the last question says.
    let agreed: Int?
    /// The people in the rows of the preview who are changed.
    let changed: [Int]

    init(_ app: App, _ grid: Grid) {
        let (reader, layout) = (ScreenReader(app, grid), app.layout)
        func line(_ row: Int) -> String { reader.text(row, from: 0) }
        let status = layout.statusRow.map { row in (max(0, row - 2)...row).map(line) } ?? []
        marked = status.lazy.compactMap { Self.number(in: $0, before: "marked") }.first
        let body = layout.body
        switch (app.scope, app.navigation.overlay) {
        case (.overlay, .prompt?):
            let title = line(layout.list.origin.row)
            asked = Self.number(in: title, before: "marked") ?? (ScreenReader.person(in: title) == nil ? nil : 1)
            agreed = Self.number(in: title, before: "customer")
            changed = []
        case (.bulk, _):
            asked = layout.headingRow.flatMap { Self.number(in: line($0), before: "customer") }
            let summary = body.size.rows > 1 ? line(body.origin.row) : ""
            agreed =
                summary.contains("changed") || summary.contains("deleted")
                ? Self.number(in: summary, before: "customer") : nil
            let rows = agreed == nil ? [] : body.rows.dropFirst().dropLast(2).map(line)
            changed = rows.filter { $0.contains("\u{2192}") || $0.contains("->") }.compactMap {
                ScreenReader.person(in: $0)
            }
        default: (asked, agreed, changed) = (nil, nil, [])
        }
    }

    /// The number that stands before the first word that begins so.
    private static func number(in text: String, before word: String) -> Int? {
        let words = text.split(separator: " ")
        for (number, next) in zip(words, words.dropFirst()) where next.hasPrefix(word) {
            return Int(number.filter { $0 != "," })
        }
        return nil
    }
}
