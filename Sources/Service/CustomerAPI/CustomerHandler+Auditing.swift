import HTTP
import HTTPTypes
import Wire

/// What is recorded, and what a client reports.
extension CustomerHandler {
    /// The outcome, once it is recorded; where it cannot be, the caller hears that instead.
    ///
    /// A write may have happened then, as it may whenever an answer is lost: the client repeats it under its key.
    func recorded(
        _ outcome: RequestOutcome, of routed: RoutedRequest, _ context: RequestContext
    ) async -> RequestOutcome {
        guard let audit, outcome.isAudited(routed) else { return outcome }
        do throws(AuditFailure) {
            try await audit.append(records(of: outcome, routed, context))
            return outcome
        } catch {
            return RequestOutcome(APIError(error), of: context)
        }
    }

    /// For a search, where it is recorded; `nil` too when the store cannot tell it just now, as little as it can search.
    func auditKey(for call: Call, until deadline: ContinuousClock.Instant?) async -> AuditKey? {
        guard audit != nil, call.isSearch else { return nil }
        let key = { @Sendable () async throws(APIError) in
            AuditKey(try await asking { () async throws(StoreFailure) in try await store.cursorKey() })
        }
        guard let deadline else { return try? await key() }
        return try? await inTime(until: deadline, key)
    }

    /// That of the request, and those of what it reports.
    private func records(
        of outcome: RequestOutcome, _ routed: RoutedRequest, _ context: RequestContext
    ) -> [AuditRecord] {
        let audited = AuditedRequest(
            method: routed.loggedMethod, route: routed.loggedRoute, status: outcome.response.status.code,
            problem: outcome.problem, subject: outcome.subject)
        var events = [AuditRecord.Event.request(audited)]
        if case .report(let call)? = outcome.call { events += call.uses.map { .reported($0) } }
        let moment = now()
        return events.map { event in
            AuditRecord(
                moment: moment, requestID: context.requestID, caller: context.caller, source: context.source,
                event: event)
        }
    }

    /// A report is done when it is recorded, which happens to every answer.
    func answer(to call: ReportCall) throws(APIError) -> ReportAnswer {
        guard audit != nil else {
            throw APIError(Problem(.notFound, "This server keeps no audit log, so there is nothing to report to it."))
        }
        return .recorded
    }
}

extension Call {
    /// Whether it says what is looked for.
    fileprivate var isSearch: Bool {
        switch self {
        case .read(.list(let query)): query.search != nil
        case .read(.find), .read(.similar): true
        case .read, .write, .report: false
        }
    }
}

extension RequestOutcome {
    /// Whether it has a line: what reads or changes customers, and every refusal; a wait in vain has read nothing.
    fileprivate func isAudited(_ routed: RoutedRequest) -> Bool {
        if isIdleWait { return false }
        if problem == .unauthenticated || problem == .forbidden { return true }
        return routed.request.method != .options && routed.route?.isAudited ?? true
    }
}

extension Route {
    /// Whether it is about customers; a path that is no resource counts, for somebody may be looking for one.
    var isAudited: Bool {
        switch self {
        case .health, .openAPI, .whoAmI: false
        case .customers, .similar, .customer, .part, .trash, .changes, .erasures, .audit: true
        }
    }
}

extension APIError {
    init(_ failure: AuditFailure) {
        self.init(
            Problem(
                .unavailable,
                "The server cannot record requests at the moment. Try again after the time in Retry-After.",
                retryAfterSeconds: 1),
            cause: "the audit log: \(failure.detail)")
    }
}
