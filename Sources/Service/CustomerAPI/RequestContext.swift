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

    package init(
        requestID: String, caller: Caller = .anonymous, source: String? = nil,
        deadline: ContinuousClock.Instant? = nil
    ) {
        self.requestID = requestID
        self.caller = caller
        self.source = source
        self.deadline = deadline
    }

    /// Who asks, as the authorizer found out.
    package enum Caller: Hashable, Sendable {
        /// Nobody asked who it is, so it may do everything.
        case anonymous
        case principal(Principal)
        /// The credentials are missing or wrong; routes that need none are still open.
        case unauthenticated(reason: String)

        var author: String? {
            if case .principal(let principal) = self { principal.name } else { nil }
        }
    }
}
