package import Domain
import Wire

extension CustomerWrite {
    /// Decides what has to happen, given what is stored: idempotency key, existence, condition, rules — in this order.
    ///
    /// The email's uniqueness, last in the order, is the store's to check.
    ///
    /// - Parameters:
    ///   - trashed: the customer in the trash, where ``lookup`` asks for it.
    ///   - entry: the one that ``lookup`` asks for.
    ///   - isKeyOfNote: whether a note of the customer is known to have the ``changeKey``: any in a database, and in a table one
    ///     of the newest, which lie in the record's item.
    package func decide(
        on record: StoredRecord?, trashed: TrashedCustomer? = nil, entry: StoredEntry? = nil, isKeyOfNote: Bool = false
    ) -> WriteDecision {
        if let replay = replay(of: record, entry) { return .refuse(replay) }
        if isKeyOfNote { return .refuse(.rejected(.keyReused)) }
        switch (action, record) {
        case (.erase, .living(let current, let history)): return erase(current.id, nil, after: current, history)
        case (.erase, .deleted(let tombstone, let history)):
            if tombstone.erasedAt != nil { return .refuse(.deleted(replayOf: nil)) }
            return erase(tombstone.id, tombstone, after: nil, history)
        case (.restore, .deleted(let tombstone, let history)):
            guard let trashed, tombstone.isRestorable(at: now) else { return refuse(tombstone, replayOf: nil) }
            return restore(trashed.customer, tombstone, history)
        // Somebody was faster, or the answer was lost.
        case (.restore, .living(let current, _)): return .refuse(.changed(current, replayOf: nil))
        case (_, .deleted(let tombstone, _)): return refuse(tombstone, replayOf: nil)
        case (.create(let new), nil): return create(new)
        case (.create, .living(let current, _)): return .refuse(.rejected(.versionMismatch(current: current)))
        case (_, nil): return .refuse(.rejected(.notFound))
        case (.note(let text), .living(let current, let history)): return note(text, of: current, history)
        case (.retract(_, let ofAnybody), .living(let current, let history)):
            return retract(entry?.entry, ofAnybody: ofAnybody, of: current, history)
        case (_, .living(let current, let history)): return change(current, history)
        }
    }

    private func refuse(_ tombstone: Tombstone, replayOf version: Int?) -> WriteDecision {
        .refuse(gone(tombstone, replayOf: version))
    }

    private func gone(_ tombstone: Tombstone, replayOf version: Int?) -> WriteOutcome {
        let until = tombstone.isRestorable(at: now) ? tombstone.restorableUntil : nil
        return .rejected(.gone(replayOf: version, restorableUntil: until))
    }

    /// The answer to a repeat of a write that the record, or a note, remembers.
    private func replay(of record: StoredRecord?, _ entry: StoredEntry?) -> WriteOutcome? {
        if case .note = action, let record, let idempotency, let entry, let known = entry.idempotency {
            guard known == idempotency else { return .rejected(.keyReused) }
            switch record {
            case .living: return .noted(entry.entry, replayOf: entry.entry.version)
            // It was made before, so that nobody need keep it who asks again.
            case .deleted(let tombstone, _): return gone(tombstone, replayOf: entry.entry.version)
            }
        }
        guard let idempotency, let record, let receipt = record.history.receipt(for: idempotency.key) else {
            return nil
        }
        if case .deleted(let tombstone, _) = record, tombstone.erasedAt != nil {
            return gone(tombstone, replayOf: receipt.version)
        }
        guard receipt.fingerprint == idempotency.fingerprint else { return .rejected(.keyReused) }
        switch (record, receipt.kind) {
        case (_, .delete): return .deleted(replayOf: receipt.version)
        case (.deleted(let tombstone, _), _): return gone(tombstone, replayOf: receipt.version)
        case (.living(let current, _), .create): return .created(current, replayOf: receipt.version)
        case (.living(let current, _), .change): return .changed(current, replayOf: receipt.version)
        }
    }

    func receipt(_ kind: WriteReceipt.Kind, version: Int) -> WriteReceipt? {
        idempotency.map {
            WriteReceipt(key: $0.key.text, fingerprint: $0.fingerprint, kind: kind, version: version)
        }
    }
}

// MARK: - What leads to another record

