import Domain
import Screen

/// The columns that a list can have, to choose from and to put in order.
struct ColumnsPane: Sendable {
    private(set) var rows: [Row]
    private(set) var selected = 0
    private let before: ListColumns

    struct Row: Hashable, Sendable {
        let fact: CustomerFact
        var isShown: Bool
    }

    init(_ columns: ListColumns) {
        before = columns
        rows = Self.rows(columns)
    }

    private static func rows(_ columns: ListColumns) -> [Row] {
        let shown = columns.facts + columns.spare
        return shown.map { Row(fact: $0, isShown: true) }
            + CustomerFact.allCases.filter { !shown.contains($0) }.map { Row(fact: $0, isShown: false) }
    }

    /// What is chosen; what nobody has changed keeps the columns that are spare.
    private func chosen(_ context: PaneContext) -> ListColumns {
        let known = [before, context.environment.columns, .standard]
        return known.first { Self.rows($0) == rows } ?? ListColumns(rows.filter(\.isShown).map(\.fact))
    }
}

extension ColumnsPane: Pane {
    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .key(let key) = input else { return }
        switch key {
        case .character(" "): toggle(&context)
        case .character("J"): move(by: 1)
        case .character("K"): move(by: -1)
        case .character("d"): rows = Self.rows(context.environment.columns)
        case .character("s"):
            save(&context)
            navigator.go(.show(nil))
        case .enter:
            context.choose(chosen(context))
            navigator.go(.show(nil))
        default: select(key, context, &navigator)
        }
    }

    private mutating func select(_ key: Key, _ context: PaneContext, _ navigator: inout Navigator) {
        guard let command = context.environment.keymap.command(for: key, in: Self.scope) else { return }
        if command == .back { return navigator.go(.show(nil)) }
        let page = context.layout.overlay.size.rows - 1
        selected = command.row(from: selected, of: rows.count, page: page) ?? selected
    }

    private mutating func toggle(_ context: inout PaneContext) {
        guard rows[selected].fact != .name else { return context.post(.plain("The name is always there.")) }
        rows[selected].isShown.toggle()
    }

    private mutating func move(by step: Int) {
        guard rows.indices.contains(selected + step) else { return }
        rows.swapAt(selected, selected + step)
        selected += step
    }

    private func save(_ context: inout PaneContext) {
        let columns = chosen(context)
        context.choose(columns)
        // What the configuration says need not be kept besides.
        context.perform(.keepColumns(columns == context.environment.columns ? nil : columns.words))
        context.post(.plain("These columns are kept for this profile."))
    }

    // MARK: Drawing

    static let hints: [Hint] = [
        .init(.character(" "), "show or hide"), .init(named: "J K", "move"), .init(.enter, "apply"),
        .init(.character("s"), "save"), .init(.character("d"), "as configured"), .init(.escape, "close"),
    ]

    func render(on grid: inout Grid, _ context: PaneContext) {
        let area = context.layout.overlay
        grid.clear(area)
        let hasHeading = area.size.rows > 2
        let visible = max(1, area.size.rows - (hasHeading ? 1 : 0))
        let first = max(0, selected - visible + 1)
        if hasHeading { grid.write("Columns of the list", row: area.origin.row, column: 1, style: .bold) }
        for (line, index) in rows.indices.dropFirst(first).prefix(visible).enumerated() {
            let row = area.origin.row + line + (hasHeading ? 1 : 0)
            let isSelected = index == selected
            if isSelected {
                grid.write(context.glyphs.selection, row: row, column: 1, style: .bold)
                grid.cursor = Position(row: row, column: 3)
            }
            let fact = rows[index].fact
            let text = "[\(rows[index].isShown ? "x" : " ")] \(fact.label)"
            grid.write(text, row: row, column: 3, style: isSelected ? .bold : .plain)
            if let meaning = fact.meaning { grid.write(meaning, row: row, column: 18, style: .dim) }
        }
    }
}

extension CustomerFact {
    /// What a column has whose label says little.
    fileprivate var meaning: String? {
        switch self {
        case .registered: "the day of registration"
        case .created: "when they were added"
        case .changed: "when they were last changed"
        case .changedBy: "who changed them last"
        case .version: "one more with each change"
        case .id: "its first eight digits"
        case .field: nil
        }
    }
}
