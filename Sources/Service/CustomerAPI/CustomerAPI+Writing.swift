import Domain
import Wire

/// The calls that change.
extension CustomerAPI {
    func answer(to call: WriteCall, _ caller: RequestContext.Caller) async throws(APIError) -> WriteAnswer {
        // The answer shows the customer, and so does a refusal: what is written that was there before is read, too.
        if let id = call.id, call.condition != .mustNotExist { try count([id], readBy: caller) }
        let write = CustomerWrite(call, author: caller.author, now: now())
        switch try await asking({ () async throws(StoreFailure) in try await store.perform(write) }) {
        case .created(let customer, let version): return .created(customer, replayOf: version)
        case .changed(let customer, let version): return .changed(customer, replayOf: version)
        case .deleted(let version): return .deleted(replayOf: version)
        case .rejected(let rejection):
            if let shown = rejection.shown { try count([shown], readBy: caller) }
            throw APIError(rejection, isCreation: write.isCreation)
        }
    }
}

extension WriteRejection {
    /// Whom the refusal names or shows: also to somebody who wanted to make a new customer.
    fileprivate var shown: CustomerID? {
        switch self {
        case .versionMismatch(let current): current.id
        case .emailTaken(let owner): owner
        case .keyReused, .notFound, .gone: nil
        }
    }
}

extension CustomerWrite {
    fileprivate init(_ call: WriteCall, author: String?, now: Timestamp) {
        let key = call.idempotencyKey
        // A repeated create meets itself: the key decides the id.
        let newID = key.map { CustomerID(derivedFrom: $0.text, in: .idempotencyKey) } ?? .random()
        self.init(
            id: call.id ?? newID, action: Action(call), condition: call.condition,
            idempotency: key.map { Idempotency(key: $0, fingerprint: WriteFingerprint.of(call)) }, author: author,
            now: now)
    }
}

extension CustomerWrite.Action {
    fileprivate init(_ call: WriteCall) {
        switch call {
        case .create(let customer, _), .put(_, let customer, .mustNotExist, _): self = .create(customer)
        case .put(_, let customer, .none, _), .put(_, let customer, .matches, _): self = .replace(customer.details)
        case .patch(_, let patch, _, _): self = .patch(patch)
        case .delete: self = .delete
        }
    }
}
