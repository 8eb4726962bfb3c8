import Domain
import Foundation
import Screen

@testable import Panes

/// What the screen says of the focus, read off the grid.
struct Focus: Hashable {
    /// The footer, which is another one in each place; the place's name where there is no room for it.
    let place: String
    let scope: Scope
    /// The customer the focused pane names, by number; `nil` when it names nobody, or somebody renamed without one.
    let person: Int?
    /// Whether anything stands where the name belongs.
    let isNamed: Bool
    /// The marked field, or the text that is being typed.
    let part: String

    init(_ app: App, _ grid: Grid) {
        let reader = ScreenReader(app, grid)
        place = reader.footer ?? app.scope.rawValue
        scope = app.scope
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
            // Whom they are compared with, where all else is scrolled away.
            if ["≈", "="].contains(text(side.origin.row, from: side.origin.column + 1, to: side.origin.column + 2)) {
                return nil
            }
            let column = side.origin.column + 3
            let line = text(side.origin.row, from: column, to: column + Self.labelled + Self.marked)
            return String(line.dropFirst(line.commonPrefix(with: CustomerField.name.label).count))
        case .form: return text(side.origin.row, from: side.origin.column)
        case .conflict, .timeline, .entry, .note: return layout.headingRow.map { text($0, from: 0) }
        case .trash: return text(cursor.row, from: 3, to: 3 + Self.marked)
        case .overlay:
            switch app.navigation.overlay {
            case .question?: return questionTitle
            case .prompt?: return text(layout.list.origin.row, from: 0)
            case .help?, .palette?, .views?, .columns?, nil: return nil
            }
        case .search, .output, .bulk: return nil
        }
    }

    /// Whom the screen names at a place among the customers, by number; `nil` where no customers are.
    func pointed(_ position: Position) -> Int?? {
        guard app.navigation.overlay == nil, app.navigation.showsCustomers, layout.list.rows.contains(position.row)
        else { return nil }
        let isAside = [.detail, .form].contains(app.scope)
        if layout.side.columns.contains(position.column), layout.isWide || isAside {
            return .some(Self.person(in: text(layout.side.origin.row, from: layout.side.origin.column)))
        }
        guard layout.list.columns.contains(position.column) else { return nil }
        return .some(Self.person(in: text(position.row, from: 3, to: 3 + Self.marked)))
    }

    /// Columns of what tells one person from another: `Q-017`.
    private static let marked = 5
    /// Columns of the details' labels, where there is room for them.
    private static let labelled = 9

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
            switch app.navigation.overlay {
            case .palette?, .prompt?: return text(cursor.row, from: 0)
            case .help?, .question?, .views?, .columns?, nil: return ""
            }
        case .list, .detail, .queue, .output, .bulk, .timeline, .entry, .note, .trash: return ""
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
