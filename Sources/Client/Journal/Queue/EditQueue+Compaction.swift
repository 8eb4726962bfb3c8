package import Domain

extension EditQueue {
    /// The lines from which the same queue follows, without what is finished: of the history stays who, when and which
    /// fields; what undo could bring back of it goes, but for what one undo takes back of a group.
    ///
    /// - Parameter keepsUndo: whether all stays that undo can take back.
    package func compacted(
        first: JournalRecord.Sequence, time: Timestamp, keepsUndo: Bool = false
    ) -> [JournalRecord] {
        let groups = groups.filter { $0.unfinishedCount > 0 || !$0.synced.isEmpty }
        var bodies: [JournalRecord.Body] = groups.map { .keptGroup($0.withoutEntries) }
        for group in groups {
            bodies += group.synced.values.sorted { $0.sequence < $1.sequence }.map { .history($0) }
        }
        // Behind those: an older program reads the last of them as the history.
        let kept = keepsUndo ? Set(undoable) : []
        bodies += history.map { .history(kept.contains($0.sequence) ? $0.undoable : $0.withoutValues) }
        bodies += unknownLines.map { .unknown(kind: LineKind.verbatim.rawValue, line: $0) }
        bodies += entries.map { .kept($0) }
        if !undoable.isEmpty { bodies.append(.undo(undoable)) }
        if holdsEverybody { bodies.append(.hold(nil)) }
        bodies += held.sorted().map { .hold($0) }
        return bodies.enumerated().map {
            JournalRecord(sequence: first + JournalRecord.Sequence($0.offset), time: time, body: $0.element)
        }
    }

    /// Whether any line names the customer.
    func isKnown(_ customer: CustomerID) -> Bool {
        isPending(customer) || held.contains(customer) || history.contains { $0.customer == customer }
    }
}

extension FinishedEdit {
    /// What undo needs besides.
    fileprivate var undoable: FinishedEdit {
        var finished = self
        (finished.endedBy, finished.group) = (nil, nil)
        return finished
    }

    /// Who, when and which fields.
    var withoutValues: FinishedEdit {
        var finished = self
        (finished.change, finished.carries, finished.endedBy, finished.group) = (nil, [], nil, nil)
        return finished
    }
}
