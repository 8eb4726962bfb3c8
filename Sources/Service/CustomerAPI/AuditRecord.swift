package import Domain
package import Wire

/// Something that somebody did with customers, or tried to: what the audit log has a line for.
///
/// It names people who ask, customers by their ids and fields by their names, and holds no value of anybody's.
package struct AuditRecord: Hashable, Sendable {
    package let moment: Timestamp
    /// As in the answer and in the request log; `nil` for several requests.
    package let requestID: String?
    package let caller: RequestContext.Caller
    /// From which address, as far as the server knows; of several requests from which network.
    package let source: String?
    package let event: Event

    package enum Event: Hashable, Sendable {
        /// The server was asked, and this is what it says.
        case request(AuditedRequest)
        /// A client tells of what it did out of the server's sight: its word, and its clock.
        case reported(ReportedUse)
        /// Requests of somebody who is not let in, counted because there were many.
        case refused(CountedRefusals)
    }

    package init(
        moment: Timestamp, requestID: String?, caller: RequestContext.Caller, source: String?, event: Event
    ) {
        self.moment = moment
        self.requestID = requestID
        self.caller = caller
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

/// Requests of a source that were refused within a minute, besides those that have a line of their own.
package struct CountedRefusals: Hashable, Sendable {
    package let count: Int
    /// When the first and the last of them came.
    package let span: ClosedRange<Timestamp>

    package init(count: Int, span: ClosedRange<Timestamp>) {
        self.count = count
        self.span = span
    }
}
