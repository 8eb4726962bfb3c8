/// What the server knows of a request besides its message.
package struct RequestContext: Sendable {
    /// Names the request in the answer and in the log.
    package let requestID: String
    package let caller: Caller
    /// When the caller stops waiting; `nil` for no limit.
    package let deadline: ContinuousClock.Instant?

    package init(requestID: String, caller: Caller = .anonymous, deadline: ContinuousClock.Instant? = nil) {
        self.requestID = requestID
        self.caller = caller
        self.deadline = deadline
    }

    /// Who asks, as the authorizer found out.
    package enum Caller: Hashable, Sendable {
        /// Nobody asked for a name.
        case anonymous
        /// Changes are recorded under this name (`updated_by`).
        case named(String)
        /// The credentials are missing or wrong; routes that need none are still open.
        case unauthenticated(reason: String)

        var author: String? {
            if case .named(let name) = self { name } else { nil }
        }
    }
}
