/// What a person sees of the way to the API. Durations are of the synchronisation's own time.
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
        case turnedAway(message: String)
        case signInNeeded(message: String)
    }

    package struct Pause: Hashable, Sendable {
        package let until: Duration
        /// Why, and what to look at.
        package let message: String
    }
}

extension ReachabilityReport.State {
    /// Whether it is to be found out when the API is back.
    var isLost: Bool {
        switch self {
        case .unreachable, .turnedAway: true
        case .unknown, .reachable, .signInNeeded: false
        }
    }

    func after(_ news: ReachabilityNews, _ now: Duration) -> ReachabilityReport.State {
        switch news {
        case .heard, .well: self
        case .signInNeeded(let message): .signInNeeded(message: message)
        case .turnedAway(let message): .turnedAway(message: message)
        case .busy, .lost, .stumbled: if case .unreachable = self { self } else { .unreachable(since: now) }
        }
    }
}
