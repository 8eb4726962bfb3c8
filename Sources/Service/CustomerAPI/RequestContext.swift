package import Wire

/// What the server knows of a request besides its message.
package struct RequestContext: Sendable {
    /// Names the request in the answer and in the log.
    package let requestID: String
    package let caller: Caller
    /// The caller's address as the server knows it, for logs and delays: that of the socket, or what the proxy or gateway in
    /// front says; `nil` where there is none.
    package let source: String?
    /// When the caller stops waiting; `nil` for no limit.
    package let deadline: ContinuousClock.Instant?
    /// Holds the answer back that would have no change in it; `nil` where it goes at once.
    package let waiting: (any ChangeWaiting)?

    package init(
        requestID: String, caller: Caller = .anonymous, source: String? = nil,
        deadline: ContinuousClock.Instant? = nil, waiting: (any ChangeWaiting)? = nil
    ) {
        self.requestID = requestID
        self.caller = caller
        self.source = source
        self.deadline = deadline
        self.waiting = waiting
    }

    /// Who asks, as the authorizer found out.
    package enum Caller: Hashable, Sendable {
        /// Nobody asked who it is, so it may do everything.
        case anonymous
        case principal(Principal)
        /// It is known who it is, and nobody has given them a right here.
        case forbidden(Identity, reason: String)
        /// The credentials are missing or wrong.
        case unauthenticated(reason: String)
        /// The credentials may be right, which cannot be found out just now.
        case undecided(reason: String, retryAfterSeconds: Int)
    }
}

extension RequestContext.Caller {
    /// Why only the routes are open that ask nobody; `nil` for one who is let in.
    package var refusal: Problem? {
        switch self {
        case .anonymous, .principal: nil
        case .forbidden(_, let reason): Problem(.forbidden, reason)
        case .unauthenticated(let reason): Problem(.unauthenticated, reason)
        case .undecided(let reason, let seconds): Problem(.unavailable, reason, retryAfterSeconds: seconds)
        }
    }

    /// `nil` for somebody who is not known, or whom nobody asked.
    package var identity: Identity? {
        switch self {
        case .principal(let principal): principal.identity
        case .forbidden(let identity, _): identity
        case .anonymous, .unauthenticated, .undecided: nil
        }
    }

    /// `nil` for everybody who is not known, or may do nothing.
    package var principal: Principal? {
        switch self {
        case .principal(let principal): principal
        case .anonymous, .forbidden, .unauthenticated, .undecided: nil
        }
    }
}
