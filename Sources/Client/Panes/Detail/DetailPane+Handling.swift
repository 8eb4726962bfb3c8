import Domain
import Screen

/// The details of one customer: moving among their fields, and through what is longer than the pane.
extension DetailPane: Pane {
    static let scope = Scope.detail

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        switch input {
        case .command(let command): handle(command, &context, &navigator)
        case .typed(let command): handle(command, &context, &navigator)
        case .counted(.openDuplicate, let number): openDuplicate(number, &context, &navigator)
        case .counted(let command, let count): move(command, count: count, context)
        case .key, .paste: break
        }
    }

    private func handle(_ command: TypedCommand, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard let customer = context.model.shown(id) else { return }
        switch command {
        case .edit(let field): navigator.go(.edit(customer, in: field))
        case .copy(let part): context.copy(part, of: customer)
        case .tag(let change): context.change(tags: change, of: customer)
        case .erase: context.askToErase(customer, &navigator)
        case .command, .open, .sort, .profile, .view, .save, .trash: break
        }
    }

    private mutating func handle(_ command: Command, _ context: inout PaneContext, _ navigator: inout Navigator) {
        let customer = context.model.shown(id)
        switch command {
        case .back, .nextPane: navigator.go(.focusOnList)
        case .edit: if let customer { navigator.go(.edit(customer)) }
        case .delete: if let customer { context.askToDelete(customer, &navigator) }
        case .copy: if let customer { context.copy(fact, of: customer) }
        case .copyRecord: if let customer { context.copyRecord(of: customer) }
        case .refresh: refresh(&context)
        case .timeline: context.openTimeline(of: id, &navigator)
        case .note: context.openNote(on: id, &navigator)
        case .blame: toggleBlame(&context)
        case .openDuplicate: openDuplicate(1, &context, &navigator)
        case .dismissDuplicate: dismissDuplicate(&context)
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom:
            move(command, count: nil, context)
        default: break
        }
    }

    private mutating func refresh(_ context: inout PaneContext) {
        if let customer = context.model.shown(id), context.askNewest(customer) { freshness = .asking }
        if showsBlame { context.askTimeline(id) }
    }

    /// Scrolls by rows; a field that is seen stays marked.
    mutating func scroll(by rows: Int, _ context: PaneContext) {
        let area = context.layout.side.size
        let view = DetailView(context.lines(of: self, columns: area.columns), rows: area.rows)
        view.scroll(&self, by: rows)
    }

    /// Marks what stands on a row of the screen.
    mutating func mark(row: Int, _ context: PaneContext) {
        let area = context.layout.side
        let lines = context.lines(of: self, columns: area.size.columns)
        let line = min(top, max(0, lines.count - area.size.rows)) + row - area.origin.row
        if lines.indices.contains(line), let fact = lines[line].fact { self.fact = fact }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid, context.layout.side)
    }

    func keptRows(_ context: PaneContext) -> Int { context.lastRow(of: self, in: context.layout.side) + 1 }

    private mutating func move(_ command: Command, count: Int?, _ context: PaneContext) {
        let area = context.layout.side.size
        let view = DetailView(context.lines(of: self, columns: area.columns), rows: area.rows)
        if let count, command == .goToTop || command == .goToBottom { return view.goTo(count, &self) }
        for _ in 0..<min(count ?? 1, view.maximumSteps) { move(command, in: view) }
    }

    private mutating func move(_ command: Command, in view: DetailView) {
        top = min(top, view.lastTop)
        switch command {
        case .moveUp: view.moveUp(&self)
        case .moveDown: view.moveDown(&self)
        case .pageUp, .halfPageUp: view.turnPage(&self, by: -1)
        case .pageDown, .halfPageDown: view.turnPage(&self, by: 1)
        case .goToTop: (fact, top) = (view.facts.first ?? .name, 0)
        default: (fact, top) = (view.facts.last ?? .name, view.lastTop)
        }
    }
}

/// Where the facts stand among the lines of the detail pane.
private struct DetailView {
    /// From the first line to the last.
    let facts: [CustomerFact]
    private let lineCount: Int
    private let rows: Int
    private let spans: [CustomerFact: Range<Int>]

    init(_ lines: [DetailLine], rows: Int) {
        lineCount = lines.count
        self.rows = max(1, rows)
        let spans = lines.indices.reduce(into: [CustomerFact: Range<Int>]()) { spans, index in
            guard let fact = lines[index].fact else { return }
            spans[fact] = (spans[fact]?.lowerBound ?? index)..<index + 1
        }
        facts = spans.keys.sorted { (spans[$0]?.lowerBound ?? 0) < (spans[$1]?.lowerBound ?? 0) }
        self.spans = spans
    }

    /// The furthest that one can scroll.
    var lastTop: Int { max(0, lineCount - rows) }

    /// After so many steps one is at either end.
    var maximumSteps: Int { lineCount + facts.count }

    /// What has this number, or the last.
    func goTo(_ number: Int, _ state: inout DetailPane) {
        guard !facts.isEmpty else { return }
        mark(facts[max(1, min(number, facts.count)) - 1], &state)
    }

    private func span(_ fact: CustomerFact) -> Range<Int> { spans[fact] ?? 0..<0 }

    private func neighbour(_ fact: CustomerFact, _ step: Int) -> CustomerFact? {
        guard let index = facts.firstIndex(of: fact) else { return nil }
        return facts.indices.contains(index + step) ? facts[index + step] : nil
    }

    /// The next one, once this one was seen to its end; behind the last one the rest of the pane.
    func moveDown(_ state: inout DetailPane) {
        let next = neighbour(state.fact, 1)
        let end = next == nil ? lineCount : span(state.fact).upperBound
        guard end <= state.top + rows else {
            state.top += 1
            return
        }
        if let next { mark(next, &state) }
    }

    /// The one before, once this one is seen from its beginning.
    func moveUp(_ state: inout DetailPane) {
        guard state.top <= span(state.fact).lowerBound else {
            state.top -= 1
            return
        }
        if let previous = neighbour(state.fact, -1) { mark(previous, &state) }
    }

    /// Scrolls by what is seen; where there is nothing to scroll, to the first or the last.
    func turnPage(_ state: inout DetailPane, by step: Int) {
        state.top = max(0, min(state.top + step * rows, lastTop))
        let seen = state.top..<state.top + rows
        let visible = facts.filter { span($0).overlaps(seen) }
        if let fact = step > 0 ? visible.last : visible.first { state.fact = fact }
    }

    /// Keeps what is marked while it is seen.
    func scroll(_ state: inout DetailPane, by distance: Int) {
        state.top = max(0, min(state.top + distance, lastTop))
        let seen = state.top..<state.top + rows
        guard !span(state.fact).overlaps(seen) else { return }
        let visible = facts.filter { span($0).overlaps(seen) }
        if let fact = distance > 0 ? visible.first : visible.last { state.fact = fact }
    }

    /// Marks one and brings it into sight, its beginning before its end.
    private func mark(_ fact: CustomerFact, _ state: inout DetailPane) {
        state.fact = fact
        state.top = min(max(state.top, span(fact).upperBound - rows), span(fact).lowerBound)
    }
}
