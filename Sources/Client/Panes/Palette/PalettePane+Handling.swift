import Domain
import Screen

/// Typing, completing and running.
extension PalettePane: Pane {
    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .command, .counted, .typed: break
        case .key(.escape): navigator.go(.show(nil))
        case .key(.enter): run(context, &navigator)
        case .key(.tab): complete(context)
        case .key(.up), .key(.control("p")): move(by: -1, context)
        case .key(.down), .key(.control("n")): move(by: 1, context)
        case .key(let key): type { _ = $0.handle(key) }
        case .paste(let text): type { $0.paste(text) }
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, in: context.layout.overlay, on: &grid)
    }

    // MARK: Completing

    /// Puts the marked row's name in the line, or what all values have in common that begin as the argument does.
    private mutating func complete(_ context: PaneContext) {
        let rows = rows(context)
        guard rows.indices.contains(selected) else { return }
        switch rows[selected].action {
        case .command(let command): put(command.rawValue)
        case .takingArgument(let row): put(row.placeholder.isEmpty ? row.name : row.name + " ")
        case .custom(let command): put(command.name)
        case .value(let line): put(rows.count == 1 || selected > 0 ? line : common(rows) ?? line)
        }
    }

    /// The line up to where the values that are offered differ; `nil` when that adds nothing to what was typed.
    private func common(_ rows: [PaletteRow]) -> String? {
        let lines = rows.compactMap { if case .value(let line) = $0.action { line } else { nil } }
        guard let first = lines.first else { return nil }
        let shared = lines.reduce(first) { $0.commonPrefix(with: $1) }
        return shared.count > CommandLine(editor.text).canonical(takingArgument).count ? shared : nil
    }

    private mutating func put(_ line: String) { type { $0 = LineEditor(line) } }

    // MARK: Running

    private mutating func run(_ context: PaneContext, _ navigator: inout Navigator) {
        let line = CommandLine(editor.text)
        let rows = rows(context)
        let marked = rows.indices.contains(selected) ? rows[selected] : nil
        if selected == 0, let row = takingArgument(line.name), line.argument != nil {
            return run(row, line.argument ?? "", marked, context, &navigator)
        }
        if selected == 0, let answer = CommandTable.answer(toHabit: line.name), marked?.isMeant(by: line) != true {
            return say(answer)
        }
        switch marked?.action {
        case .command(let command)?: leave(running: .command(command), &navigator)
        case .takingArgument(let row)?:
            guard !row.needsArgument else { return put(row.name + " ") }
            run(row, "", nil, context, &navigator)
        case .custom(let command)?:
            navigator.go(.show(nil))
            navigator.go(.runCustom(command))
        case .value(let text)?:
            let line = CommandLine(text)
            if let row = takingArgument(line.name) { run(row, line.argument ?? "", nil, context, &navigator) }
        case nil: say(unknown(line, context))
        }
    }

    /// - Parameter only: is taken in place of what was typed where that is the beginning of this value alone.
    private mutating func run(
        _ row: CommandRow, _ argument: String, _ only: PaletteRow?, _ context: PaneContext, _ navigator: inout Navigator
    ) {
        do throws(ArgumentMistake) {
            leave(running: try row.command(argument, context), &navigator)
        } catch {
            guard !argument.isEmpty, let only, rows(context).count == 1,
                let command = try? row.command(only.name, context)
            else { return say(error.message) }
            leave(running: command, &navigator)
        }
    }

    private func leave(running command: TypedCommand, _ navigator: inout Navigator) {
        navigator.go(.show(nil))
        navigator.go(.perform(command))
    }

    private func unknown(_ line: CommandLine, _ context: PaneContext) -> String {
        let name = line.name.lowercased()
        if let row = offered.first(where: { $0.isCalled(line.name) }) { return ArgumentMistake.notTaken(by: row.name) }
        if let row = CommandTable.rows.first(where: { $0.name == name }) {
            if context.environment.lacks(row.capability) { return context.lackText }
            if row.name == CommandTable.erase {
                return context.mayNotEraseText
            }
            return row.isWrite && context.environment.isReadOnly
                ? "\(row.name) leads to changes, and this session is read-only." : "\(row.name) does nothing here."
        }
        if let row = Int(name), row > 0 {
            return "Esc, then \(row)\(context.keyName(.goToBottom, in: .list)) goes to row \(row)."
        }
        let nearest = Suggestion.closest(to: name, among: offered.flatMap { [$0.name] + $0.aliases })
        let next = nearest.map { "; did you mean \($0)?" } ?? ". Esc and ? show every key."
        return "There is no command \(ArgumentMistake.quoted(line.name))\(next)"
    }
}

extension PaletteRow {
    /// Whether the line names this row, or begins to.
    fileprivate func isMeant(by line: CommandLine) -> Bool {
        isCalled(line.name) || name.hasPrefix(line.name.lowercased())
    }
}

extension CommandLine {
    /// The line with the command's own name in the place of another word for it.
    fileprivate func canonical(_ taking: (String) -> CommandRow?) -> String {
        "\(taking(name)?.name ?? name) \(argument ?? "")"
    }
}

extension String {
    fileprivate func commonPrefix(with other: String) -> String {
        String(zip(self, other).prefix { $0 == $1 }.map(\.0))
    }
}
