import Domain

/// Whose entries the last lines of a journal have changed, so that a follower of a queue need not look at all of it.
///
/// It tells how a queue came about and not what it is: any two are equal.
struct RecentChanges: Hashable, Sendable {
    private var changes: [Change] = []
    /// Every change after this line is known.
    private var start: JournalRecord.Sequence

    private struct Change: Sendable {
        let line: JournalRecord.Sequence
        let customer: CustomerID
    }

    private static let maximum = 1_024

    /// - Parameter start: the line after which changes are noted.
    init(after start: JournalRecord.Sequence = 0) {
        self.start = start
    }

    mutating func note(_ customer: CustomerID, in line: JournalRecord.Sequence) {
        if let last = changes.last, last.line == line, last.customer == customer { return }
        changes.append(Change(line: line, customer: customer))
        guard changes.count > 2 * Self.maximum else { return }
        start = changes[Self.maximum - 1].line
        changes.removeFirst(Self.maximum)
    }

    /// Whose entries were changed after a line; `nil` when that is too long ago to tell.
    func customers(after line: JournalRecord.Sequence) -> Set<CustomerID>? {
        guard line >= start else { return nil }
        return Set(changes.reversed().prefix { $0.line > line }.map(\.customer))
    }

    static func == (lhs: RecentChanges, rhs: RecentChanges) -> Bool { true }

    func hash(into hasher: inout Hasher) {}
}
