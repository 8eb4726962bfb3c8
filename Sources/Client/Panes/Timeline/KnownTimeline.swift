package import Domain
package import Wire

/// A timeline's newest page as it was kept on this machine.
package struct LocalTimeline: Hashable, Sendable {
    /// The newest entries, newest first.
    package let page: TimelinePage
    /// When the server said so.
    package let seenAt: Timestamp

    /// - Parameter seenAt: when the server said so.
    package init(_ page: TimelinePage, seenAt: Timestamp) {
        self.page = page
        self.seenAt = seenAt
    }
}

/// What has come of one customer's timeline, from its newest entry back.
struct KnownTimeline: Hashable, Sendable {
    /// Newest first; what a page says that does not go on from there is left out.
    private(set) var entries: [TimelineEntry] = []
    /// Where older ones begin; `nil` at the end, and before anything has come.
    private(set) var cursor: String?
    /// When the server said so; `nil` before anything has come.
    private(set) var seenAt: Timestamp?
    /// Whether all of it was kept on this machine, and nothing has come from the server since.
    private(set) var isKept = false
    /// Whether this machine was asked, and has nothing.
    var isNotKeptHere = false
    /// Why the last question brought nothing.
    var failure: Failure?
    /// The version for which it was asked for again by itself, so that this is done once.
    var askedVersion = 0

    /// Whether the first entry that there is, is here.
    var isWhole: Bool { seenAt != nil && cursor == nil && !isKept }

    /// The entries of a number and those between.
    subscript(numbers: ClosedRange<Int>) -> [TimelineEntry] { entries.filter { numbers.contains($0.number) } }

    /// Applies the newest page; older entries that go on from it stay.
    mutating func apply(newest page: TimelinePage, at moment: Timestamp) {
        let new = page.entries.descending
        let older = isKept ? [] : entries.filter { $0.number < new.last?.number ?? 0 }
        let goesOn = older.first.map { $0.number + 1 == new.last?.number } ?? false
        entries = new + (goesOn ? older : [])
        if !goesOn { cursor = page.cursor }
        (seenAt, isKept, isNotKeptHere, failure) = (moment, false, false, nil)
    }

    /// What is known is still what there is.
    mutating func confirm(at moment: Timestamp) { (seenAt, failure) = (moment, nil) }

    /// Applies the page behind the oldest entry that is here, when it is that one.
    mutating func apply(older page: TimelinePage, from asked: String) {
        failure = nil
        guard asked == cursor, let oldest = entries.last?.number else { return }
        entries += page.entries.descending.filter { $0.number < oldest }
        // A page that leads to itself would be asked for without end.
        cursor = page.cursor == asked ? nil : page.cursor
    }

    /// Takes what was kept on this machine, unless the server has answered already.
    mutating func apply(_ kept: LocalTimeline?) {
        guard seenAt == nil else { return }
        guard let kept else {
            isNotKeptHere = true
            return
        }
        (entries, cursor, seenAt, isKept) = (kept.page.entries.descending, nil, kept.seenAt, true)
    }
}

extension [TimelineEntry] {
    /// Without those that are not older than the one before.
    fileprivate var descending: [TimelineEntry] {
        reduce(into: []) { kept, entry in
            if entry.number < kept.last?.number ?? .max { kept.append(entry) }
        }
    }
}

/// What is known of timelines, of the customers who were looked at last.
struct Timelines: Sendable {
    private var all: [CustomerID: KnownTimeline] = [:]
    /// Who was looked at last, last.
    private var order: [CustomerID] = []

    /// Whose are kept in memory.
    static let maximum = 20

    subscript(id: CustomerID) -> KnownTimeline? { all[id] }

    mutating func update(_ id: CustomerID, _ change: (inout KnownTimeline) -> Void) {
        change(&all[id, default: KnownTimeline()])
        order.removeAll { $0 == id }
        order.append(id)
        if order.count > Self.maximum { forget(order[0]) }
    }

    mutating func forget(_ id: CustomerID) {
        all[id] = nil
        order.removeAll { $0 == id }
    }
}
