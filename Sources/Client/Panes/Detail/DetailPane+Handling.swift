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
        case .dismissDuplicate: dismissDuplicate(&context, &navigator)
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom:
            move(command, count: nil, context)
        default: break
        }
    }

    private mutating func refresh(_ context: inout PaneContext) {
        if let customer = context.model.shown(id), context.askNewest(customer) { freshness = .asking }
        if showsBlame { context.askTimeline(id) }
    }

    /// Scrolls by rows; a field that is seen stays selected.
    mutating func scroll(by rows: Int, _ context: PaneContext) {
        go(context) { $0.scroll(&$1, by: rows) }
    }

    /// Selects what stands on a row of the screen.
    mutating func select(row: Int, _ context: PaneContext) {
        let line = row - context.layout.side.origin.row
        go(context) { view, place in
            if let fact = view.fact(on: place.top + line) { place.fact = fact }
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid, context.layout.side)
    }

    func keptRows(_ context: PaneContext) -> Int { context.lastRow(of: self, in: context.layout.side) + 1 }

    private mutating func move(_ command: Command, count: Int?, _ context: PaneContext) {
        go(context) { view, place in
            if let count, command == .goToTop || command == .goToBottom { return view.goTo(count, &place) }
            for _ in 0..<min(count ?? 1, view.maximumSteps) { view.move(command, &place) }
        }
    }

    /// Goes elsewhere from where one is on the screen.
    private mutating func go(_ context: PaneContext, _ move: (DetailView, inout DetailView.Place) -> Void) {
        let area = context.layout.side.size
        let view = DetailView(context.lines(of: self, columns: area.columns), rows: area.rows)
        var place = view.place(of: self)
        move(view, &place)
        (fact, above) = (place.fact, view.linesAbove(place))
    }
}

/// Where the facts stand among the lines of the detail pane.
struct DetailView {
    /// From the first line to the last.
    private let facts: [CustomerFact]
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
    private var lastTop: Int { max(0, lineCount - rows) }

    /// Which fact is selected, and the first line that is seen.
    struct Place {
        var fact: CustomerFact
        var top: Int
    }

    /// What is selected stays on its line of the screen, and in sight where it was.
    func place(of pane: DetailPane) -> Place {
        let line = span(pane.fact).lowerBound
        let top = pane.above < 0 ? line - pane.above : max(line - pane.above, line - rows + 1)
        return Place(fact: pane.fact, top: max(0, min(top, lastTop)))
    }

    func linesAbove(_ place: Place) -> Int { span(place.fact).lowerBound - place.top }

    /// The fact of which a line tells.
    func fact(on line: Int) -> CustomerFact? { facts.first { span($0).contains(line) } }

    func move(_ command: Command, _ place: inout Place) {
        switch command {
        case .moveUp: moveUp(&place)
        case .moveDown: moveDown(&place)
        case .pageUp, .halfPageUp: turnPage(&place, by: -1)
        case .pageDown, .halfPageDown: turnPage(&place, by: 1)
        case .goToTop: place = Place(fact: facts.first ?? .name, top: 0)
        default: place = Place(fact: facts.last ?? .name, top: lastTop)
        }
    }

    /// After so many steps one is at either end.
    var maximumSteps: Int { lineCount + facts.count }

    /// What has this number, or the last.
    func goTo(_ number: Int, _ place: inout Place) {
        guard !facts.isEmpty else { return }
        select(facts[max(1, min(number, facts.count)) - 1], &place)
    }

    private func span(_ fact: CustomerFact) -> Range<Int> { spans[fact] ?? 0..<0 }

    private func neighbour(_ fact: CustomerFact, _ step: Int) -> CustomerFact? {
        guard let index = facts.firstIndex(of: fact) else { return nil }
        return facts.indices.contains(index + step) ? facts[index + step] : nil
    }

    /// The next one, once this one was seen to its end; behind the last one the rest of the pane.
    private func moveDown(_ place: inout Place) {
        let next = neighbour(place.fact, 1)
        let end = next == nil ? lineCount : span(place.fact).upperBound
        guard end <= place.top + rows else {
            place.top += 1
            return
        }
        if let next { select(next, &place) }
    }

    /// The one before, once this one is seen from its beginning.
    private func moveUp(_ place: inout Place) {
        guard place.top <= span(place.fact).lowerBound else {
            place.top -= 1
            return
        }
        if let previous = neighbour(place.fact, -1) { select(previous, &place) }
    }

    /// Scrolls by what is seen; where there is nothing to scroll, to the first or the last.
    private func turnPage(_ place: inout Place, by step: Int) {
        place.top = max(0, min(place.top + step * rows, lastTop))
        let seen = place.top..<place.top + rows
        let visible = facts.filter { span($0).overlaps(seen) }
        if let fact = step > 0 ? visible.last : visible.first { place.fact = fact }
    }

    /// Keeps what is selected while it is seen.
    func scroll(_ place: inout Place, by distance: Int) {
        place.top = max(0, min(place.top + distance, lastTop))
        let seen = place.top..<place.top + rows
        guard !span(place.fact).overlaps(seen) else { return }
        let visible = facts.filter { span($0).overlaps(seen) }
        if let fact = distance > 0 ? visible.first : visible.last { place.fact = fact }
    }

    /// Selects one and brings it into sight, its beginning before its end.
    private func select(_ fact: CustomerFact, _ place: inout Place) {
        place.fact = fact
        place.top = min(max(place.top, span(fact).upperBound - rows), span(fact).lowerBound)
    }
}
