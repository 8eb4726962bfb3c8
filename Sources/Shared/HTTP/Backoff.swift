/// How long to wait between attempts: exponential with equal jitter, half of each pause fixed and half random, so that
/// clients that failed together do not come back together (Brooker, "Exponential Backoff And Jitter", 2015).
package struct Backoff: Hashable, Sendable {
    /// The longest that the first pause can be; doubled with each further failure.
    package let first: Duration
    /// What no pause is longer than.
    package let longest: Duration

    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// - Parameters:
    ///   - failures: in a row, from 1; anything less counts as 1.
    ///   - random: from 0 to 1.
    package func pause(after failures: Int, random: Double = .random(in: 0...1)) -> Duration {
        var whole = min(first, longest)
        for _ in 1..<max(1, min(failures, 32)) { whole = min(whole * 2, longest) }
        return whole / 2 * (1 + random)
    }
}
