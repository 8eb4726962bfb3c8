/// What a timeline shows as one: an entry, or changes that one person made to the same fields within two minutes. They are
/// kept as they are.
package struct TimelineStep: Hashable, Sendable {
    package let newest: TimelineEntry
    package private(set) var oldest: TimelineEntry
    /// What its entries have changed together.
    package private(set) var edit: CustomerEdit

    /// From the first of the changes to the last.
    static let spanSeconds: Int64 = 120

    package init(_ entry: TimelineEntry) {
        (newest, oldest, edit) = (entry, entry, entry.edit)
    }

    /// The numbers of its entries, of which none is left out.
    package var numbers: ClosedRange<Int> { oldest.number...newest.number }

    /// The versions that its entries made.
    package var versions: ClosedRange<Int> { oldest.version...newest.version }

    /// Takes the entry before its own in, if it belongs to them.
    ///
    /// - Returns: whether it does.
    mutating func take(_ older: TimelineEntry) -> Bool {
        // Whom the API does not name may be anybody.
        guard newest.kind == .changed, older.kind == .changed, let author = older.author, author == newest.author,
            older.number == oldest.number - 1, older.version == oldest.version - 1, !edit.isEmpty,
            older.edit.fields == edit.fields, newest.moment.seconds(since: older.moment) <= Self.spanSeconds
        else { return false }
        let both = older.edit.followed(by: edit)
        // What was changed and changed back would not be seen.
        guard both.fields == edit.fields else { return false }
        (oldest, edit) = (older, both)
        return true
    }
}

/// Puts entries together as a timeline shows them, newest first, as they come.
package struct TimelineSteps: Sendable {
    private var open: TimelineStep?

    package init() {}

    /// Takes the next older entry.
    ///
    /// - Returns: the step that is complete with it.
    package mutating func next(_ entry: TimelineEntry) -> TimelineStep? {
        if open?.take(entry) == true { return nil }
        defer { open = TimelineStep(entry) }
        return open
    }

    /// The last step, behind the last entry.
    package mutating func rest() -> TimelineStep? {
        defer { open = nil }
        return open
    }

    /// The steps of entries that are all here, newest first.
    package static func all(_ entries: [TimelineEntry]) -> [TimelineStep] {
        var steps = TimelineSteps()
        var all = entries.compactMap { steps.next($0) }
        if let last = steps.rest() { all.append(last) }
        return all
    }
}
