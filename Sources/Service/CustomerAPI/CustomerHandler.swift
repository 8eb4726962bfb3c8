package import Domain
package import HTTP
package import HTTPTypes
package import Logging
package import Wire

/// The API: from a request to its response, whatever carries them.
///
/// It answers every request, however malformed, with JSON or a problem in JSON.
package struct CustomerHandler: Sendable {
    let store: any CustomerStore
    let settings: Settings
    /// `nil` when everybody may read as much as there is.
    let quota: ReadingQuota?
    /// A search for what is similar looks at all words there are.
    let similarTurn = OneAtATime()
    /// `nil` where nothing is recorded.
    let audit: (any AuditTrail)?
    private let log: RequestLog
    /// Told of each request that is answered; `nil` where nobody counts.
    private let observe: Observation?
    let now: @Sendable () -> Timestamp

    /// A request's resource, the answer's status, and how long the work took: without the time for which it was held back.
    package typealias Observation = @Sendable (Route?, HTTPResponse.Status, Duration) -> Void

    /// What the operator decides.
    package struct Settings: Hashable, Sendable {
        /// Whether clients may keep the whole directory.
        package var allowsReplication: Bool
        package var crossOrigin: CrossOriginPolicy
        /// How long a request takes that the log warns of; `nil` for none.
        package var slowRequest: Duration?
        /// How many different customers somebody who may not export can read within an hour; `nil` for all of them.
        package var customersPerHour: Int?
        /// Whether requests of the change feed may wait for a change: those that come with ``RequestContext/waiting``.
        package var offersLongPoll = false
        /// ``KeptDays/trash``.
        package var trashDays = 30
        /// ``KeptDays/timeline``: nobody is shown older ones, and the store removes them by and by; `nil` for good.
        package var timelineDays: Int?

        package init(
            allowsReplication: Bool = true, crossOrigin: CrossOriginPolicy = CrossOriginPolicy(),
            slowRequest: Duration? = nil, customersPerHour: Int? = nil
        ) {
            self.allowsReplication = allowsReplication
            self.crossOrigin = crossOrigin
            self.slowRequest = slowRequest
            self.customersPerHour = customersPerHour
        }
    }

    /// The version of the programs that serve this API; its contract has one of its own, ``HealthJSON/contract``.
    package static let version = ProductVersion.text

    /// - Parameters:
    ///   - audit: takes a line for everything that is read or changed, and for every failed try.
    ///   - now: the clock that changes are dated by.
    ///   - observe: called once for each request, when it is answered.
    package init(
        store: any CustomerStore, settings: Settings = Settings(), audit: (any AuditTrail)? = nil, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now, observe: Observation? = nil
    ) {
        self.store = store
        self.settings = settings
        quota = settings.customersPerHour.map(ReadingQuota.init)
        self.audit = audit
        self.log = RequestLog(logger, slow: settings.slowRequest)
        self.observe = observe
        self.now = now
    }

    /// Answers one request, which is recorded first, and writes one line of log about it.
    ///
    /// - Parameter fault: what the carrier has found wrong with it, which is the answer then.
    package func respond(
        to routed: RoutedRequest, refusing fault: Problem? = nil, context: RequestContext
    ) async -> Response {
        let start = ContinuousClock.now
        let request = routed.request
        let outcome = await recorded(await outcome(of: routed, fault, context), of: routed, context)
        let work = .now - start - outcome.waited
        var response = outcome.response
        settings.crossOrigin.admit(request, to: &response)
        response.fields[.requestID] = context.requestID
        response.fields[.xContentTypeOptions] = "nosniff"
        // Answers hold personal data: no cache between the API and its client may keep them.
        response.fields[.cacheControl] = "no-store"
        if request.method == .head { response.dropBody() }
        log.record(routed, response, context, duration: work, cause: outcome.cause, isIdle: outcome.isIdleWait)
        observe?(routed.route, response.status, work)
        return response
    }

    /// The same for one whose path nobody has read yet.
    package func respond(to request: Request, context: RequestContext) async -> Response {
        await respond(to: RoutedRequest(request), context: context)
    }

    private func outcome(
        of routed: RoutedRequest, _ fault: Problem?, _ context: RequestContext
    ) async -> RequestOutcome {
        var subject = AuditSubject()
        do throws(APIError) {
            if let fault { throw APIError(fault) }
            if routed.request.method == .options, let route = routed.route {
                return RequestOutcome(settings.crossOrigin.preflight(of: route, for: routed.request))
            }
            if context.caller.isForbidden(routed) { subject = AuditSubject(routed.route) }
            let call = try call(routed, context)
            subject = AuditSubject(call, key: await auditKey(for: call, until: context.deadline))
            try context.caller.check(call.permission)
            if let waiting = context.waiting, case .read(.changes(let query)) = call, query.waitSeconds != nil {
                return try await self.outcome(of: query, subject, waiting, context)
            }
            let answer = try await answer(to: call, context.caller, via: routed.request.via, until: context.deadline)
            subject.add(answer)
            return RequestOutcome(answer.response, call: call, subject: subject)
        } catch {
            return RequestOutcome(error, of: context, subject: subject)
        }
    }

    private func call(_ routed: RoutedRequest, _ context: RequestContext) throws(APIError) -> Call {
        let route = routed.route
        if let refusal = context.caller.refusal, route?.requiresAuthentication ?? true { throw APIError(refusal) }
        if route?.isAudited ?? true, let failure = audit?.fault { throw APIError(failure) }
        try context.caller.check(routed.writePermission)
        do throws(Problem) {
            return try Call(routed)
        } catch {
            throw APIError(error)
        }
    }

    func answer(
        to call: Call, _ caller: RequestContext.Caller, via: String?, until deadline: ContinuousClock.Instant?
    ) async throws(APIError) -> CallAnswer {
        guard let deadline else { return try await answer(to: call, caller, via) }
        return try await inTime(until: deadline) { () async throws(APIError) in
            try await answer(to: call, caller, via)
        }
    }

    private func answer(
        to call: Call, _ caller: RequestContext.Caller, _ via: String?
    ) async throws(APIError) -> CallAnswer {
        switch call {
        case .read(let call): .read(try await answer(to: call, caller))
        case .write(let call): .write(try await answer(to: call, caller, via: via))
        case .report(let call): .report(try answer(to: call))
        }
    }
}

extension Request {
    /// The program that asks: the first product of `User-Agent` (RFC 9110 §10.1.5), 60 characters of it, up to the first that
    /// no token has. Whatever else a client says of itself is not kept.
    fileprivate var via: String? {
        let product = (fields[.userAgent] ?? "").utf8.prefix { (0x21...0x7E).contains($0) }.prefix(60)
        return product.isEmpty ? nil : String(decoding: product, as: UTF8.self)
    }
}

extension Response {
    /// What HEAD gets: the fields of GET and no content (RFC 9110 §9.3.2).
    fileprivate mutating func dropBody() {
        if status != .noContent, status != .notModified { fields[.contentLength] = String(body.count) }
        body = []
    }
}
