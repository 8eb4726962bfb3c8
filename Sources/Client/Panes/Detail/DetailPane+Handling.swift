import Domain
import Screen

/// The details of one customer: moving among their fields, and through what is longer than the pane.
extension DetailPane: Pane {
    static let scope = Scope.detail

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .command(let command) = input else { return }
        let customer = context.model.shown(id)
        switch command {
        case .back, .nextPane: navigator.go(.focusOnList)
        case .edit: if let customer { navigator.go(.edit(customer)) }
        case .delete: if let customer { context.askToDelete(customer, &navigator) }
        case .copy: if let customer { context.copy(field, of: customer) }
        case .refresh: if let customer, context.askNewest(customer) { freshness = .asking }
        case .moveUp, .moveDown, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .goToTop, .goToBottom:
            let area = context.layout.side.size
            move(command, in: DetailView(context.lines(of: self, columns: area.columns), rows: area.rows))
        default: break
        }
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, on: &grid, context.layout.side)
    }

    func keptRows(_ context: PaneContext) -> Int { context.lastRow(of: self, in: context.layout.side) + 1 }

    private mutating func move(_ command: Command, in view: DetailView) {
        top = min(top, view.lastTop)
        switch command {
        case .moveUp: view.moveUp(&self)
        case .moveDown: view.moveDown(&self)
        case .pageUp, .halfPageUp: view.turnPage(&self, by: -1)
        case .pageDown, .halfPageDown: view.turnPage(&self, by: 1)
        case .goToTop: (field, top) = (DetailView.fields[0], 0)
        default: (field, top) = (DetailView.fields[DetailView.fields.count - 1], view.lastTop)
        }
    }
}

/// Where the fields stand among the lines of the detail pane.
private struct DetailView {
    static let fields = CustomerField.allCases

    private let lineCount: Int
    private let rows: Int
    private let spans: [CustomerField: Range<Int>]

    init(_ lines: [DetailLine], rows: Int) {
        lineCount = lines.count
        self.rows = max(1, rows)
        spans = lines.indices.reduce(into: [:]) { spans, index in
            guard let field = lines[index].field else { return }
            spans[field] = (spans[field]?.lowerBound ?? index)..<index + 1
        }
    }

    /// The furthest that one can scroll.
    var lastTop: Int { max(0, lineCount - rows) }

    private func span(_ field: CustomerField) -> Range<Int> { spans[field] ?? 0..<0 }

    private func neighbour(_ field: CustomerField, _ step: Int) -> CustomerField? {
        guard let index = Self.fields.firstIndex(of: field) else { return nil }
        return Self.fields.indices.contains(index + step) ? Self.fields[index + step] : nil
    }

    /// The next field, once this one was seen to its end; behind the last one the rest of the pane.
    func moveDown(_ state: inout DetailPane) {
        let next = neighbour(state.field, 1)
        let end = next == nil ? lineCount : span(state.field).upperBound
        guard end <= state.top + rows else {
            state.top += 1
            return
        }
        if let next { mark(next, &state) }
    }

    /// The field before, once this one is seen from its beginning.
    func moveUp(_ state: inout DetailPane) {
        guard state.top <= span(state.field).lowerBound else {
            state.top -= 1
            return
        }
        if let previous = neighbour(state.field, -1) { mark(previous, &state) }
    }

    /// Scrolls by what is seen; where there is nothing to scroll, to the first or the last field.
    func turnPage(_ state: inout DetailPane, by step: Int) {
        state.top = max(0, min(state.top + step * rows, lastTop))
        let seen = state.top..<state.top + rows
        let visible = Self.fields.filter { span($0).overlaps(seen) }
        if let field = step > 0 ? visible.last : visible.first { state.field = field }
    }

    /// Marks a field and brings it into sight, its beginning before its end.
    private func mark(_ field: CustomerField, _ state: inout DetailPane) {
        state.field = field
        state.top = min(max(state.top, span(field).upperBound - rows), span(field).lowerBound)
    }
}