extension CustomerWrite {
    private func create(_ new: NewCustomer) -> WriteDecision {
        let customer = Customer(
            id: id, details: new.details, registrationDate: new.registrationDate ?? now, createdAt: now,
            updatedAt: now, version: 1, updatedBy: author)
        let made = entry(.created, 1, at: now, version: 1, edit: CustomerEdit(from: nil, to: customer.details))
        let history = WriteHistory().adding(receipt(.create, version: 1), entries: 1)
        return .carryOut(
            RecordChange(record: .living(customer, history), entries: [made], effect: .change),
            outcome: .created(customer, replayOf: nil))
    }

    private func change(_ current: Customer, _ history: WriteHistory) -> WriteDecision {
        if case .matches(let match) = condition, !match.contains(current.version) {
            return .refuse(.rejected(.versionMismatch(current: current)))
        }
        if action == .delete { return delete(current, history) }
        var changed = current
        do throws(FieldViolations) {
            changed.details = try details(changing: current.details)
        } catch {
            return .refuse(.rejected(.invalid(error)))
        }
        let edit = CustomerEdit(from: current.details, to: changed.details)
        return write(changed, edit, over: current, history)
    }

    private func details(changing current: CustomerDetails) throws(FieldViolations) -> CustomerDetails {
        switch action {
        case .create(let new): new.details
        case .replace(let new): new.replacement(of: current)
        case .patch(let patch): try patch.applied(to: current)
        case .delete, .note, .retract, .restore, .erase: current
        }
    }

    private func write(
        _ customer: Customer, _ edit: CustomerEdit, over current: Customer, _ history: WriteHistory
    ) -> WriteDecision {
        var customer = customer
        customer.updatedAt = moment(after: current.updatedAt)
        customer.version = current.version + 1
        customer.updatedBy = author
        let entries = entries(
            .changed, of: current, history, at: customer.updatedAt, version: customer.version, edit: edit)
        let history = history.adding(receipt(.change, version: customer.version), entries: entries.count)
        return .carryOut(
            RecordChange(record: .living(customer, history), entries: entries, effect: .change),
            outcome: .changed(customer, replayOf: nil))
    }

    private func delete(_ current: Customer, _ history: WriteHistory) -> WriteDecision {
        let (moment, version) = (moment(after: current.updatedAt), current.version + 1)
        let until = trashDays > 0 ? moment.advanced(bySeconds: Int64(trashDays) * 86_400) : nil
        let tombstone = Tombstone(id: id, deletedAt: moment, version: version, restorableUntil: until)
        let trashed = until.map {
            TrashedCustomer(current, deletedAt: moment, deletedBy: author, restorableUntil: $0)
        }
        let entries = entries(.deleted, of: current, history, at: moment, version: version)
        let history = history.adding(receipt(.delete, version: version), entries: entries.count)
        return .carryOut(
            RecordChange(
                record: .deleted(tombstone, history), entries: entries, effect: .deletion(trashed: trashed)),
            outcome: .deleted(replayOf: nil))
    }

    private func restore(_ trashed: Customer, _ tombstone: Tombstone, _ history: WriteHistory) -> WriteDecision {
        var customer = trashed
        customer.updatedAt = moment(after: tombstone.deletedAt)
        customer.version = tombstone.version + 1
        customer.updatedBy = author
        let entries = entries(.restored, of: trashed, history, at: customer.updatedAt, version: customer.version)
        let history = history.adding(receipt(.change, version: customer.version), entries: entries.count)
        return .carryOut(
            RecordChange(record: .living(customer, history), entries: entries, effect: .restoration),
            outcome: .changed(customer, replayOf: nil))
    }

    /// - Parameters:
    ///   - tombstone: of who was deleted before.
    ///   - current: who was not.
    private func erase(
        _ id: CustomerID, _ tombstone: Tombstone?, after current: Customer?, _ history: WriteHistory
    ) -> WriteDecision {
        let last = tombstone?.deletedAt ?? current?.updatedAt ?? now
        let moment = moment(after: last)
        let erased = Tombstone(
            id: id, deletedAt: tombstone?.deletedAt ?? moment,
            version: (tombstone?.version ?? current?.version ?? 0) + 1, erasedAt: moment)
        return .carryOut(
            RecordChange(record: .deleted(erased, history.erased), entries: [], effect: .erasure),
            outcome: .deleted(replayOf: nil))
    }

    /// Never before the last change, whatever the clocks say: the change feed relies on it.
    func moment(after last: Timestamp) -> Timestamp {
        max(now, Timestamp(microseconds: last.microseconds + 1))
    }
}
