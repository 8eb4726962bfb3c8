package import Domain
package import Wire

/// Entries of one customer that are sent as one request.
package struct EditBatch: Hashable, Sendable {
    package let customer: CustomerID
    package let sending: JournalRecord.Sending
    package let change: Entry.Change
    /// How many requests under the same key may have reached the server before.
    package let earlierAttempts: Int

    package init(customer: CustomerID, sending: JournalRecord.Sending, change: Entry.Change, earlierAttempts: Int) {
        self.customer = customer
        self.sending = sending
        self.change = change
        self.earlierAttempts = earlierAttempts
    }

    package var leader: JournalRecord.Sequence { sending.leader }

    /// The request: conditional on the version that the change was made from, and safe to repeat.
    package var call: WriteCall {
        switch change {
        case .create(let new):
            .put(
                customer, NewCustomer(new.details, registrationDate: new.registrationDate), condition: .mustNotExist,
                idempotencyKey: sending.op)
        case .edit(let edit, let version):
            .patch(
                customer, CustomerPatch(edit), condition: .matches(.versions([version])), idempotencyKey: sending.op)
        case .delete(_, let version):
            .delete(customer, condition: .matches(.versions([version])), idempotencyKey: sending.op)
        case .note(let text): .note(customer, text, idempotencyKey: sending.op)
        case .restore: .restore(customer, idempotencyKey: sending.op)
        }
    }
}

/// What a customer's entries call for next.
package enum NextBatch: Hashable, Sendable {
    case send(EditBatch)
    /// These come to nothing together, and nothing of them has left.
    case drop([JournalRecord.Sequence])
    /// Nothing can be done before the person decides, or before the deletion has waited.
    case hold
}

extension EditQueue {
    /// The next request for one customer: entries that have not left go as one; what may have left goes again as it was.
    ///
    /// - Parameter isReleased: whether a deletion has waited long enough to be sent.
    /// - Returns: `nil` when nothing is under way for the customer.
    package func nextBatch(
        for customer: CustomerID, isReleased: (JournalRecord.Sequence) -> Bool
    ) -> NextBatch? {
        let entries = entries(for: customer)
        guard !entries.isEmpty else { return nil }
        guard !isHeld(customer), let leader = leader(for: customer) else { return .hold }
        let covered: [PendingEdit]
        switch leader.state {
        case .rejected, .conflict, .covered: return .hold
        case .sending(let covers): covered = covers.compactMap { self[$0] }
        case .waiting:
            let rest = entries.drop { $0.sequence < leader.sequence }
            covered = Array(rest.prefix(Self.count(of: Array(rest), isReleased)))
        }
        guard !covered.isEmpty else { return .hold }
        guard let change = Entry.Change(coalescing: covered.map(\.change)) else {
            return .drop(covered.map(\.sequence))
        }
        let sending = JournalRecord.Sending(leader: leader.sequence, covers: covered.map(\.sequence), op: leader.op)
        return .send(
            EditBatch(customer: customer, sending: sending, change: change, earlierAttempts: leader.attempts))
    }
}

extension EditQueue {
    /// The entry of a customer whose turn it is: one that may have left, or the first that none before it holds up.
    ///
    /// - Returns: `nil` when a person has to decide first.
    package func leader(for customer: CustomerID) -> PendingEdit? {
        let entries = entries(for: customer)
        if let leaving = entries.first(where: { !$0.isUnsent }) { return leaving }
        // What is said of a customer changes nothing that others are made on, and is made on nothing but that they exist.
        var (changesWait, notesWait) = (false, false)
        for entry in entries {
            let changes = entry.change.changesRecord
            if !entry.needsDecision, !(changes ? changesWait : notesWait) { return entry }
            guard changes else { continue }
            changesWait = true
            if entry.change.makesExist { notesWait = true }
        }
        return nil
    }

    /// How many entries of a customer, from the first on, can go as one.
    static func count(of entries: [PendingEdit], _ isReleased: (JournalRecord.Sequence) -> Bool) -> Int {
        // An entry that goes with another goes on that one's version: only if that is no newer than the one its author saw.
        let version = entries.first?.change.version ?? 0
        var made: [CustomerField: String?] = [:]
        for (index, entry) in entries.enumerated() {
            if entry.change.goesAlone { return entry.state == .waiting && index == 0 ? 1 : index }
            guard entry.state == .waiting, entry.change.version >= version, entry.change.isMade(onAllOf: made) else {
                return index
            }
            // What was entered after a deletion is about somebody who is gone: it goes by itself, and finds that out.
            if case .delete = entry.change { return isReleased(entry.sequence) ? index + 1 : index }
            made.merge(entry.change.values) { $1 }
        }
        return entries.count
    }
}

extension Entry.Change {
    /// Whether the customer is there by it.
    var makesExist: Bool { kind == .create || kind == .restore }

    /// Whether it is sent by itself, whatever else there is.
    fileprivate var goesAlone: Bool {
        switch self {
        case .note, .restore: true
        case .create, .edit, .delete: false
        }
    }

    /// Several changes of one customer as one, in order; `nil` when they come to nothing.
    ///
    /// Create and edit make a create, edits one edit from the first one's state, an edit and a deletion a deletion of
    /// what was there before, a create and a deletion nothing.
    init?(coalescing changes: [Entry.Change]) {
        guard var result = changes.first else { return nil }
        for next in changes.dropFirst() {
            switch (result, next) {
            case (.create(var new), .edit(let edit, _)):
                new.make(edit)
                result = .create(new)
            case (.create, .delete): return nil
            case (.edit(let first, let version), .edit(let second, _)):
                result = .edit(first.followed(by: second), version: version)
            case (.edit(let edit, let version), .delete(let base, _)):
                result = .delete(base: edit.reversed.applied(to: base), version: version)
            default: result = next
            }
        }
        if case .edit(let edit, _) = result, edit.isEmpty { return nil }
        self = result
    }
}
