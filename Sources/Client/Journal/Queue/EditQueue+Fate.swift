import Domain

/// What became of what an edit wanted, whichever entry carries it by now.
package enum EditFate: Hashable, Sendable {
    /// This entry carries it, perhaps with what others entered.
    case pending(PendingEdit)
    /// The server has made it so, with this entry.
    case synced(FinishedEdit)
    /// Somebody took this entry back, and with it what it carried.
    case takenBack(FinishedEdit)
    /// Nothing was sent, because what waited comes to nothing with this entry: the server has it so.
    case unneeded(FinishedEdit)
    /// Nothing was sent, because this later entry of the same customer takes it back.
    case superseded(FinishedEdit)
    /// It is finished, and so much was since that the history does not say how.
    case forgotten
}

extension EditQueue {
    /// Whether the server is known to have taken an edit, as far as the history goes back.
    package var hasSynced: Bool {
        history.contains { if case .synced = $0.outcome { true } else { false } }
    }

    /// Follows an entry to the one that carries what it wanted.
    package func fate(of sequence: JournalRecord.Sequence) -> EditFate {
        var carrier = sequence
        // Each step leads to another entry; a journal that was tampered with may lead around for ever.
        for _ in 0...history.count {
            if let entry = self[carrier] { return .pending(entry) }
            guard let finished = history.last(where: { $0.sequence == carrier }) else { return .forgotten }
            switch finished.outcome {
            case .synced: return .synced(finished)
            case .cancelled(.undo), .cancelled(.discard): return .takenBack(finished)
            case .cancelled(.merged):
                guard let next = finished.carrier else {
                    return carrier == sequence ? .unneeded(finished) : .superseded(finished)
                }
                carrier = next
            }
        }
        return .forgotten
    }

    /// Everybody who entered what a step back would take back; `nil` among them for a version that did not say, and for
    /// what the history has forgotten.
    package func sources(of step: UndoStep) -> Set<EntrySource?> {
        let (source, carries) =
            switch step {
            case .cancel(let entry), .wait(let entry): (entry.source, entry.carries)
            case .compensate(let finished): (finished.source, finished.carries)
            case .group(let step): (step.group.source, [])
            }
        let others = carries.map { sequence in
            history.last { $0.sequence == sequence }.flatMap(\.source)
        }
        return Set([source] + others)
    }
}
