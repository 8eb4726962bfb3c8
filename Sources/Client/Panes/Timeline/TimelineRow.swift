import Domain
import Journal

/// A row of the timeline: an edit or a note that waits, or entries that are shown as one.
enum TimelineRow: Hashable, Sendable {
    case pending(PendingEdit)
    case step(TimelineStep)

    /// What names it while rows come and go.
    enum Identity: Hashable, Sendable {
        case pending(JournalRecord.Sequence)
        /// The row that has the entry of this number.
        case entry(Int)
    }

    var identity: Identity {
        switch self {
        case .pending(let entry): .pending(entry.sequence)
        case .step(let step): .entry(step.oldest.number)
        }
    }

    func has(_ identity: Identity) -> Bool {
        switch (self, identity) {
        case (.pending(let entry), .pending(let sequence)): entry.sequence == sequence
        case (.step(let step), .entry(let number)): step.numbers.contains(number)
        case (.pending, .entry), (.step, .pending): false
        }
    }

    var moment: Timestamp {
        switch self {
        case .pending(let entry): entry.enteredAt
        case .step(let step): step.newest.moment
        }
    }
}

extension Model {
    /// What there is to tell of a customer: what waits, newest first, then what the server has told.
    func timelineRows(of id: CustomerID) -> [TimelineRow] {
        queue.entries(for: id).reversed().map(TimelineRow.pending)
            + TimelineSteps.all(timelines[id]?.entries ?? []).map(TimelineRow.step)
    }
}
