package import Domain

/// What undo and redo work on: it follows from the lines alone, so it is the same in every session.
extension EditQueue {
    /// Steps that can be gone back, at most.
    package static let maximumUndo = 50

    mutating func remember(_ entry: Entry, _ sequence: JournalRecord.Sequence) {
        switch entry.link {
        case .undoes(let other)?:
            undoable.removeAll { $0 == other }
            if let finished = history.last(where: { $0.sequence == other }), let change = finished.change {
                pushRedoable(
                    UndoneEdit(
                        sequence: other, customer: finished.customer, change: change, undoneBy: entry.source))
            }
        case .redoes(let other)?:
            redoable.removeAll { $0.sequence == other }
            pushUndoable(sequence)
        case nil:
            redoable = []
            pushUndoable(sequence)
        }
    }

    /// What there was to be taken back when the journal was compacted; what there was to be brought back is gone with its
    /// values.
    mutating func restoreUndo(_ stack: [JournalRecord.Sequence]) {
        undoable = stack
        redoable = []
    }

    mutating func forgetUndo(of sequence: JournalRecord.Sequence) {
        undoable.removeAll { $0 == sequence }
    }

    mutating func makeRedoable(_ entry: PendingEdit, undoneBy source: EntrySource?) {
        pushRedoable(
            UndoneEdit(
                sequence: entry.sequence, customer: entry.customer, change: entry.change, undoneBy: source))
    }

    private mutating func pushUndoable(_ sequence: JournalRecord.Sequence) {
        undoable.append(sequence)
        if undoable.count > Self.maximumUndo { undoable.removeFirst() }
    }

    private mutating func pushRedoable(_ undone: UndoneEdit) {
        redoable.append(undone)
        if redoable.count > Self.maximumUndo { redoable.removeFirst() }
    }

    /// What the undo key would take back.
    package var nextUndo: UndoStep? {
        guard let sequence = undoable.last else { return nil }
        if let entry = self[sequence] {
            return entry.isUnsent ? .cancel(entry) : .wait(entry)
        }
        guard let finished = history.last(where: { $0.sequence == sequence }), case .synced = finished.outcome,
            finished.change != nil
        else { return nil }
        return .compensate(finished)
    }

    /// How the last edit is taken back.
    package enum UndoStep: Hashable, Sendable {
        /// It has not left yet.
        case cancel(PendingEdit)
        /// It is on its way, and what becomes of it is not known yet.
        case wait(PendingEdit)
        /// It is with the server: another edit takes its effect back.
        case compensate(FinishedEdit)
    }
}

extension EditQueue.UndoStep {
    package var customer: CustomerID {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.customer
        case .compensate(let finished): finished.customer
        }
    }

    /// What was done; `nil` when that is known no more.
    package var change: Entry.Change? {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.change
        case .compensate(let finished): finished.change
        }
    }

    package var enteredAt: Timestamp {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.enteredAt
        case .compensate(let finished): finished.enteredAt
        }
    }

    /// Who entered it; `nil` when a version of the program did that did not say.
    package var source: EntrySource? {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.source
        case .compensate(let finished): finished.source
        }
    }
}
