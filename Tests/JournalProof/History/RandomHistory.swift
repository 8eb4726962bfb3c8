package import Domain
package import Journal
package import Randomness
import Wire

/// What a person and a sender could have done with a queue, one append after the other.
package struct RandomHistory {
    package var dice: SplitMix
    package let customers: [CustomerID]

    package init(seed: UInt64, customers count: Int = 4) {
        var dice = SplitMix(seed: seed)
        customers = (0..<count).map { _ in CustomerID.random(using: &dice) }
        self.dice = dice
    }

    /// The lines of the next append; never none.
    package mutating func append(to queue: EditQueue) -> [JournalRecord.Body] {
        while true {
            let bodies = attempt(queue)
            if !bodies.isEmpty { return bodies }
        }
    }

    private mutating func attempt(_ queue: EditQueue) -> [JournalRecord.Body] {
        switch dice.below(24) {
        case 0...7: enter(dice.pick(customers), queue).map { [$0] } ?? []
        case 8: together(queue)
        case 9...13: send(queue)
        case 14...18: answer(queue)
        case 19: dice.once(in: 4) ? leave(queue) : decide(queue)
        case 20, 21: takeBack(queue)
        case 22: [dice.once(in: 2) ? .hold(someone()) : .release(someone())]
        default: dice.once(in: 3) ? [.unknown(kind: "verbatim", line: later())] : []
        }
    }

    /// A customer, or everybody.
    private mutating func someone() -> CustomerID? {
        dice.once(in: 3) ? nil : dice.pick(customers)
    }

    // MARK: The person

    /// Edits of several customers, which belong together now and then, or to those of an earlier append.
    private mutating func together(_ queue: EditQueue) -> [JournalRecord.Body] {
        let earlier = dice.once(in: 3) ? queue.groups.randomElement(using: &dice)?.group : nil
        let group =
            earlier ?? (dice.once(in: 2) ? EditGroup(id: .random(using: &dice), name: text(), source: source()) : nil)
        let entries = customers.shuffled(using: &dice).prefix(3).compactMap { enter($0, queue, in: group?.id) }
        guard let group, earlier == nil, !entries.isEmpty else { return entries }
        return [.group(group)] + entries
    }

    private mutating func enter(
        _ customer: CustomerID, _ queue: EditQueue, in group: EditGroup.ID? = nil
    ) -> JournalRecord.Body? {
        let pending = queue.entries(for: customer).last(where: \.change.changesRecord)?.change
        let change: Entry.Change
        if dice.once(in: 8) {
            change = .note(NoteText(trusted: text()))
        } else if let pending {
            if case .delete = pending { return nil }
            guard let shown = queue.overlay(customer, on: details(customer))?.details else { return nil }
            change = followUp(shown, version: pending.version)
        } else if dice.once(in: 8) {
            change = .restore(base: details(customer), version: dice.below(9))
        } else if dice.once(in: 3) {
            change = .create(newCustomer())
        } else {
            change = followUp(details(customer), version: 1 + dice.below(9))
        }
        return .entry(
            Entry(customer: customer, form: form(change), source: source(), due: due(change), group: group))
    }

    private mutating func followUp(_ shown: CustomerDetails, version: Int) -> Entry.Change {
        guard !dice.once(in: 6) else { return .delete(base: shown, version: version) }
        return .edit(CustomerEdit(from: shown, to: details()), version: version)
    }

    private mutating func decide(_ queue: EditQueue) -> [JournalRecord.Body] {
        guard let entry = queue.entries.filter(\.needsDecision).randomElement(using: &dice) else { return [] }
        return [dice.once(in: 3) ? .cancel(for: entry.sequence, .discard) : .resolve(for: entry.sequence, form(entry))]
    }

    private mutating func takeBack(_ queue: EditQueue) -> [JournalRecord.Body] {
        if dice.once(in: 3), let undone = queue.redoable.last {
            let form = form(undone.change)
            let link = Entry.Link.redoes(undone.sequence)
            let due = due(undone.change)
            return [
                .entry(Entry(customer: undone.customer, form: form, link: link, source: source(), due: due))
            ]
        }
        switch queue.nextUndo {
        case .cancel(let entry): return [.cancel(for: entry.sequence, .undo, by: source())]
        case .compensate(let finished):
            guard case .edit(let edit, let version)? = finished.change else { return [] }
            let form = form(.edit(edit.reversed, version: version + 1))
            return [.entry(Entry(customer: finished.customer, form: form, link: .undoes(finished.sequence)))]
        case .group(let step): return takeBack(step, queue)
        case .wait, nil: return []
        }
    }

    private mutating func takeBack(_ step: GroupStep, _ queue: EditQueue) -> [JournalRecord.Body] {
        let unsent = queue.entries(of: step.group.id).reversed().filter(\.isUnsent)
        let cancels = unsent.map { JournalRecord.Body.cancel(for: $0.sequence, .undo, by: source()) }
        let counter = EditGroup(id: .random(using: &dice), name: text())
        let entries = queue.compensations(
            for: step.group.id, registered: { _ in nil }, restores: dice.once(in: 2), anew: { .random(using: &dice) },
            key: { .random(using: &dice) })
        guard !entries.isEmpty else { return cancels }
        return cancels + [.group(counter)]
            + entries.map {
                .entry(Entry(customer: $0.customer, form: $0.form, link: $0.link, group: counter.id))
            }
    }

    /// The person leaves, and with them goes the wait of a deletion.
    private mutating func leave(_ queue: EditQueue) -> [JournalRecord.Body] {
        let deletions = queue.entries.filter { $0.change.kind == .delete }
        return deletions.randomElement(using: &dice).map { [.due(for: $0.sequence, bootMoment())] } ?? []
    }

    // MARK: The sender

    private mutating func drop(_ sequences: [JournalRecord.Sequence], _ queue: EditQueue) -> [JournalRecord.Body] {
        // A version that does not say with which it comes to nothing.
        let last = dice.once(in: 3) ? nil : sequences.last.flatMap { queue[$0]?.op }
        return sequences.map { .cancel(for: $0, .merged, into: last) }
    }

    private mutating func send(_ queue: EditQueue) -> [JournalRecord.Body] {
        switch queue.nextBatch(for: dice.pick(customers), isReleased: { _ in true }) {
        case .send(let batch): [.sending(batch.sending)]
        case .drop(let sequences): drop(sequences, queue)
        case .hold, nil: []
        }
    }

    private mutating func answer(_ queue: EditQueue) -> [JournalRecord.Body] {
        let sent = queue.entries.filter { if case .sending = $0.state { true } else { false } }
        guard let entry = sent.randomElement(using: &dice) else { return [] }
        let sequence = entry.sequence
        switch dice.below(8) {
        case 0: return [.unsent(for: sequence)]
        case 1: return [.rebase(for: sequence, form(entry))]
        case 2: return [.reject(for: sequence, Problem(.emailTaken, "Somebody has “it”.", owner: customers[0]))]
        case 3:
            return [.conflict(for: sequence, dice.once(in: 2) ? .deleted : .changed(customer(entry.customer)))]
        case 4: return [.ack(for: sequence, version: nil)]
        default: return [.ack(for: sequence, version: entry.change.version + 1)]
        }
    }
}
