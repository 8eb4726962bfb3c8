package import Domain

/// Whether the API can be reached, as the synchronisation has found out; the interface shows it and finds out nothing.
package struct Connection: Hashable, Sendable {
    /// How far it can be reached.
    package var state: State
    /// That the API has asked to be left alone, whatever else it answers.
    package var pause: Pause?
    /// Whether a lost API is being probed just now.
    package var isProbing: Bool

    /// As it is before the first request, unless something is given.
    package init(_ state: State = .unknown, pause: Pause? = nil, isProbing: Bool = false) {
        (self.state, self.pause, self.isProbing) = (state, pause, isProbing)
    }

    /// How far the API can be reached.
    package enum State: Hashable, Sendable {
        /// No request has come back yet.
        case unknown
        case online
        case offline(since: Timestamp)
        /// Nothing comes through before the person has signed in; the message says how.
        case signInNeeded(message: String)
    }

    /// Until when the API wants to be left alone.
    package struct Pause: Hashable, Sendable {
        /// When it may be asked again.
        package let until: Timestamp
        /// Why, and what to look at.
        package let message: String

        /// - Parameter message: why, and what to look at.
        package init(until: Timestamp, message: String) {
            (self.until, self.message) = (until, message)
        }
    }

    /// Whether what is shown is read from this machine without the API's knowing.
    var isAway: Bool {
        switch state {
        case .unknown, .online: false
        case .offline, .signInNeeded: true
        }
    }

    /// Whether what is sent now arrives, as far as one can know, and is welcome.
    var takesEdits: Bool { state == .online && pause == nil }
}
