import Domain
import Journal

/// The queue pane: which edit is marked, and whether everything about it is shown.
struct QueuePane: Hashable, Sendable {
    /// The marked edit as it was last in the queue; `nil` while there is none. One that is finished keeps its row until
    /// the person moves on, so that no key meets another.
    private(set) var marked: PendingEdit?
    private(set) var row = 0
    /// On a narrow screen: everything about the marked edit in place of the rows.
    var isOpen = false

    init(_ entries: [PendingEdit]) {
        mark(0, in: entries)
    }

    /// What has a row: everything in the queue, and the marked edit where it was.
    func rows(_ entries: [PendingEdit]) -> [PendingEdit] {
        guard let marked, !entries.contains(where: { $0.sequence == marked.sequence }) else { return entries }
        var rows = entries
        rows.insert(marked, at: min(row, entries.count))
        return rows
    }

    /// Keeps the mark on its edit, whatever comes and goes.
    mutating func follow(_ entries: [PendingEdit]) {
        guard let marked else { return mark(row, in: entries) }
        if let index = entries.firstIndex(where: { $0.sequence == marked.sequence }) {
            mark(index, in: entries)
        } else {
            row = min(row, entries.count)
        }
    }

    private mutating func mark(_ row: Int, in rows: [PendingEdit]) {
        self.row = max(0, min(row, rows.count - 1))
        marked = rows.indices.contains(self.row) ? rows[self.row] : nil
    }

    // MARK: Moving

    /// - Parameter page: rows that are seen at once.
    mutating func move(_ command: Command, _ entries: [PendingEdit], page: Int) {
        let rows = rows(entries)
        let new = row(after: command, rows.count, page: max(1, page))
        guard rows.indices.contains(new), rows[new].sequence != marked?.sequence else { return }
        // A finished edit that was left has no row any more.
        let next = rows[new].sequence
        mark(entries.firstIndex { $0.sequence == next } ?? 0, in: entries)
    }

    private func row(after command: Command, _ count: Int, page: Int) -> Int {
        let new =
            switch command {
            case .moveUp: row - 1
            case .moveDown: row + 1
            case .pageUp: row - page
            case .pageDown: row + page
            case .halfPageUp: row - max(1, page / 2)
            case .halfPageDown: row + max(1, page / 2)
            case .goToTop: 0
            default: count - 1
            }
        return max(0, min(new, count - 1))
    }

    /// The first row that is seen when there is room for `rows`.
    func top(rows: Int) -> Int { max(0, row - max(1, rows) + 1) }
}
