import Domain
import Wire

/// The calls that change.
extension CustomerHandler {
    /// - Parameter via: the program that asks, as it names itself.
    func answer(
        to call: WriteCall, _ caller: RequestContext.Caller, via: String?
    ) async throws(APIError) -> WriteAnswer {
        switch work(of: call, caller) {
        case .write(let action): try await perform(call, action, caller, via: via)
        case .dismissal(let pair): try await dismiss(pair, caller)
        }
    }

    private func perform(
        _ call: WriteCall, _ action: CustomerWrite.Action, _ caller: RequestContext.Caller, via: String?
    ) async throws(APIError) -> WriteAnswer {
        // The answer shows the customer, and so does a refusal: what is written that was there before is read, too.
        if let id = call.id, call.condition != .mustNotExist { try count([id], readBy: caller) }
        let write = CustomerWrite(
            call, action: action, author: caller.principal?.name, via: via, now: now(),
            trashDays: settings.trashDays)
        switch try await asking({ () async throws(StoreFailure) in try await store.perform(write) }) {
        case .created(let customer, let version): return .created(customer, replayOf: version)
        case .changed(let customer, let version): return .changed(customer, replayOf: version)
        case .deleted(let version): return .deleted(replayOf: version)
        case .noted(let entry, let version): return .noted(entry, replayOf: version)
        case .retracted: return .retracted
        case .rejected(let rejection):
            if let shown = rejection.shown { try count([shown], readBy: caller) }
            throw APIError(rejection, isCreation: write.isCreation)
        }
    }

    /// What a call comes to.
    private enum Work {
        /// Something about one record, which it is decided on.
        case write(CustomerWrite.Action)
        /// Something about two of them, which changes neither.
        case dismissal(CustomerPair)
    }

    private func work(of call: WriteCall, _ caller: RequestContext.Caller) -> Work {
        switch call {
        case .create(let customer, _), .put(_, let customer, .mustNotExist, _): .write(.create(customer))
        case .put(_, let customer, .none, _), .put(_, let customer, .matches, _): .write(.replace(customer))
        case .patch(_, let patch, _, _): .write(.patch(patch))
        case .delete: .write(.delete)
        case .note(_, let text, _): .write(.note(text))
        case .retract(_, let number): .write(.retract(number, ofAnybody: caller.may(.erase)))
        case .restore: .write(.restore)
        case .erase: .write(.erase)
        case .dismiss(let id, let other): .dismissal(CustomerPair(id, other))
        }
    }

    private func dismiss(_ pair: CustomerPair, _ caller: RequestContext.Caller) async throws(APIError) -> WriteAnswer {
        try count([pair.first, pair.second], readBy: caller)
        for id in [pair.first, pair.second] { _ = try await living(id) }
        try await asking { () async throws(StoreFailure) in try await store.dismiss(pair) }
        return .dismissed
    }
}

extension WriteRejection {
    /// Whom the refusal names or shows: also to somebody who wanted to make a new customer.
    fileprivate var shown: CustomerID? {
        switch self {
        case .versionMismatch(let current): current.id
        case .emailTaken(let owner): owner
        case .keyReused, .notFound, .gone, .invalid, .noSuchNote, .notOnesOwn: nil
        }
    }
}

extension CustomerWrite {
    fileprivate init(
        _ call: WriteCall, action: Action, author: String?, via: String?, now: Timestamp, trashDays: Int
    ) {
        let key = call.idempotencyKey
        // A repeated create meets itself: the key decides the id.
        let newID = key.map { CustomerID(derivedFrom: $0.text, in: .idempotencyKey) } ?? .random()
        self.init(
            id: call.id ?? newID, action: action, condition: call.condition,
            idempotency: key.map { Idempotency(key: $0, fingerprint: WriteFingerprint.of(call)) }, author: author,
            via: via, now: now, trashDays: trashDays)
    }
}
