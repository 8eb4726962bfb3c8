import Domain
import Screen

/// Drawing the customers: the search line, the rows, and what stands beside them or in their place.
extension CustomersScreen: Pane {
    static let scope = Scope.list

    func render(on grid: inout Grid, _ context: PaneContext) {
        let layout = context.layout
        var context = context
        context.term = search?.filter?.wordsTerm
        search?.render(on: &grid, context.focused(focus == .search))
        if showsRows(context) { renderRows(on: &grid, context.focused(focus == .list)) }
        if layout.isWide {
            for row in layout.list.rows {
                grid.write(context.glyphs.vertical, row: row, column: layout.list.size.columns, style: .dim)
            }
        }
        if layout.isWide || focus == .side { side?.pane.render(on: &grid, context.focused(focus == .side)) }
    }

    /// Whether the rows are on the screen, and not what has taken their place.
    func showsRows(_ context: PaneContext) -> Bool { context.layout.isWide || focus != .side }

    private func renderRows(on grid: inout Grid, _ context: PaneContext) {
        if isSearching {
            search?.renderFound(hasAllCustomers: list.listing.isComplete, marks: marks, on: &grid, context)
        } else {
            list.render(marks: marks, on: &grid, context)
        }
    }

    func keptRows(_ context: PaneContext) -> Int {
        let focused = focus == .side ? side?.pane : nil
        return focused?.keptRows(context) ?? context.layout.keptListRows
    }
}

extension CustomersScreen.Side {
    fileprivate var pane: any Pane {
        switch self {
        case .detail(let pane): pane
        case .form(let pane, _): pane
        }
    }
}
