package import Domain
package import Wire

/// One write with everything that decides its outcome.
package struct CustomerWrite: Hashable, Sendable {
    package let id: CustomerID
    package let action: Action
    package let condition: WriteCondition
    package let idempotency: Idempotency?
    /// Who asks, as the authorizer names them.
    package let author: String?
    package let now: Timestamp

    package init(
        id: CustomerID, action: Action, condition: WriteCondition = .none, idempotency: Idempotency? = nil,
        author: String? = nil, now: Timestamp
    ) {
        self.id = id
        self.action = action
        self.condition = condition
        self.idempotency = idempotency
        self.author = author
        self.now = now
    }

    /// Whether it creates a customer, who must not exist yet.
    package var isCreation: Bool {
        if case .create = action { true } else { false }
    }

    package enum Action: Hashable, Sendable {
        case create(NewCustomer)
        case replace(CustomerDetails)
        case patch(CustomerPatch)
        case delete
    }

    /// The key that a write carries, and the fingerprint of the request that carries it.
    package struct Idempotency: Hashable, Sendable {
        package let key: IdempotencyKey
        package let fingerprint: String

        package init(key: IdempotencyKey, fingerprint: String) {
            self.key = key
            self.fingerprint = fingerprint
        }
    }
}

/// What became of a write.
package enum WriteOutcome: Hashable, Sendable {
    /// - Parameter replayOf: the version that the first request with the same key made, when nothing was written now.
    case created(Customer, replayOf: Int?)
    case changed(Customer, replayOf: Int?)
    case deleted(replayOf: Int?)
    case rejected(WriteRejection)
}

/// Why a write did not happen.
package enum WriteRejection: Hashable, Sendable {
    case keyReused
    case notFound
    /// - Parameter replayOf: the version that the first request made, when the write happened and the customer is gone since.
    case gone(replayOf: Int?)
    case versionMismatch(current: Customer)
    case emailTaken(owner: CustomerID)
}

/// What a store has to do about a write.
package enum WriteDecision: Hashable, Sendable {
    /// Write the customer, unless another living one has its email key: then ``WriteRejection/emailTaken(owner:)``.
    case store(Customer, WriteHistory, outcome: WriteOutcome)
    /// Replace the customer by its tombstone and set its email free.
    case writeTombstone(Tombstone, WriteHistory, outcome: WriteOutcome)
    /// Write nothing.
    case refuse(WriteOutcome)
}

extension CustomerWrite {
    /// Decides what has to happen, given what is stored: idempotency key, existence, condition — in this order.
    ///
    /// The email's uniqueness, last in the order, is the store's to check.
    package func decide(on record: StoredRecord?) -> WriteDecision {
        if let replay = replay(of: record) { return .refuse(replay) }
        switch (action, record) {
        case (_, .deleted): return .refuse(.rejected(.gone(replayOf: nil)))
        case (.create(let new), nil): return create(new)
        case (.create, .living(let current, _)): return .refuse(.rejected(.versionMismatch(current: current)))
        case (_, nil): return .refuse(.rejected(.notFound))
        case (_, .living(let current, let history)): return change(current, history)
        }
    }

    /// The answer to a repeat of a write that the record remembers.
    private func replay(of record: StoredRecord?) -> WriteOutcome? {
        guard let idempotency, let record, let receipt = record.history.receipt(for: idempotency.key) else {
            return nil
        }
        guard receipt.fingerprint == idempotency.fingerprint else { return .rejected(.keyReused) }
        switch (record, receipt.kind) {
        case (_, .delete): return .deleted(replayOf: receipt.version)
        case (.deleted, _): return .rejected(.gone(replayOf: receipt.version))
        case (.living(let current, _), .create): return .created(current, replayOf: receipt.version)
        case (.living(let current, _), .change): return .changed(current, replayOf: receipt.version)
        }
    }

    private func create(_ new: NewCustomer) -> WriteDecision {
        let customer = Customer(
            id: id, details: new.details, registrationDate: new.registrationDate ?? now, createdAt: now,
            updatedAt: now, version: 1, updatedBy: author)
        let history = WriteHistory().adding(receipt(.create, version: 1))
        return .store(customer, history, outcome: .created(customer, replayOf: nil))
    }

    private func change(_ current: Customer, _ history: WriteHistory) -> WriteDecision {
        if case .matches(let match) = condition, !match.contains(current.version) {
            return .refuse(.rejected(.versionMismatch(current: current)))
        }
        // Never before the last change, whatever the clocks say: the change feed relies on it.
        let moment = max(now, Timestamp(microseconds: current.updatedAt.microseconds + 1))
        let version = current.version + 1
        if action == .delete {
            let tombstone = Tombstone(id: id, deletedAt: moment, version: version)
            let history = history.adding(receipt(.delete, version: version))
            return .writeTombstone(tombstone, history, outcome: .deleted(replayOf: nil))
        }
        var changed = current
        changed.details = details(changing: current.details)
        changed.updatedAt = moment
        changed.version = version
        changed.updatedBy = author
        let history = history.adding(receipt(.change, version: version))
        return .store(changed, history, outcome: .changed(changed, replayOf: nil))
    }

    private func details(changing current: CustomerDetails) -> CustomerDetails {
        switch action {
        case .create(let new): new.details
        case .replace(let details): details
        case .patch(let patch): patch.applied(to: current)
        case .delete: current
        }
    }

    private func receipt(_ kind: WriteReceipt.Kind, version: Int) -> WriteReceipt? {
        idempotency.map {
            WriteReceipt(key: $0.key.text, fingerprint: $0.fingerprint, kind: kind, version: version)
        }
    }
}
