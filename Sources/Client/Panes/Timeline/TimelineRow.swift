import Domain
import Journal

/// A row of the timeline: an edit or a note that waits, or entries that are shown as one.
enum TimelineRow: Hashable, Sendable {
    case pending(PendingEdit)
    case told(TimelineGroup)

    /// What names it while rows come and go.
    enum Mark: Hashable, Sendable {
        case pending(JournalRecord.Sequence)
        /// The row that has the entry of this number.
        case entry(Int)
    }

    var mark: Mark {
        switch self {
        case .pending(let entry): .pending(entry.sequence)
        case .told(let group): .entry(group.oldest.number)
        }
    }

    func has(_ mark: Mark) -> Bool {
        switch (self, mark) {
        case (.pending(let entry), .pending(let sequence)): entry.sequence == sequence
        case (.told(let group), .entry(let number)): group.numbers.contains(number)
        case (.pending, .entry), (.told, .pending): false
        }
    }

    var moment: Timestamp {
        switch self {
        case .pending(let entry): entry.enteredAt
        case .told(let group): group.newest.moment
        }
    }
}

/// Entries that are shown as one: what the same person did to the same fields within two minutes. They are kept as they are.
struct TimelineGroup: Hashable, Sendable {
    let newest: TimelineEntry
    private(set) var oldest: TimelineEntry
    /// What they have done together.
    private(set) var edit: CustomerEdit
    private(set) var count = 1

    static let maximumSeconds: Int64 = 120

    init(_ entry: TimelineEntry) {
        (newest, oldest, edit) = (entry, entry, entry.edit)
    }

    var numbers: ClosedRange<Int> { oldest.number...newest.number }

    /// Takes the entry before, if it belongs to them.
    ///
    /// - Returns: whether it does.
    mutating func take(_ entry: TimelineEntry) -> Bool {
        guard [entry, newest].allSatisfy({ $0.kind == .changed && !$0.isTrimmed }), entry.number + 1 == oldest.number,
            let author = entry.author, author == newest.author,
            newest.moment.seconds(since: entry.moment) <= Self.maximumSeconds,
            Set(entry.edit.changes.keys) == Set(edit.changes.keys)
        else { return false }
        let both = entry.edit.followed(by: edit)
        // What was changed and changed back would not be seen.
        guard both.changes.count == edit.changes.count else { return false }
        (oldest, edit, count) = (entry, both, count + 1)
        return true
    }

    /// - Parameter entries: newest first.
    static func groups(_ entries: [TimelineEntry]) -> [TimelineGroup] {
        entries.reduce(into: []) { groups, entry in
            guard var last = groups.last, last.take(entry) else { return groups.append(TimelineGroup(entry)) }
            groups[groups.count - 1] = last
        }
    }
}

extension Model {
    /// What there is to tell of a customer: what waits, newest first, then what the server has told.
    func timelineRows(of id: CustomerID) -> [TimelineRow] {
        queue.entries(for: id).reversed().map(TimelineRow.pending)
            + TimelineGroup.groups(timelines[id]?.entries ?? []).map(TimelineRow.told)
    }
}
