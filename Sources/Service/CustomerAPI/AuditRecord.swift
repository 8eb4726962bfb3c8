package import Domain
package import Wire

/// Something that somebody did with customers, or tried to: what the audit log has a line for.
///
/// It names people who ask, customers by their ids and fields by their names, and holds no value of anybody's.
package struct AuditRecord: Hashable, Sendable {
    package let moment: Timestamp
    /// As in the answer and in the request log.
    package let requestID: String
    /// Who asked; `nil` for somebody without a name: a failed sign-in, or a server without tokens.
    package let principal: Principal?
    /// From which address, as far as the server knows.
    package let source: String?
    package let event: Event

    package enum Event: Hashable, Sendable {
        /// The server was asked, and this is what it says.
        case request(AuditedRequest)
        /// A client tells of what it did out of the server's sight: its word, and its clock.
        case reported(ReportedUse)
    }

    package init(
        moment: Timestamp, requestID: String, principal: Principal?, source: String?, event: Event
    ) {
        self.moment = moment
        self.requestID = requestID
        self.principal = principal
        self.source = source
        self.event = event
    }
}

/// A request and its result, as the audit log has them.
package struct AuditedRequest: Hashable, Sendable {
    /// `other` for one that no resource takes.
    package let method: String
    /// The route's template, `none` for a path that is no resource.
    package let route: String
    package let status: Int
    /// Why it was refused, if it was.
    package let problem: Problem.Kind?
    package let subject: AuditSubject

    package init(method: String, route: String, status: Int, problem: Problem.Kind?, subject: AuditSubject) {
        self.method = method
        self.route = route
        self.status = status
        self.problem = problem
        self.subject = subject
    }
}
