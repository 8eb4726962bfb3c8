import HTTP
import Wire

/// When a failed attempt is followed by another.
package struct RetryPolicy: Sendable {
    /// Attempts after the first.
    package let maximumRetries: Int
    /// Half of the first pause, which is doubled with each retry.
    package let base: Duration
    let sleep: @Sendable (Duration) async throws -> Void

    private static let longestPause = Duration.seconds(60)

    /// - Parameter sleep: waits; tests return at once.
    package init(
        maximumRetries: Int = 2, base: Duration = .milliseconds(100),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.maximumRetries = maximumRetries
        self.base = base
        self.sleep = sleep
    }

    /// How long to wait before the next attempt; `nil` when there is to be none.
    func pause(after failure: APIFailure, attempt: Int) -> Duration? {
        guard attempt < maximumRetries else { return nil }
        switch failure {
        case .busy(_, let seconds, _): return max(jittered(attempt), .seconds(seconds ?? 0))
        // Said once more under the same key, the API tells what became of the first.
        case .serverFailed, .unconfirmed: return jittered(attempt)
        case .unreachable(let failure):
            switch failure.reason {
            case .cannotConnect, .connectionLost, .nameNotResolved: return jittered(attempt)
            case .tls, .timedOut, .tooLarge, .notHTTP, .proxy, .foreignListener, .socketNotPermitted, .cancelled:
                return nil
            }
        case .refused(let problem) where problem.kind == .writeInProgress: return jittered(attempt)
        case .signInNeeded, .refused, .turnedAway, .notOurAPI, .misdirected, .credentials, .unsettled: return nil
        }
    }

    private func jittered(_ attempt: Int) -> Duration {
        Backoff(first: base * 2, longest: Self.longestPause).pause(after: attempt + 1)
    }
}
