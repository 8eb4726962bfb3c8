import APIClient
import Panes
import Wire

extension Failure {
    /// What the panes need to know of a failed call, with its words for people.
    init(_ failure: APIFailure) {
        let kind: Kind =
            switch failure {
            case .unreachable, .busy, .serverFailed, .notOurAPI: .unreachable(mayHaveArrived: failure.mayHaveArrived)
            case .signInNeeded, .turnedAway, .credentials: .signInNeeded
            case .refused(let problem) where problem.kind == .forbidden: .other
            case .refused(let problem): .refused(problem)
            case .misdirected, .unconfirmed: .other
            case .unsettled(let last): Failure(last).kind
            }
        self.init(kind, failure.explanation, retryAfterSeconds: failure.retryAfterSeconds)
    }
}
