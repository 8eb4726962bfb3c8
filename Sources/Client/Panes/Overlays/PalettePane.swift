import Domain
import Screen

/// Commands by name, narrowed as one types.
struct PalettePane: Sendable {
    /// What is offered: every command of the pane below that does more than move.
    let offered: [KeyRow]
    private(set) var editor = LineEditor()
    private(set) var selected = 0

    /// The commands whose name or help contains every typed word, in the table's order; before them the one that is called
    /// exactly so, or has this key, and those whose name begins so.
    var rows: [KeyRow] {
        let typed = editor.text.trimmed
        let words = typed.lowercased().split(separator: " ")
        let found = offered.filter { row in
            let texts = [row.command.rawValue, row.help.lowercased()]
            return row.isCalled(typed) || words.allSatisfy { word in texts.contains { $0.contains(word) } }
        }
        guard !typed.isEmpty else { return found }
        let ranks: [(KeyRow) -> Bool] = [
            { $0.command.rawValue == typed.lowercased() }, { $0.isCalled(typed) },
            { $0.command.rawValue.hasPrefix(typed.lowercased()) }, { _ in true },
        ]
        let ranked = Dictionary(grouping: found) { row in ranks.firstIndex { $0(row) } ?? ranks.count }
        return ranks.indices.flatMap { ranked[$0] ?? [] }
    }

    init(_ environment: AppEnvironment, over scope: Scope) {
        let scope: Scope = [.detail, .queue].contains(scope) ? scope : .list
        let movements: [Command] = [
            .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .palette, .back,
        ]
        var seen: Set<Command> = []
        offered = environment.offeredRows(in: scope).filter {
            !movements.contains($0.command) && seen.insert($0.command).inserted
        }
    }

    private mutating func move(by step: Int) {
        selected = max(0, min(selected + step, rows.count - 1))
    }
}

extension PalettePane: Pane {
    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .command: break
        case .key(.escape): navigator.go(.show(nil))
        case .key(.enter):
            navigator.go(.show(nil))
            if rows.indices.contains(selected) { navigator.go(.run(rows[selected].command)) }
        case .key(.up), .key(.control("p")): move(by: -1)
        case .key(.down), .key(.control("n")): move(by: 1)
        case .key(let key): if editor.handle(key) { selected = 0 }
        case .paste(let text):
            editor.paste(text)
            selected = 0
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, in: context.layout.overlay, on: &grid)
    }
}

extension KeyRow {
    /// Whether this is the command's whole name, or one of its keys as they are written.
    fileprivate func isCalled(_ text: String) -> Bool {
        command.rawValue == text.lowercased() || keys.contains { $0.name == text }
    }
}
