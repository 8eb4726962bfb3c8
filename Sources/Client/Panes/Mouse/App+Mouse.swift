import Screen

/// The mouse: a click acts on what the screen shows at its place.
extension App {
    mutating func receive(_ mouse: MouseEvent) {
        // A message of several lines covers rows: what is under it is not what was clicked.
        let covered = max(0, statusLines(context).count - 1)
        chrome.notice = nil
        customers.noteKey()
        guard !isOnHints(mouse.position) else { return click(onHintAt: mouse) }
        context.layout.coveredRows = covered
        let rows = layout.list.rows
        if mouse.position.row < rows.upperBound - covered { handle(mouse) }
        context.layout.coveredRows = 0
    }

    private func isOnHints(_ position: Position) -> Bool { position.row == layout.hintsRow }

    /// A key that the footer names is pressed by a click on it.
    private mutating func click(onHintAt mouse: MouseEvent) {
        guard case .click(let position) = mouse else { return }
        let hint = placedHints.first { $0.columns.contains(position.column) }?.hint
        if let key = hint?.key { press(key) }
    }
}
