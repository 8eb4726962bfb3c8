import APIClient

/// How often the change feed is asked.
package struct ReplicaPace: Sendable {
    /// Between two polls.
    package let interval: Duration
    let sleep: @Sendable (Duration) async throws -> Void
    private let random: @Sendable () -> Double

    /// After however many failures, the server is asked again by then, unless it asks for a longer pause itself.
    package static let longestPause = Duration.seconds(60)

    /// - Parameters:
    ///   - sleep: waits; tests return at once.
    ///   - random: from 0 to 1.
    package init(
        interval: Duration = .seconds(5),
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.interval = interval
        self.sleep = sleep
        self.random = random
    }

    /// Twice as long after each failure, half of it left to chance, so that clients do not come back all at once.
    func pause(after failure: ReplicaFailure, failures: Int) -> Duration {
        let longest = min(Self.longestPause, .seconds(1) * (1 << min(failures, 6)))
        let jittered = longest / 2 * (1 + random())
        guard case .api(.busy(_, let seconds?)) = failure else { return jittered }
        return max(jittered, .seconds(seconds))
    }
}
