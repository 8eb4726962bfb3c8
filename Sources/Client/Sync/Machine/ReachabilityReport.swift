/// What a person is told of the way to the API. Durations are of the synchronisation's own time.
package struct ReachabilityReport: Hashable, Sendable {
    package var state = State.unknown
    /// That the API has asked to be left alone, whatever else it answers; `nil` when it has not, or when that is over.
    package var pause: Pause?
    /// Whether a probe is under way that may find a lost API again.
    package var isProbing = false

    package enum State: Hashable, Sendable {
        /// No request has come back yet.
        case unknown
        case reachable
        case unreachable(since: Duration)
        /// Somebody before the API turns requests away: a proxy, or a network that wants a sign-in.
        case turnedAway(sentence: String)
        case signInNeeded(sentence: String)
    }

    package struct Pause: Hashable, Sendable {
        package let until: Duration
        /// Why, and what to look at.
        package let sentence: String
    }
}
