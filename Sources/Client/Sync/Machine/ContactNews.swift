package import APIClient
package import Wire

/// What a request's end tells about the way to the API.
package enum ContactNews: Hashable, Sendable {
    /// The API answered.
    case heard
    /// The API answered that it failed, which may be this request's fault alone.
    case stumbled(sentence: String)
    /// Nobody answered, or somebody else.
    case lost(sentence: String)
    /// The API wants to be left alone.
    ///
    /// - Parameter retryAfterSeconds: at most `RetryAfter.maximumSeconds`.
    case busy(retryAfterSeconds: Int?, sentence: String)
    case signInNeeded(sentence: String)

    /// - Parameter result: of a batch or of a probe.
    package init(_ result: Result<Answer, APIFailure>) {
        switch result {
        case .success: self = .heard
        case .failure(let failure): self.init(failure)
        }
    }

    private init(_ failure: APIFailure) {
        let sentence = failure.cause
        switch failure {
        case .unsettled(let last): self.init(last)
        case .refused: self = .heard
        case .busy(_, let seconds): self = .busy(retryAfterSeconds: seconds, sentence: sentence)
        case .signInNeeded, .turnedAway, .credentials: self = .signInNeeded(sentence: sentence)
        case .serverFailed(_, .some), .unconfirmed: self = .stumbled(sentence: sentence)
        case .serverFailed(_, nil), .unreachable, .notOurAPI, .misdirected: self = .lost(sentence: sentence)
        }
    }
}
