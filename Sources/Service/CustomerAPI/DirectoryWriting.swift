import Domain
import Wire

/// The calls that change.
struct DirectoryWriting {
    private let store: any CustomerStore

    init(_ store: any CustomerStore) {
        self.store = store
    }

    /// - Parameter author: who asks.
    func perform(_ call: Call, author: String?, now: Timestamp) async throws(APIError) -> Answer {
        guard let write = CustomerWrite(call, author: author, now: now) else {
            throw APIError(.internalFailure, cause: "a reading call reached the writer")
        }
        switch try await asking({ () async throws(StoreFailure) in try await store.perform(write) }) {
        case .created(let customer, let version): return .created(customer, replayOf: version)
        case .changed(let customer, let version): return .changed(customer, replayOf: version)
        case .deleted(let version): return .deleted(replayOf: version)
        case .rejected(let rejection): throw APIError(rejection, isCreation: write.isCreation)
        }
    }
}

extension CustomerWrite {
    /// `nil` for a call that changes nothing.
    fileprivate init?(_ call: Call, author: String?, now: Timestamp) {
        func make(_ id: CustomerID, _ action: Action, _ condition: WriteCondition, _ key: IdempotencyKey?) -> Self {
            let idempotency = key.flatMap { key in
                WriteFingerprint.of(call).map { Idempotency(key: key, fingerprint: $0) }
            }
            return Self(
                id: id, action: action, condition: condition, idempotency: idempotency, author: author, now: now)
        }
        switch call {
        case .create(let customer, let key):
            // A repeated create meets itself: the key decides the id.
            let id = key.map { CustomerID(derivedFrom: $0.text, in: .idempotencyKey) } ?? .random()
            self = make(id, .create(customer), .mustNotExist, key)
        case .put(let id, let customer, .mustNotExist, let key):
            self = make(id, .create(customer), .mustNotExist, key)
        case .put(let id, let customer, let condition, let key):
            self = make(id, .replace(customer.details), condition, key)
        case .patch(let id, let patch, let condition, let key): self = make(id, .patch(patch), condition, key)
        case .delete(let id, let condition, let key): self = make(id, .delete, condition, key)
        case .health, .openAPI, .list, .find, .get, .changes: return nil
        }
    }

    fileprivate var isCreation: Bool {
        if case .create = action { true } else { false }
    }
}
