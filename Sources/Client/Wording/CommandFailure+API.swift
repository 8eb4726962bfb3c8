package import APIClient
import Domain
import Wire

extension CommandFailure {
    /// The one place that says what a failure of the API means for a command.
    package init(_ failure: APIFailure) {
        self.init(Self.status(of: failure), failure.message + Self.owner(failure) + Self.wayBack(failure))
    }

    /// Whose email it is, because the API's own message leaves it out.
    private static func owner(_ failure: APIFailure) -> String {
        guard case .refused(let problem) = failure, let owner = problem.owner else { return "" }
        return " See: customers show \(owner.text)"
    }

    /// How somebody who was deleted is brought back.
    private static func wayBack(_ failure: APIFailure) -> String {
        guard case .refused(let problem) = failure, problem.kind == .deleted, problem.restorableUntil != nil else {
            return ""
        }
        return " See: customers trash"
    }

    private static func status(of failure: APIFailure) -> ExitStatus {
        switch failure {
        case .unreachable where failure.isOfOtherUsers: .notPermitted
        case .unreachable where failure.isCancellation: .tryLater
        case .unreachable, .serverFailed, .notOurAPI, .misdirected: .unavailable
        case .signInNeeded, .turnedAway: .notPermitted
        case .busy, .unconfirmed: .tryLater
        case .credentials(.signIn): .notPermitted
        case .credentials: .configuration
        case .refused(let problem): status(of: problem)
        case .unsettled(let last): status(of: last)
        }
    }

    private static func status(of problem: Problem) -> ExitStatus {
        switch problem.kind {
        case .notFound, .notRecorded, .deleted: .notFound
        case .writeInProgress, .throttled, .versionMismatch: .tryLater
        case .unauthenticated, .forbidden: .notPermitted
        case .validation, .emailTaken, .invalidRequest, .contentTooLarge: .badData
        case .badCursor, .cursorExpired, .methodNotAllowed, .notAcceptable, .unsupportedMediaType,
            .expectationFailed, .idempotencyKeyReused, .unavailable, .internal:
            .unavailable
        }
    }
}
