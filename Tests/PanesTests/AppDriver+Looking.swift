import Domain
import Journal
import Screen
import Wire

@testable import Panes

/// What a person sees: the screen as text, and what is selected on it.
extension AppDriver {
    var grid: Grid { app.render() }
    var cursor: Position? { grid.cursor }
    var screen: [String] { grid.lines }
    var text: String { screen.joined(separator: "\n") }
    /// The screen without its empty lines.
    var lines: [String] { screen.filter { !$0.isEmpty } }
    /// What stays in sight until it is dealt with.
    var alarm: String { app.alarm?.text ?? "" }
    /// What the status line says, however many lines it takes.
    var status: String { app.status.text }
    var isMasked: Bool { screen[0].contains("masked") }
    /// What is said in the shell once the program has ended.
    var exitMessage: String? { app.exitMessage }
    var calls: [ReadCall] { open.map(\.call) }
    /// The changes that are under way, in order.
    var changes: [Entry.Change] { journal.entries.map(\.change) }

    // MARK: Where one is

    /// Where keys go, by the footer, which begins otherwise in each place; the overlay where it is none of these.
    var place: Scope {
        let footers: [(Scope, String)] = [
            (.list, " ? help  / search  ⏎ open"), (.search, " ⏎ to the list"), (.detail, " ? help  / search  Esc back"),
            (.output, " ? help  Esc back"), (.note, " Ctrl-S save  Esc leave  Alt-e"), (.form, " Ctrl-S save"),
            (.queue, " ? help  ⏎ open  Esc back"),
            (.conflict, " Left theirs"),
            (.bulk, " ⏎ go on  Esc back"), (.bulk, " Esc back  u undo"), (.timeline, " ⏎ whole"),
            (.entry, " ⏎ put back"), (.entry, " Esc back"), (.trash, " ⏎ restore"),
        ]
        let footer = screen.last ?? ""
        // In an empty queue nothing can be opened.
        let isQueue = footer.hasPrefix(" ? help  Esc back") && screen.contains { $0.hasPrefix(" Queue ") }
        if isQueue { return .queue }
        return footers.first { footer.hasPrefix($0.1) }?.0 ?? .overlay
    }

    /// The same interface once one has gone back to the list.
    var inList: AppDriver {
        var driver = self
        for _ in 0..<5 where ![.list, .search].contains(driver.place) { driver.press(.escape) }
        return driver
    }

    /// Whether a form is open: in sight, or left while it is being saved, so that Tab leads back to it.
    var hasForm: Bool {
        var driver = self
        for _ in 0..<5 where [.overlay, .queue, .conflict].contains(driver.place) { driver.press(.escape) }
        for _ in 0..<3 where driver.place != .form { driver.press(.tab) }
        return driver.place == .form
    }

    // MARK: The list

    /// The names in the rows of the list, from its headings on.
    var names: [String] { listRows.map(Self.name) }
    /// The name in the selected row; empty when no row is.
    var selected: String { listRows.first { $0.hasPrefix(" ▸") }.map(Self.name) ?? "" }
    /// The whole line that is selected, and where on the screen it stands.
    var selectedLine: String { screen.first { $0.hasPrefix(" ▸") } ?? "" }
    var selectedRow: Int? { screen.firstIndex { $0.hasPrefix(" ▸") } }

    /// The names of all rows, as one sees them on the way through the list, page by page; no two are the same.
    var allNames: [String] {
        var driver = self
        driver.press(.home)
        var (all, page) = (driver.names, [String]())
        while page != driver.names {
            page = driver.names
            driver.press(.pageDown)
            let known = all.suffix(page.count)
            all += driver.names.filter { !known.contains($0) }
        }
        return all
    }

    private var listRows: [String] {
        let rows = screen.drop { !$0.hasPrefix("   Name") }.dropFirst().map { String($0.prefix { $0 != "│" }) }
        return rows.filter { $0.hasPrefix("   ") || $0.hasPrefix(" ▸ ") || $0.hasPrefix("✓") }.filter {
            !Self.name($0).isEmpty
        }
    }

    private static func name(_ row: String) -> String {
        let cell = Array(row.dropFirst(3))
        let end = cell.indices.first { cell[$0] == " " && ($0 + 1 == cell.count || cell[$0 + 1] == " ") }
        return String(cell[..<(end ?? cell.count)])
    }

    // MARK: Beside the list, or in its place

    /// What stands beside the list on a wide screen, without empty lines.
    var side: [String] {
        screen.compactMap { $0.split(separator: "│", maxSplits: 1).dropFirst().first }
            .map { String($0.drop { $0 == " " }) }.filter { !$0.isEmpty }
    }

    /// What goes to the clipboard when one copies here.
    var copied: String? {
        var driver = self
        driver.press(.character("y"))
        if case .terminal(.copy(let text))? = driver.effects.last { return text } else { return nil }
    }

    /// What stands in a field of the form; `nil` when no form is in sight.
    func typed(_ field: CustomerField) -> String? {
        guard place == .form, let first = formRows.firstIndex(where: { $0.hasPrefix(" \(field.label)") }) else {
            return nil
        }
        let isContinued = formRows.dropFirst(first + 1).prefix { $0.hasPrefix(Self.belowLabel) }
        let values = [formRows[first]] + (field.allowsLineBreaks ? Array(isContinued) : [])
        return values.map { String($0.dropFirst(Self.belowLabel.count)) }.joined(separator: "\n")
    }

    /// The field of the form that has the cursor.
    var focusedField: CustomerField? {
        guard place == .form, let cursor else { return nil }
        return formRows[...cursor.row].reversed().lazy.compactMap { row in
            CustomerField.allCases.first { row.hasPrefix(" \($0.label)") }
        }.first
    }

    /// The screen's rows from where the form begins.
    private var formRows: [String] {
        screen.map { row in row.firstIndex(of: "│").map { String(row[row.index(after: $0)...]) } ?? row }
    }

    private static let belowLabel = String(repeating: " ", count: 10)
}
