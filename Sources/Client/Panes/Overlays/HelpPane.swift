import Domain
import Screen

/// Every key and what it does, and a search among the lines.
struct HelpPane: Pane {
    private(set) var firstLine = 0
    /// What is looked for; `nil` while nothing is.
    private(set) var editor: LineEditor?
    private(set) var isTyping = false
    /// The line of the help that was found last.
    private(set) var found: Int?
    /// What was on top when the search began: what is typed is looked for from there on.
    private var origin = 0

    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .key(let key) where isTyping: type(key, context)
        case .paste(let text) where isTyping: edit(context) { $0.paste(text) }
        case .key(let key):
            if let command = context.environment.keymap.command(for: key, in: Self.scope) {
                handle(command, context, &navigator)
            }
        case .paste, .command, .counted, .typed: break
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, in: context.layout.overlay, on: &grid)
    }

    private mutating func handle(_ command: Command, _ context: PaneContext, _ navigator: inout Navigator) {
        switch command {
        case .search: (editor, isTyping, found, origin) = (LineEditor(), true, nil, firstLine)
        case .nextMatch: goOn(by: 1, context)
        case .previousMatch: goOn(by: -1, context)
        case .back: if editor == nil { navigator.go(.show(nil)) } else { (editor, found) = (nil, nil) }
        default:
            firstLine = command.top(from: firstLine, of: context.helpLines.count, page: page(context)) ?? firstLine
        }
    }

    /// Rows that the lines have below the one that is typed.
    private func page(_ context: PaneContext) -> Int {
        max(1, context.layout.overlay.size.rows - (editor == nil ? 0 : 1))
    }

    private mutating func scroll(to line: Int, _ context: PaneContext) {
        firstLine = max(0, min(line, context.helpLines.count - page(context)))
    }

    // MARK: Searching

    private mutating func type(_ key: Key, _ context: PaneContext) {
        switch key {
        case .escape: (editor, isTyping, found) = (nil, false, nil)
        case .enter:
            isTyping = false
            if editor?.isEmpty ?? true { editor = nil }
        case .down: goOn(by: 1, context)
        case .up: goOn(by: -1, context)
        default: edit(context) { _ = $0.handle(key) }
        }
    }

    private mutating func edit(_ context: PaneContext, _ change: (inout LineEditor) -> Void) {
        guard var editor else { return }
        change(&editor)
        self.editor = editor
        let matches = matches(context)
        scroll(to: origin, context)
        show(matches.first { $0 >= origin } ?? matches.first, context)
    }

    /// The next line that was found, from the last on the first again.
    private mutating func goOn(by step: Int, _ context: PaneContext) {
        let matches = matches(context)
        let line = found ?? firstLine
        let next = step > 0 ? matches.first { $0 > line } : matches.last { $0 < line }
        show(next ?? (step > 0 ? matches.first : matches.last), context)
    }

    /// Brings a line into sight, with those around it.
    private mutating func show(_ line: Int?, _ context: PaneContext) {
        found = line
        guard let line, !(firstLine..<firstLine + page(context)).contains(line) else { return }
        scroll(to: line - page(context) / 3, context)
    }

    /// The lines that have what is looked for in their keys, words or command, letter case aside.
    func matches(_ context: PaneContext) -> [Int] {
        let text = editor?.text.trimmed ?? ""
        guard !text.isEmpty else { return [] }
        let lines = context.helpLines
        return lines.indices.filter { index in
            let line = lines[index]
            // One letter is a key; in the words it would be everywhere.
            if text.count == 1 { return line.keys.split(separator: ", ").contains { $0 == text } }
            return [line.keys, line.text, line.command].contains { $0.lowercased().contains(text.lowercased()) }
        }
    }
}
