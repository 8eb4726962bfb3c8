import Domain
import Screen

/// What a custom command prints, to be scrolled through.
struct OutputPane: Sendable {
    let run: CustomRun
    private(set) var outcome: CommandOutcome?
    private(set) var top = 0

    init(_ run: CustomRun) {
        self.run = run
    }

    mutating func receive(_ outcome: CommandOutcome, of id: RequestID) {
        if id == run.id { self.outcome = outcome }
    }

    /// How it stands with the program, in a line.
    func state(_ context: PaneContext) -> String {
        outcome?.message(of: run.command.name, isMasked: context.chrome.isMasked)
            ?? "Running\(context.glyphs.ellipsis)"
    }

    /// What is read here: the output, cut at the right edge nowhere, and below it what is to be known of it.
    func lines(columns: Int) -> [String] {
        guard let outcome else { return [] }
        let printed = outcome.lines.flatMap { DisplayLines.broken($0, columns: columns) }
        let remarks = outcome.remarks(isShown: true)
        if printed.isEmpty, remarks.isEmpty { return ["It has printed nothing."] }
        return printed + (remarks.isEmpty ? [] : [""] + remarks)
    }
}

extension OutputPane: Pane {
    static let scope = Scope.output

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .command(let command) = input else { return }
        if command == .back { return navigator.go(.pop) }
        let count = lines(columns: columns(context)).count
        top = command.top(from: top, of: count, page: context.layout.bodyRows) ?? top
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid)
    }

    mutating func handle(_ mouse: MouseEvent, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let lastTop = max(0, lines(columns: columns(context)).count - context.layout.bodyRows)
        top = max(0, min(top + mouse.rows, lastTop))
    }

    fileprivate func columns(_ context: PaneContext) -> Int { max(1, context.layout.size.columns - 3) }

    func keptRows(_ context: PaneContext) -> Int { 1 }
}

extension PaneContext {
    /// The program and the customer above, what it has printed below; hidden while values are.
    func draw(_ pane: OutputPane, on grid: inout Grid) {
        let isErased = model.erased.contains(pane.run.customer)
        let heading = [
            pane.run.command.name, isErased ? Customer.erasedName : pane.run.subject,
            isErased ? "" : pane.state(self),
        ]
        if let row = layout.headingRow {
            let text = heading.joined(separator: " \(glyphs.separator) ")
            let fitted = DisplayText.fitted(text, layout.size.columns - 2, ellipsis: glyphs.ellipsis)
            grid.write(fitted, row: row, column: 1, style: .bold)
        }
        let area = layout.body
        let hidden = isErased ? "Nothing is kept of the customer." : "Hidden; \(keyName(.mask)) shows it."
        let lines = chrome.isMasked || isErased ? [hidden] : pane.lines(columns: pane.columns(self))
        grid.cursor = Position(row: area.origin.row, column: 1)
        let top = max(0, min(pane.top, lines.count - area.size.rows))
        for (row, line) in zip(area.rows, lines.dropFirst(top)) {
            grid.write(line, row: row, column: 1, columns: pane.columns(self))
        }
        drawArrows(
            above: top > 0, below: top + area.size.rows < lines.count, on: &grid, area.rows,
            column: layout.size.columns - 1)
    }
}
