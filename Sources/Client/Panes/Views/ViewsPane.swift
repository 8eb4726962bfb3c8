import Domain
import Screen

/// The saved views to choose from, the first nine by a digit.
struct ViewsPane: Pane {
    private(set) var selected = 0

    static let scope = Scope.overlay

    mutating func handle(_ input: PaneInput, _ context: inout PaneContext, _ navigator: inout Navigator) {
        guard case .key(let key) = input else { return }
        let views = context.environment.views
        if case .character(let scalar) = key, let digit = Int(String(scalar)) {
            return choose(digit - 1, views, &navigator)
        }
        if key == .enter { return choose(selected, views, &navigator) }
        guard let command = context.environment.keymap.command(for: key, in: Self.scope) else { return }
        if command == .back { return navigator.go(.show(nil)) }
        let page = context.layout.overlay.size.rows - 1
        selected = command.row(from: selected, of: views.count, page: page) ?? selected
    }

    private func choose(_ index: Int, _ views: [SavedView], _ navigator: inout Navigator) {
        guard views.indices.contains(index) else { return }
        navigator.go(.show(nil))
        navigator.go(.perform(.view(views[index].name)))
    }

    func render(on grid: inout Grid, _ context: PaneContext) {
        context.draw(self, in: context.layout.overlay, on: &grid)
    }
}

extension PaneContext {
    fileprivate func draw(_ pane: ViewsPane, in area: Rectangle, on grid: inout Grid) {
        grid.clear(area)
        guard let top = area.rows.first else { return }
        grid.cursor = Position(row: top, column: 1)
        grid.write("Views", row: top, column: 1, style: .bold)
        let views = environment.views
        if views.isEmpty {
            let text = "None yet. :save NAME keeps filter, order and columns of the list under a name."
            for (row, line) in zip(area.rows.dropFirst(), DisplayLines.wrapped(text, columns: area.size.columns - 4)) {
                grid.write(line, row: row, column: 3, style: .dim)
            }
        }
        let visible = max(1, area.size.rows - 1)
        let first = max(0, pane.selected - visible + 1)
        let names = min(28, max(12, (views.map { DisplayText.width($0.name) }.max() ?? 0) + 2))
        for (row, (index, view)) in zip(area.rows.dropFirst(), views.enumerated().dropFirst(first)) {
            let isSelected = index == pane.selected
            if isSelected {
                grid.write(glyphs.selection, row: row, column: 1, style: .bold)
                grid.cursor = Position(row: row, column: 3)
            }
            if index < 9 { grid.write("\(index + 1)", row: row, column: 3, style: .bold) }
            let name = DisplayText.fitted(view.name, names, ellipsis: glyphs.ellipsis)
            grid.write(name, row: row, column: 5, style: isSelected ? .bold : .plain)
            let room = max(0, area.size.columns - 6 - names)
            grid.write(DisplayText.fitted(view.summary, room, ellipsis: glyphs.ellipsis), row: row, column: 6 + names)
        }
    }
}

extension SavedView {
    /// `tag:vip, by -name`
    fileprivate var summary: String {
        let parts = [
            filter ?? "everybody", sort.map { "by \($0)" }, columns.isEmpty ? nil : columns.joined(separator: " "),
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }
}
