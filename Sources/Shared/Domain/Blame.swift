/// Who gave each field the value that it has: found by going back through a timeline, newest entry first.
package struct Blame: Sendable {
    /// The entries that set them.
    package private(set) var entries: [CustomerField: TimelineEntry] = [:]
    /// Those of which nothing is known yet.
    private var open = Set(CustomerField.allCases)
    private var isAtEnd = false

    package init() {}

    /// Whether older entries would tell nothing more.
    package var isComplete: Bool { isAtEnd || open.isEmpty }

    package mutating func read(_ entry: TimelineEntry) {
        guard !isComplete, entry.kind.makesVersion else { return }
        // What it has changed nobody knows any more, and what is older may have been changed by it.
        if entry.isTrimmed {
            isAtEnd = entry.kind != .deleted && entry.kind != .restored
            return
        }
        for field in entry.edit.fields where open.remove(field) != nil { entries[field] = entry }
        isAtEnd = entry.kind == .baseline || entry.kind == .created
    }
}
