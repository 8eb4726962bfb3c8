/// What a timeline shows as one: an entry, or changes that one person made to the same fields within two minutes.
package struct TimelineStep: Hashable, Sendable {
    /// The newest of its entries.
    package let newest: TimelineEntry
    /// How many entries it is, 1 at least.
    package private(set) var count = 1
    /// What they have changed together.
    package private(set) var edit: CustomerEdit
    /// Which they were about, also those that have their value back in the end.
    package private(set) var fields: [CustomerField]
    /// The first version that it made.
    package private(set) var firstVersion: Int
    private var beginning: Timestamp

    /// From the first of the changes to the last.
    package static let spanSeconds: Int64 = 120

    package init(_ entry: TimelineEntry) {
        newest = entry
        edit = entry.edit
        fields = entry.edit.fields
        firstVersion = entry.version
        beginning = entry.moment
    }

    /// Takes the entry before its own in, if it belongs to them.
    mutating func take(_ older: TimelineEntry) -> Bool {
        guard newest.kind == .changed, older.kind == .changed, older.author == newest.author,
            older.version == firstVersion - 1, !fields.isEmpty, older.edit.fields == fields,
            newest.moment.seconds(since: older.moment) <= Self.spanSeconds
        else { return false }
        edit = older.edit.followed(by: edit)
        firstVersion = older.version
        beginning = older.moment
        count += 1
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
}
