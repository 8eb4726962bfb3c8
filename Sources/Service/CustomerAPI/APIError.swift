import Domain
import Wire

/// A problem for the caller, and its cause for the operator's log.
struct APIError: Error {
    var problem: Problem
    var cause: String?

    init(_ problem: Problem, cause: String? = nil) {
        self.problem = problem
        self.cause = cause
    }
}

extension APIError {
    /// A store's words stay on this side: the caller learns what to do, the log learns why.
    init(_ failure: StoreFailure) {
        switch failure {
        case .badPosition: self.init(Problem.badCursor)
        case .positionExpired: self.init(Problem.cursorExpired)
        case .writeInProgress:
            self.init(
                Problem(
                    .writeInProgress, "Another write of this customer is under way. Repeat the request.",
                    retryAfterSeconds: 1))
        case .throttled(let seconds):
            self.init(
                Problem(
                    .throttled, "Too many requests at the moment. Try again after the time in Retry-After.",
                    retryAfterSeconds: seconds))
        case .unavailable(let detail, let seconds):
            self.init(
                Problem(
                    .unavailable,
                    "The customers cannot be reached at the moment. Try again after the time in Retry-After.",
                    retryAfterSeconds: seconds),
                cause: detail)
        case .failed(let detail):
            self.init(Problem.internalFailure, cause: detail)
        }
    }

    /// - Parameter isCreation: whether the write was to make a new customer.
    init(_ rejection: WriteRejection, isCreation: Bool) {
        switch rejection {
        case .keyReused:
            self.init(
                Problem(
                    .idempotencyKeyReused,
                    "This Idempotency-Key was used for a different request. Use a new key for each change."))
        case .notFound: self.init(Problem.notFound)
        case .gone(let version, let until):
            self.init(Problem.deleted(replayedVersion: version, restorableUntil: until))
        case .versionMismatch(let current):
            let detail =
                isCreation
                ? "A customer with this id exists already."
                : "The customer was changed by someone else: it is at version \(current.version) now."
            self.init(Problem(.versionMismatch, detail, current: current))
        case .emailTaken(let owner):
            self.init(Problem(.emailTaken, "Another customer has this email.", owner: owner))
        case .invalid(let violations): self.init(Problem(violations))
        case .noSuchNote: self.init(Problem(.notFound, "The customer's timeline has no note with this number."))
        case .notOnesOwn:
            self.init(Problem(.forbidden, "The note is somebody else's. An admin may take it back."))
        }
    }
}

extension Problem {
    static let notFound = Problem(.notFound, "There is no customer with this id.")
    static let noSimilar = Problem(.notFound, "This API does not look for similar customers.")
    static let similarUnderWay = Problem(
        .unavailable,
        "Similar customers are looked for already, for somebody else. Try again after the time in Retry-After.",
        retryAfterSeconds: 1)
    static let badCursor = Problem(
        .badCursor, "The cursor is not one that this API gave for this query. Start again without a cursor.")
    static let cursorExpired = Problem(
        .cursorExpired, "The cursor is from before the customers were restored. Start again without a cursor.")
    static let internalFailure = Problem(
        .internal, "The server failed to answer. The request id in instance finds the cause in its log.")
    static let late = Problem(
        .unavailable, "The answer took too long. Try again after the time in Retry-After.", retryAfterSeconds: 1)

    static let notRecorded = Problem(
        .notRecorded, "The customer as they were then is not recorded. The timeline tells since when they are.")

    static func deleted(replayedVersion: Int? = nil, restorableUntil: Timestamp? = nil) -> Problem {
        let way = restorableUntil.map { " They can be restored until \($0.text)." } ?? ""
        var problem = Problem(.deleted, "This customer was deleted." + way, replayedVersion: replayedVersion)
        problem.restorableUntil = restorableUntil
        return problem
    }

    /// What there is to say of somebody who is gone.
    static func deleted(_ tombstone: Tombstone, now: Timestamp) -> Problem {
        deleted(restorableUntil: tombstone.isRestorable(at: now) ? tombstone.restorableUntil : nil)
    }
}
