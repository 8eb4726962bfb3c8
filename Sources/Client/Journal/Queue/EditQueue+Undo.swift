package import Domain

/// What undo and redo work on: it follows from the lines alone, so it is the same in every session.
extension EditQueue {
    /// Steps that can be gone back, at most.
    package static let maximumUndo = 50

    mutating func remember(_ entry: Entry, _ sequence: JournalRecord.Sequence) {
        switch entry.link {
        case .undoes(let other)?:
            undoable.removeAll { $0 == other }
            makeRedoable(takenBack: other, by: entry.source)
        case .redoes(let other)?:
            if let index = redoable.lastIndex(where: { $0.sequence == other }) { redoable.remove(at: index) }
            pushUndoable(step(of: entry, sequence))
        case nil:
            redoable = []
            pushUndoable(step(of: entry, sequence))
        }
    }

    /// What undo takes back as one: the group, or the entry alone.
    private func step(of entry: Entry, _ sequence: JournalRecord.Sequence) -> JournalRecord.Sequence {
        entry.group.flatMap { group($0)?.sequence } ?? sequence
    }

    private mutating func makeRedoable(takenBack sequence: JournalRecord.Sequence, by source: EntrySource?) {
        let group = history.last { $0.sequence == sequence }?.group ?? groups.first { $0.synced[sequence] != nil }?.id
        let known = group.flatMap { self.group($0)?.group }
        let kept = removeTakeable(sequence)
        guard let finished = history.last(where: { $0.sequence == sequence }) ?? kept,
            let change = finished.change ?? kept?.change
        else { return }
        pushRedoable(
            UndoneEdit(
                sequence: sequence, customer: finished.customer, change: change, undoneBy: source, group: known,
                wasSynced: true))
    }

    /// Whether undo will come to a group.
    func isUndoable(_ id: EditGroup.ID) -> Bool {
        group(id).map { undoable.contains($0.sequence) } ?? false
    }

    /// What there is to be taken back: when the journal was compacted, or once undo or redo has passed over something.
    ///
    /// - Parameter redo: what is left to be brought back; `nil` for all that there is.
    mutating func restoreUndo(_ stack: [JournalRecord.Sequence], redo: [JournalRecord.Sequence]?) {
        undoable = stack
        if let redo { redoable.removeAll { !redo.contains($0.sequence) } }
    }

    mutating func forgetUndo(of sequence: JournalRecord.Sequence) {
        undoable.removeAll { $0 == sequence }
    }

    mutating func makeRedoable(_ entry: PendingEdit, in group: EditGroup?, undoneBy source: EntrySource?) {
        pushRedoable(
            UndoneEdit(
                sequence: entry.sequence, customer: entry.customer, change: entry.change, undoneBy: source, group: group
            ))
    }

    private mutating func pushUndoable(_ sequence: JournalRecord.Sequence) {
        // Older versions wrote a group in several appends.
        guard !undoable.contains(sequence) else { return }
        undoable.append(sequence)
        guard undoable.count > Self.maximumUndo else { return }
        let forgotten = undoable.removeFirst()
        if let group = group(numbered: forgotten) { forgetValues(of: group.id) }
    }

    private mutating func pushRedoable(_ undone: UndoneEdit) {
        redoable.append(undone)
        guard redoable.count > Self.maximumUndo else { return }
        // As many steps as there are, at least: a group is one.
        let hasGroup = undone.group != nil || redoable.contains { $0.group != nil }
        let maximum = Self.maximumUndo + (hasGroup ? EditGroup.maximumEntries : 0)
        if redoable.count > maximum { redoable.removeFirst() }
    }

    /// What the undo key would take back.
    package var nextUndo: UndoStep? { undoable.last.flatMap(step) }

    /// The steps that undo has come to and of which nobody knows any more what they did, when there is one before them that
    /// can be taken back; none otherwise.
    package var forgottenSteps: [JournalRecord.Sequence] {
        let forgotten = undoable.reversed().prefix { step($0) == nil }
        return forgotten.count < undoable.count ? Array(forgotten) : []
    }

    private func step(_ sequence: JournalRecord.Sequence) -> UndoStep? {
        if let group = group(numbered: sequence) { return .group(GroupStep(group, entries(of: group.id))) }
        if let entry = self[sequence] {
            return entry.isUnsent ? .cancel(entry) : .wait(entry)
        }
        guard let finished = history.last(where: { $0.sequence == sequence }), case .synced = finished.outcome,
            finished.change != nil
        else { return nil }
        return .compensate(finished)
    }

    /// The last note that was sent after what undo would take back: it stays, for what others may have read cannot be taken
    /// back without their seeing it, and undo goes on with what was before it.
    package var lastSentNote: FinishedEdit? {
        history.last { finished in
            guard finished.kind == .note, case .synced = finished.outcome else { return false }
            return finished.sequence > undoable.last ?? 0
        }
    }

    /// How the last edit is taken back.
    package enum UndoStep: Hashable, Sendable {
        /// It has not left yet.
        case cancel(PendingEdit)
        /// It is on its way, and what becomes of it is not known yet.
        case wait(PendingEdit)
        /// It is with the server: another edit takes its effect back.
        case compensate(FinishedEdit)
        /// All that can be taken back of a group.
        case group(GroupStep)
    }
}

/// How a group is taken back.
package struct GroupStep: Hashable, Sendable {
    package let group: EditGroup
    package let enteredAt: Timestamp
    /// Entries that have not left yet.
    package let unsentCount: Int
    /// Entries that are on their way: a later undo takes them back.
    package let underWayCount: Int
    /// Entries that the server has: others take their effect back.
    package let syncedCount: Int

    init(_ queued: QueuedGroup, _ unfinished: [PendingEdit]) {
        (group, enteredAt, syncedCount) = (queued.group, queued.enteredAt, queued.synced.count)
        unsentCount = unfinished.count(where: \.isUnsent)
        underWayCount = unfinished.count - unsentCount
    }

    /// How many can be taken back now.
    package var count: Int { unsentCount + syncedCount }
}

extension EditQueue.UndoStep {
    /// Whose edit it was; `nil` for a group.
    package var customer: CustomerID? {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.customer
        case .compensate(let finished): finished.customer
        case .group: nil
        }
    }

    /// What was done; `nil` when that is known no more, and for a group.
    package var change: Entry.Change? {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.change
        case .compensate(let finished): finished.change
        case .group: nil
        }
    }

    package var enteredAt: Timestamp {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.enteredAt
        case .compensate(let finished): finished.enteredAt
        case .group(let step): step.enteredAt
        }
    }

    /// Who entered it; `nil` when a version of the program did that did not say.
    package var source: EntrySource? {
        switch self {
        case .cancel(let entry), .wait(let entry): entry.source
        case .compensate(let finished): finished.source
        case .group(let step): step.group.source
        }
    }
}
