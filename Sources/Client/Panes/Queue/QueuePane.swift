import Domain
import Journal

/// The queue pane: which edit is selected, and whether everything about it is shown.
struct QueuePane: Hashable, Sendable {
    /// The selected edit as it was last in the queue; `nil` while there is none. One that is finished keeps its row until
    /// the person moves on, so that no key meets another.
    private(set) var selected: PendingEdit?
    private(set) var row = 0
    /// On a narrow screen: everything about the selected edit in place of the rows.
    var isOpen = false
    /// Groups whose edits have a row each; those of all others share one.
    private var expanded: Set<EditGroup.ID> = []

    init(_ entries: [PendingEdit]) {
        select(0, in: shown(entries))
    }

    /// What has a row: everything in the queue, once for each group, and the selected edit where it was.
    func rows(_ entries: [PendingEdit]) -> [PendingEdit] {
        let entries = shown(entries)
        guard let selected, !entries.contains(where: { $0.sequence == selected.sequence }) else { return entries }
        var rows = entries
        rows.insert(selected, at: min(row, entries.count))
        return rows
    }

    /// Keeps the selection on its edit, whatever comes and goes.
    mutating func follow(_ all: [PendingEdit]) {
        let entries = shown(all)
        guard let selected else { return select(row, in: entries) }
        if let index = entries.firstIndex(where: { $0.sequence == selected.sequence }) {
            select(index, in: entries)
        } else if let group = selected.group, !expanded.contains(group),
            let index = entries.firstIndex(where: { $0.group == group && !$0.needsDecision })
        {
            // Its group goes on, and has the row.
            select(index, in: entries)
        } else {
            row = min(row, entries.count)
        }
    }

    // MARK: Groups

    /// One edit for each group, and those that a person has to decide on.
    private func shown(_ entries: [PendingEdit]) -> [PendingEdit] {
        var groups: Set<EditGroup.ID> = []
        return entries.filter { entry in
            guard let group = entry.group, !expanded.contains(group), !entry.needsDecision else { return true }
            return groups.insert(group).inserted
        }
    }

    /// The edits that share an edit's row; `nil` when it has one of its own.
    func members(_ entry: PendingEdit, in queue: EditQueue) -> [PendingEdit]? {
        guard let group = entry.group, !expanded.contains(group), !entry.needsDecision else { return nil }
        let members = queue.entries(of: group).filter { !$0.needsDecision }
        return members.count > 1 ? members : nil
    }

    mutating func expand(_ group: EditGroup.ID) { expanded.insert(group) }

    /// Puts the rows of the selected edit's group together again.
    ///
    /// - Returns: whether they stood for themselves.
    mutating func collapse(_ entries: [PendingEdit]) -> Bool {
        guard let group = selected?.group, expanded.remove(group) != nil else { return false }
        let rows = shown(entries)
        select(rows.firstIndex { $0.group == group } ?? 0, in: rows)
        return true
    }

    private mutating func select(_ row: Int, in rows: [PendingEdit]) {
        self.row = max(0, min(row, rows.count - 1))
        selected = rows.indices.contains(self.row) ? rows[self.row] : nil
    }

    // MARK: Moving

    /// - Parameters:
    ///   - count: the number that was typed before it.
    ///   - page: rows that are seen at once.
    mutating func move(_ command: Command, count: Int? = nil, _ entries: [PendingEdit], page: Int) {
        let rows = rows(entries)
        guard let new = command.row(from: row, count: count, of: rows.count, page: page), rows.indices.contains(new),
            rows[new].sequence != selected?.sequence
        else { return }
        // A finished edit that was left has no row any more.
        let next = rows[new].sequence
        let entries = shown(entries)
        select(entries.firstIndex { $0.sequence == next } ?? 0, in: entries)
    }

    /// The first row that is seen when there is room for `rows`.
    func top(rows: Int) -> Int { max(0, row - max(1, rows) + 1) }
}
