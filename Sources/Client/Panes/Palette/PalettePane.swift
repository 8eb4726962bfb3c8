import Domain
import Screen

/// Commands by name, narrowed as one types, and the values of the argument that is being typed.
struct PalettePane: Sendable {
    /// What is offered: every command of the pane below that does more than move, and those that take an argument there.
    let offered: [PaletteRow]
    private(set) var editor = LineEditor()
    private(set) var selected = 0
    /// Why the line as it stands was not run.
    private(set) var mistake: String?

    init(_ environment: AppEnvironment, over scope: Scope) {
        let scope: Scope = [.detail, .queue].contains(scope) ? scope : .list
        let movements: [Command] = [
            .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .palette, .back,
        ]
        let taking = environment.offeredCommands(in: scope)
        var rows: [PaletteRow] = []
        for row in environment.offeredRows(in: scope) where !movements.contains(row.command) {
            let name = row.command.rawValue
            guard !rows.contains(where: { $0.name == name }) else { continue }
            rows.append(taking.first { $0.name == name }.map { PaletteRow($0, keys: row.keys) } ?? PaletteRow(row))
        }
        let names = Set(rows.map(\.name))
        offered =
            rows + taking.filter { !names.contains($0.name) }.map { PaletteRow($0, keys: []) }
            + environment.offeredCustom(in: scope).map { PaletteRow($0) }
    }

    // MARK: What is offered

    /// The commands that are meant by what was typed so far, or the values that its argument may have.
    func rows(_ context: PaneContext) -> [PaletteRow] {
        let line = CommandLine(editor.text)
        guard let argument = line.argument, let row = takingArgument(line.name) else {
            return namesAnother(line) ? [] : commands
        }
        let values = row.values(context)
        let begun = values.filter { $0.lowercased().hasPrefix(argument.lowercased()) }
        return begun.map { PaletteRow(value: $0, of: row) }
    }

    /// Whether something follows the whole name of a command that takes nothing: these are no words to look for.
    func namesAnother(_ line: CommandLine) -> Bool {
        line.argument?.isEmpty == false && offered.contains { $0.isCalled(line.name) }
    }

    /// The commands whose name or help contains every typed word, in the table's order; before them the one that is called
    /// exactly so, or has this key, and those whose name begins so.
    private var commands: [PaletteRow] {
        let typed = editor.text.trimmed
        let lower = typed.lowercased()
        let words = lower.split(separator: " ")
        let found = offered.filter { $0.isCalled(typed) || $0.matches(words) }
        guard !typed.isEmpty else { return found }
        let ranks: [(PaletteRow) -> Bool] = [
            { $0.name == lower }, { $0.keys.contains { $0.name == typed } }, { $0.aliases.contains(lower) },
            { $0.name.hasPrefix(lower) }, { _ in true },
        ]
        let ranked = Dictionary(grouping: found) { row in ranks.firstIndex { $0(row) } ?? ranks.count }
        return ranks.indices.flatMap { ranked[$0] ?? [] }
    }

    /// The command of this name that takes an argument.
    func takingArgument(_ name: String) -> CommandRow? {
        for row in offered where row.isCalled(name) {
            if case .takingArgument(let row) = row.action { return row }
        }
        return nil
    }

    // MARK: Changing

    mutating func move(by step: Int, _ context: PaneContext) {
        selected = max(0, min(selected + step, rows(context).count - 1))
    }

    /// Changes what is typed; what was wrong with it before is not said any more.
    mutating func type(_ change: (inout LineEditor) -> Void) {
        let old = editor.text
        change(&editor)
        guard editor.text != old else { return }
        (selected, mistake) = (0, nil)
    }

    mutating func say(_ message: String) { mistake = message }
}
