import Domain

/// What a write adds to the timeline, and takes out of it.
extension CustomerWrite {
    /// The key of a note is remembered by its entry, for good, and never among the record's receipts, which are few.
    func note(_ text: NoteText, of current: Customer, _ history: WriteHistory) -> WriteDecision {
        let before = baseline(of: current, history)
        // Never before what it is said of, whatever the clocks say.
        let noted = entry(
            .note, history.entries + before.count + 1, at: max(now, current.updatedAt), version: current.version,
            note: text.text, idempotency: idempotency)
        let entries = before + [noted]
        let history = history.adding(nil, entries: entries.count)
        return .carryOut(
            RecordChange(record: .living(current, history), entries: entries, effect: .note),
            outcome: .noted(noted.entry, replayOf: nil))
    }

    /// - Parameter entry: the one that is to be taken back, if the timeline has it.
    func retract(
        _ entry: TimelineEntry?, ofAnybody: Bool, of current: Customer, _ history: WriteHistory
    ) -> WriteDecision {
        switch (entry, entry?.kind) {
        case (_, .retracted): .refuse(.retracted)
        case (let entry?, .note) where ofAnybody || entry.author == author:
            .carryOut(
                RecordChange(record: .living(current, history), entries: [], effect: .retraction(entry.number)),
                outcome: .retracted)
        case (_, .note): .refuse(.rejected(.notOnesOwn))
        case (_, .baseline), (_, .created), (_, .changed), (_, .deleted), (_, .restored), (_, nil):
            .refuse(.rejected(.noSuchNote))
        }
    }

    /// The entry of what is done now, behind the ``TimelineEntry/Kind/baseline`` of somebody who has none yet.
    func entries(
        _ kind: TimelineEntry.Kind, of current: Customer, _ history: WriteHistory, at moment: Timestamp, version: Int,
        edit: CustomerEdit = CustomerEdit([:])
    ) -> [StoredEntry] {
        let before = baseline(of: current, history)
        return before + [
            entry(kind, history.entries + before.count + 1, at: moment, version: version, edit: edit)
        ]
    }

    func entry(
        _ kind: TimelineEntry.Kind, _ number: Int, at moment: Timestamp, version: Int,
        edit: CustomerEdit = CustomerEdit([:]), note: String? = nil, idempotency: Idempotency? = nil
    ) -> StoredEntry {
        StoredEntry(
            TimelineEntry(
                number: number, moment: moment, author: author, kind: kind, version: version, edit: edit, note: note,
                via: via),
            idempotency: idempotency)
    }

    /// The first entry of somebody from before there were timelines; none where there is one already.
    private func baseline(of current: Customer, _ history: WriteHistory) -> [StoredEntry] {
        guard history.entries == 0 else { return [] }
        let entry = TimelineEntry(
            number: 1, moment: current.updatedAt, author: current.updatedBy, kind: .baseline,
            version: current.version, edit: CustomerEdit(from: nil, to: current.details))
        return [StoredEntry(entry)]
    }
}
