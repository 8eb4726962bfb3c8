import HTTP

/// The figures of the synchronisation.
package struct SyncLimits: Hashable, Sendable {
    /// Requests under way at once, each of another customer, when the API has just been found.
    package var parallel = 8
    /// The same when all has gone well for a while: one wait for the disk, here and at the server, is for more of them then. As
    /// many as a transport keeps connections, and half of what a server writes in one transaction.
    package var maximumParallel = 32
    /// How long all has to go well before twice as many go.
    var wideningPause: Duration = .milliseconds(250)
    /// How long a deletion can be taken back before it may be sent.
    package var deletionDelay: Duration = .seconds(10)
    /// The first pause after a failure, which is doubled with each further one.
    package var firstPause: Duration = .milliseconds(500)
    package var longestPause: Duration = .seconds(60)
    /// How long an answer proves that the connection stands.
    package var freshness: Duration = .seconds(10)
    /// After what time one request tries again whether the sign-in is accepted by now.
    var signInPause: Duration = .seconds(300)
    /// How long the single request behind a probe may be silent before another one goes beside it.
    var trialTimeout: Duration = .seconds(5)
    /// Failures of the API's own, without a success between them, that stop everything else too.
    var consecutiveFailures = 3
    /// How long a request may still reach the API after its sender has lost sight of it: longer than the API itself takes
    /// for anything (30 s).
    var requestLifetime: Duration = .seconds(35)
    /// Merges of one entry that happen without asking.
    static let maximumMerges = 5
    /// Changes of a customer whose keys the API remembers.
    static let rememberedChanges = 16

    package init() {}

    /// - Parameter failures: in a row, from 1.
    func pause(after failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let random = Double.random(in: 0...1, using: &generator)
        return Backoff(first: firstPause, longest: longestPause).pause(after: failures, random: random)
    }
}
