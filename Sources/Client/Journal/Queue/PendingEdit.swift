package import Domain
package import Wire

/// An unfinished entry of the queue.
package struct PendingEdit: Hashable, Sendable, Identifiable {
    package let sequence: JournalRecord.Sequence
    package let customer: CustomerID
    package let enteredAt: Timestamp
    package let link: Entry.Link?
    /// Who entered it; `nil` when a version of the program did that did not say.
    package let source: EntrySource?
    package internal(set) var op: IdempotencyKey
    package internal(set) var change: Entry.Change
    package internal(set) var state: State = .waiting
    /// Requests under this key that may have reached the server.
    package internal(set) var attempts = 0
    /// How often it was merged with a newer state of the server without being asked for.
    package internal(set) var merges = 0
    /// From when on a deletion may be sent; `nil` when nobody said.
    package internal(set) var due: BootMoment?
    /// Entries that have become one with it, and are finished otherwise.
    package internal(set) var carries: [JournalRecord.Sequence] = []
    /// What it belongs to; its line is in the queue.
    package internal(set) var group: EditGroup.ID?
    /// What the customer was called when it was entered, where that is known and it does not say so itself.
    package internal(set) var name: String?

    package var id: JournalRecord.Sequence { sequence }

    package enum State: Hashable, Sendable {
        case waiting
        /// A request that covers these entries, the first of which is this one, may have reached the server; what became
        /// of it is not known.
        case sending(covers: [JournalRecord.Sequence])
        /// It goes with the request of an earlier entry.
        case covered(by: JournalRecord.Sequence)
        case rejected(Problem)
        case conflict(JournalRecord.Theirs)
    }

    /// Whether no byte of it can have reached the server, so that it can simply be taken back.
    package var isUnsent: Bool {
        switch state {
        case .waiting, .rejected, .conflict: true
        case .sending, .covered: false
        }
    }

    /// Whether it waits for the person.
    package var needsDecision: Bool {
        switch state {
        case .rejected, .conflict: true
        case .waiting, .sending, .covered: false
        }
    }

    /// The fields that it touches, in the order of the form.
    package var fields: [CustomerField] { change.fields }
}

extension Entry.Change {
    /// The fields that are touched, in the order of the form; all for a creation, a deletion or a restoration.
    package var fields: [CustomerField] {
        switch self {
        case .create(let new): CustomerField.readingOrder.filter { new.details[$0] != nil || new.cleared.contains($0) }
        case .edit(let edit, _): edit.fields
        case .delete(let base, _), .restore(let base, _): CustomerField.readingOrder.filter { base[$0] != nil }
        case .note: []
        }
    }
}
