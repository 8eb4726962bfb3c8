import HTTP
package import Wire

/// Holds a request of the change feed back until there is a change, where what carries requests can do so.
///
/// One for each request that may wait.
package protocol ChangeWaiting: Sendable {
    /// How often something was committed so far: noted before the feed is read, so that no change falls between the two.
    var commits: Int { get }

    /// Returns when there are changes, after the query's `waitSeconds`, or when the wait ends for another reason.
    func wait(for query: ChangesQuery, since commits: Int) async -> EndedWait
}

/// How a wait has ended.
package struct EndedWait: Sendable {
    /// Who asks, as found out anew: the right to may have been taken away meanwhile.
    package let caller: RequestContext.Caller
    /// `nil` when nothing has changed.
    package let changes: ChangePage?
    /// How long it took; nobody worked meanwhile.
    package let duration: Duration

    package init(caller: RequestContext.Caller, changes: ChangePage?, duration: Duration) {
        self.caller = caller
        self.changes = changes
        self.duration = duration
    }
}

/// A page of the change feed with its response, which is made once for all who wait for it.
package struct ChangePage: Sendable {
    package let page: ChangePageJSON
    let response: Response

    package init(_ page: ChangePageJSON) {
        self.page = page
        response = ReadAnswer.changes(page).response
    }
}

extension CustomerHandler {
    /// What those hear who wait for the same changes.
    ///
    /// - Returns: `nil` where there are none, or none could be read: the caller asks again after a while.
    package func changePage(_ query: ChangesQuery) async -> ChangePage? {
        let deadline = ContinuousClock.now + .seconds(5)
        let page = try? await inTime(until: deadline) { () async throws(APIError) in try await changes(query) }
        return page.flatMap { $0.changes.isEmpty ? nil : ChangePage($0) }
    }

    /// Answers a call of the change feed that may be held back.
    ///
    /// - Parameter subject: of the call.
    func outcome(
        of query: ChangesQuery, _ subject: AuditSubject, _ waiting: any ChangeWaiting, _ context: RequestContext
    ) async throws(APIError) -> RequestOutcome {
        let (commits, call) = (waiting.commits, Call.read(.changes(query)))
        var subject = subject
        let first = try await answer(to: call, context.caller, via: nil, until: context.deadline)
        subject.add(first)
        guard case .read(.changes(let page)) = first, page.changes.isEmpty, query.cursor != ChangesQuery.latest else {
            return RequestOutcome(first.response, call: call, subject: subject)
        }
        var rest = query
        rest.cursor = page.cursor
        let end = await waiting.wait(for: rest, since: commits)
        if let refusal = end.caller.refusal { throw APIError(refusal) }
        try end.caller.check(call.permission)
        guard let changes = end.changes else {
            return RequestOutcome(first.response, call: call, subject: subject, idle: end.duration)
        }
        let answer = ReadAnswer.changes(changes.page)
        try count(answer, to: .changes(query), readBy: end.caller)
        subject.add(answer)
        var outcome = RequestOutcome(changes.response, call: call, subject: subject)
        outcome.waited = end.duration
        return outcome
    }
}
