import Domain
import Journal

/// The queue pane: which edit is marked, and where the pane was opened from.
struct QueueViewState: Hashable, Sendable {
    /// The marked edit; `nil` while there is none.
    private(set) var marked: JournalRecord.Sequence?
    /// The marked row, kept so that the mark stays near when its edit is done with.
    private(set) var row = 0
    /// On a narrow screen: everything about the marked edit in place of the rows.
    var isOpen = false
    var opensBackTo = Origin.list

    /// Where leaving the pane leads.
    enum Origin: Hashable, Sendable {
        case list, detail
    }

    /// Keeps the mark on its edit, or at its row when the edit is done with.
    mutating func follow(_ entries: [PendingEdit]) {
        if let index = entries.firstIndex(where: { $0.sequence == marked }) {
            row = index
        } else {
            isOpen = false
            mark(row, in: entries)
        }
    }

    mutating func mark(_ row: Int, in entries: [PendingEdit]) {
        self.row = max(0, min(row, entries.count - 1))
        marked = entries.indices.contains(self.row) ? entries[self.row].sequence : nil
    }

    /// The first row that is seen when there is room for `rows`.
    func top(rows: Int) -> Int { max(0, row - max(1, rows) + 1) }
}
