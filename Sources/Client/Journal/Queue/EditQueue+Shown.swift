package import Domain
import Wire

extension EditQueue {
    /// A customer as the screen shows them: the server's copy with what is under way on top.
    ///
    /// Who is not made yet has version 0; who is being deleted, or restored, is shown as they were.
    package func shown(_ id: CustomerID, on base: Customer?) -> Customer? {
        let entries = entries(for: id).filter(\.change.changesRecord)
        guard let first = entries.first, let last = entries.last else { return base }
        let overlaid = overlay(id, on: base?.details)?.details
        let beforeDeletion: CustomerDetails? = if case .delete(let details, _) = last.change { details } else { nil }
        guard let details = overlaid ?? beforeDeletion else { return nil }
        if var customer = base {
            customer.details = details
            return customer
        }
        let made = entries.last { $0.change.kind == .restore }
        let registered: Timestamp? = if case .create(let new) = first.change { new.registrationDate } else { nil }
        return Customer(
            id: id, details: details, registrationDate: registered ?? first.enteredAt, createdAt: first.enteredAt,
            updatedAt: first.enteredAt, version: made?.change.version ?? 0, updatedBy: nil)
    }

    /// Whether a deletion is under way that asks for no decision.
    package func isBeingDeleted(_ id: CustomerID) -> Bool {
        guard let last = entries(for: id).last(where: \.change.changesRecord), case .delete = last.change else {
            return false
        }
        return !last.needsDecision
    }

    /// Whether a creation or a restoration is under way.
    package func makesExist(_ id: CustomerID) -> Bool { entries(for: id).contains(where: \.change.makesExist) }

    /// The queue as it would be if one entry, and those of its customer after it, had never been.
    ///
    /// What is entered in an entry's place is made on what was there before it; those after it would hide that.
    package func before(_ sequence: JournalRecord.Sequence) -> EditQueue {
        guard let entry = self[sequence] else { return self }
        var queue = self
        for later in entries(for: entry.customer).reversed() where later.sequence >= sequence {
            let body = JournalRecord.Body.cancel(for: later.sequence, .discard)
            queue.apply(JournalRecord(sequence: lastSequence, time: later.enteredAt, body: body))
        }
        return queue
    }

    /// Customers with other edits under way than in a queue that this one has come from; of its last lines alone where these
    /// are known, so that one answer after another can be followed in a long queue.
    package func customers(changedSince older: EditQueue) -> [CustomerID] {
        let candidates: Set<CustomerID>
        if lastSequence > older.lastSequence, let changed = customers(changedAfter: older.lastSequence) {
            candidates = changed.union(older.customers.filter { !isPending($0) })
        } else {
            candidates = Set(customers).union(older.customers)
        }
        return candidates.filter { entries(for: $0) != older.entries(for: $0) }
    }
}
