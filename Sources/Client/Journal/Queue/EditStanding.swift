/// Where an unfinished edit stands, in the words that programs read.
package enum EditStanding: String, Hashable, Sendable, CaseIterable {
    /// It goes as soon as the API can be reached.
    case waiting
    /// It may have reached the server; what became of it is not known yet.
    case sending
    /// The server refuses it, and the person has to do something.
    case rejected
    /// Somebody else changed the same, and the person has to choose.
    case conflict
    /// An earlier edit of the same customer has to be decided on first, or damage of the journal has to be looked at.
    case held
}

extension EditQueue {
    package func standing(of edit: PendingEdit) -> EditStanding {
        switch edit.state {
        case .rejected: .rejected
        case .conflict: .conflict
        case .sending, .covered: .sending
        case .waiting:
            isHeld(edit.customer)
                || entries(for: edit.customer).contains { $0.sequence < edit.sequence && $0.needsDecision }
                ? .held : .waiting
        }
    }

    /// How many entries stand where.
    package func count(_ standing: EditStanding) -> Int {
        entries.count { self.standing(of: $0) == standing }
    }
}
