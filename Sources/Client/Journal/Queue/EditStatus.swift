/// Where an unfinished edit stands, in the words that programs read.
package enum EditStatus: String, Hashable, Sendable, CaseIterable {
    /// It goes as soon as the API can be reached.
    case waiting
    /// A process is sending it.
    case sending
    /// It may have reached the server, and nobody is waiting for the answer any more: what became of it shows when it goes
    /// again, under the same key.
    case unknown
    /// The server refuses it, and the person has to do something.
    case rejected
    /// Somebody else changed the same, and the person has to choose.
    case conflict
    /// Something has to be decided on first: an earlier edit of the same customer, damage to the journal, or that the
    /// queue belongs to another API.
    case held
}

/// What besides its lines decides where a queue's edits stand.
package struct QueueSurroundings: Hashable, Sendable {
    /// Whether anything of it can go from here.
    package let mayGo: Bool
    /// Whether a process is sending it.
    package let isBeingSent: Bool

    package init(mayGo: Bool = true, isBeingSent: Bool = true) {
        self.mayGo = mayGo
        self.isBeingSent = isBeingSent
    }
}

extension EditQueue {
    package func status(
        of edit: PendingEdit, _ surroundings: QueueSurroundings = QueueSurroundings()
    ) -> EditStatus {
        switch edit.state {
        case .rejected: .rejected
        case .conflict: .conflict
        case .sending, .covered: surroundings.isBeingSent ? .sending : .unknown
        case .waiting: surroundings.mayGo && !waitsForDecision(edit) ? .waiting : .held
        }
    }

    private func waitsForDecision(_ edit: PendingEdit) -> Bool {
        isHeld(edit.customer) || isHeldUp(edit)
    }

    /// Whether an entry waits for a person to decide on one before it: what is said of a customer waits for nothing but that
    /// they are there.
    package func isHeldUp(_ edit: PendingEdit) -> Bool {
        var (changesWait, notesWait) = (false, false)
        for entry in entries(for: edit.customer) where entry.sequence < edit.sequence && entry.change.changesRecord {
            guard entry.needsDecision || changesWait else { continue }
            changesWait = true
            if entry.change.makesExist { notesWait = true }
        }
        return edit.change.changesRecord ? changesWait : notesWait
    }

    /// How many entries have each status, zero included.
    package func counts(_ surroundings: QueueSurroundings = QueueSurroundings()) -> [EditStatus: Int] {
        var counts = Dictionary(uniqueKeysWithValues: EditStatus.allCases.map { ($0, 0) })
        for entry in entries { counts[status(of: entry, surroundings), default: 0] += 1 }
        return counts
    }
}
