import Domain
import Screen

@testable import Panes

/// What the screen says of the focus, read off the grid.
struct Focus: Hashable {
    /// The footer, which is another one in each place; the place's name where there is no room for it.
    let place: String
    /// The customer the focused pane names, by number; `nil` when it names nobody, or somebody renamed without one.
    let person: Int?
    /// Whether anything stands where the name belongs.
    let isNamed: Bool
    /// The marked field, or the text that is being typed.
    let part: String

    init(_ app: App, _ grid: Grid) {
        let reader = ScreenReader(app, grid)
        place = reader.footer ?? app.scope.rawValue
        let name = reader.name
        person = name.flatMap { ScreenReader.person(in: $0) }
        isNamed = name?.contains { $0 != " " } ?? false
        part = reader.part
    }
}

/// Finds the names and labels on a drawn screen.
struct ScreenReader {
    private let app: App
    private let grid: Grid
    private let layout: Layout

    init(_ app: App, _ grid: Grid) {
        self.app = app
        self.grid = grid
        layout = app.layout
    }

    /// `nil` where there is no room for it.
    var footer: String? {
        layout.hintsRow.map { text($0, from: 0) }.flatMap { $0.contains { $0 != " " } ? $0 : nil }
    }

    /// Text of a row from a column on, to another one when it is given.
    func text(_ row: Int, from column: Int, to end: Int = .max) -> String {
        guard (0..<grid.size.rows).contains(row) else { return "" }
        var text = String.UnicodeScalarView()
        for cell in grid.row(row).dropFirst(max(0, column)).prefix(max(0, min(end, grid.size.columns) - column)) {
            text.append(contentsOf: cell.scalar.map { [$0] } ?? [])
        }
        return String(text)
    }

    // MARK: Who is named

    /// The customer the part with the focus names, by number.
    var person: Int? { name.flatMap { Self.person(in: $0) } }

    /// What stands where the part with the focus names somebody; `nil` where it names nobody.
    var name: String? {
        guard let cursor = grid.cursor else { return nil }
        let side = layout.side
        switch app.scope {
        case .list: return text(cursor.row, from: 3, to: 3 + Self.marked)
        case .queue: return text(cursor.row, from: cursor.column, to: cursor.column + Self.marked)
        case .detail:
            let column = side.origin.column + 3
            return text(side.origin.row, from: column, to: column + Self.marked)
        case .form: return text(side.origin.row, from: side.origin.column)
        case .conflict: return layout.headingRow.map { text($0, from: 0) }
        case .overlay: if case .question? = app.navigation.overlay { return questionTitle } else { return nil }
        case .search: return nil
        }
    }

    /// Columns of what tells one person from another: `Q-017`.
    private static let marked = 5

    /// The number of the first person that a text names.
    static func person(in text: String) -> Int? {
        let scalars = Array(text.unicodeScalars)
        for index in scalars.indices.dropFirst() where scalars[index] == "-" && index + 3 < scalars.count {
            guard ("A"..."Z").contains(scalars[index - 1]) else { continue }
            let digits = String(String.UnicodeScalarView(scalars[index + 1...index + 3]))
            if let number = Int(digits), number > 0 { return number }
        }
        return nil
    }

    /// The first line of a question, inside its frame where it has one.
    private var questionTitle: String? {
        guard let cursor = grid.cursor else { return nil }
        let edge = cursor.column - 2
        func isReversed(_ row: Int, _ column: Int) -> Bool { grid[row, column].style.attributes.contains(.reverse) }
        func isFrame(_ row: Int) -> Bool {
            edge >= 0 && isReversed(row, edge) && !isReversed(row, cursor.column)
        }
        guard isFrame(cursor.row) else { return text(layout.list.origin.row, from: 0) }
        var row = cursor.row
        while row > 0, isFrame(row - 1) { row -= 1 }
        return text(row, from: cursor.column)
    }

    // MARK: Which part is marked

    /// The field of the form, the marked decision, or the text that is being typed.
    var part: String {
        guard let cursor = grid.cursor else { return "" }
        switch app.scope {
        case .form: return label(above: cursor.row, layout.side.origin.column + 1, layout.side.origin.row)
        case .conflict:
            // A decision on the whole customer is the only one there is.
            return app.navigation.conflict?.focused == .whole ? "" : text(cursor.row, from: 3, to: 11)
        case .search: return text(cursor.row, from: 0)
        case .overlay:
            if case .palette? = app.navigation.overlay { return text(cursor.row, from: 0) } else { return "" }
        case .list, .detail, .queue: return ""
        }
    }

    /// The nearest label at or above a row.
    private func label(above row: Int, _ column: Int, _ top: Int) -> String {
        for row in stride(from: row, through: top, by: -1) {
            let label = text(row, from: column, to: column + 7)
            if label.first != " ", !label.isEmpty { return label.filter { $0 != "*" && $0 != " " } }
        }
        return ""
    }
}
