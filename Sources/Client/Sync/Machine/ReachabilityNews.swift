package import APIClient
import Wire

/// What a request's end tells about the way to the API.
package enum ReachabilityNews: Hashable, Sendable {
    /// The API answered.
    case heard
    /// The API says that it is well, for which it wants no sign-in.
    case well
    /// The API answered that it failed, which may be this request's fault alone.
    case stumbled(message: String)
    /// Nothing answered, or something else than the API.
    case lost(message: String)
    /// The API wants to be left alone.
    ///
    /// - Parameter retryAfterSeconds: at most `RetryAfter.maximumSeconds`.
    case busy(retryAfterSeconds: Int?, message: String)
    /// Somebody before the API turned the request away: a proxy, or a network that wants a sign-in.
    case turnedAway(message: String)
    case signInNeeded(message: String)

    /// - Parameter result: of a batch or of a probe.
    package init(_ result: Result<some Any, APIFailure>) {
        switch result {
        case .success: self = .heard
        case .failure(let failure): self.init(failure)
        }
    }

    /// The same for a call that is not the queue's; `nil` when it says nothing about the way.
    ///
    /// - Parameter result: of a call that the client has repeated: when the API failed on it, it failed several times.
    init?(besideQueue result: Result<ReadAnswer, APIFailure>) {
        self.init(result)
        switch (self, result) {
        case (_, .success(.health)), (_, .success(.openAPI)): self = .well
        case (_, .failure(.misdirected)), (_, .failure(.unconfirmed)): return nil
        case (.stumbled(let message), _): self = .lost(message: message)
        default: break
        }
    }

    private init(_ failure: APIFailure) {
        let message = failure.cause
        switch failure {
        case .unsettled(let last): self.init(last)
        case .refused: self = .heard
        case .busy(_, let seconds, _): self = .busy(retryAfterSeconds: seconds, message: message)
        case .turnedAway: self = .turnedAway(message: message)
        case .signInNeeded, .credentials: self = .signInNeeded(message: message)
        case .serverFailed(_, .some), .unconfirmed: self = .stumbled(message: message)
        case .serverFailed(_, nil), .unreachable, .notOurAPI, .misdirected: self = .lost(message: message)
        }
    }
}
