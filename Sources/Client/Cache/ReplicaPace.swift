import APIClient
import HTTP

/// How often the change feed is asked.
package struct ReplicaPace: Sendable {
    /// Between two polls of an API that does not hold answers back.
    package let interval: Duration
    let sleep: @Sendable (Duration) async throws -> Void
    private let random: @Sendable () -> Double

    /// After however many failures, the server is asked again by then, unless it asks for a longer pause itself.
    package static let longestPause = Duration.seconds(60)

    /// A process that has not followed for so long is gone.
    var abandonment: Duration { interval * 10 }

    /// - Parameters:
    ///   - sleep: waits; tests return at once.
    ///   - random: from 0 to 1.
    package init(
        interval: Duration = .seconds(20),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.interval = interval
        self.sleep = sleep
        self.random = random
    }

    /// - Parameter failures: in a row, before this one.
    func pause(after failure: ReplicaFailure, failures: Int) -> Duration {
        let backoff = Backoff(first: .seconds(1), longest: Self.longestPause)
        let jittered = backoff.pause(after: failures + 1, random: random())
        guard case .api(.busy(_, let seconds?, _)) = failure else { return jittered }
        return max(jittered, .seconds(seconds))
    }
}
