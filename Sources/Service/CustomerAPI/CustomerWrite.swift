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
    /// The program that asks, as it names itself.
    package let via: String?
    package let now: Timestamp
    /// How long who is deleted can be restored, in days; 0: not at all.
    package let trashDays: Int

    package init(
        id: CustomerID, action: Action, condition: WriteCondition = .none, idempotency: Idempotency? = nil,
        author: String? = nil, via: String? = nil, now: Timestamp, trashDays: Int = 0
    ) {
        self.id = id
        self.action = action
        self.condition = condition
        self.idempotency = idempotency
        self.author = author
        self.via = via
        self.now = now
        self.trashDays = trashDays
    }

    /// Whether it creates a customer, who must not exist yet.
    package var isCreation: Bool {
        if case .create = action { true } else { false }
    }

    package enum Action: Hashable, Sendable {
        case create(NewCustomer)
        case replace(NewCustomer)
        case patch(CustomerPatch)
        case delete
        case note(NoteText)
        /// - Parameter ofAnybody: whether who asks may take back what others have said.
        case retract(Int, ofAnybody: Bool)
        case restore
        case erase
    }

    /// What a store has to look up besides the record, for it to decide on.
    package enum Lookup: Hashable, Sendable {
        case nothing
        /// The customer in the trash.
        case trash
        /// The entry of the timeline that has the idempotency key.
        case entryWithKey(IdempotencyKey)
        /// The entry of the timeline that has the number.
        case entry(Int)
    }

    package var lookup: Lookup {
        switch action {
        case .restore: .trash
        case .note: idempotency.map { .entryWithKey($0.key) } ?? .nothing
        case .retract(let number, _): .entry(number)
        case .create, .replace, .patch, .delete, .erase: .nothing
        }
    }

    /// The key of a change: where a note of the customer has it, the change is another request with the same key.
    package var changeKey: IdempotencyKey? {
        switch action {
        case .create, .replace, .patch, .delete: idempotency?.key
        // Their own is looked up, or there is none; who is restored has no timeline at hand.
        case .note, .retract, .restore, .erase: nil
        }
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
