package import Domain
package import HTTP
import HTTPTypes
package import Logging
package import Wire

/// The API: from a request to its response, whatever carries them.
///
/// It answers every request, however malformed, with JSON or a problem in JSON.
package struct CustomerAPI: Sendable {
    let store: any CustomerStore
    let settings: Settings
    /// `nil` when everybody may read as much as there is.
    let quota: ReadingQuota?
    private let log: RequestLog
    let now: @Sendable () -> Timestamp

    /// What the operator decides.
    package struct Settings: Hashable, Sendable {
        /// Whether clients may keep the whole directory.
        package var allowsReplication: Bool
        package var crossOrigin: CrossOriginPolicy
        /// How long a request takes that the log warns of; `nil` for none.
        package var slowRequest: Duration?
        /// How many different customers somebody who may not export can read within an hour; `nil` for all of them.
        package var customersPerHour: Int?

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

    /// The version of this API's contract and of the programs that serve it.
    package static let version = ProductVersion.text

    /// - Parameter now: the clock that changes are dated by.
    package init(
        store: any CustomerStore, settings: Settings = Settings(), logger: Logger,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.store = store
        self.settings = settings
        quota = settings.customersPerHour.map(ReadingQuota.init)
        self.log = RequestLog(logger, slow: settings.slowRequest)
        self.now = now
    }

    /// Answers one request and writes one line of log about it.
    ///
    /// - Parameter fault: what the carrier has found wrong with it, which is the answer then.
    package func respond(
        to request: Request, refusing fault: Problem? = nil, context: RequestContext
    ) async -> Response {
        let start = ContinuousClock.now
        let (outcome, cause) = await outcome(of: request, fault, context)
        var response = outcome
        settings.crossOrigin.admit(request, to: &response)
        response.fields[.requestID] = context.requestID
        response.fields[.xContentTypeOptions] = "nosniff"
        // Answers hold personal data: no cache between the API and its client may keep them.
        response.fields[.cacheControl] = "no-store"
        if request.method == .head { response.dropBody() }
        log.record(request, response, context, duration: .now - start, cause: cause)
        return response
    }

    private func outcome(
        of request: Request, _ fault: Problem?, _ context: RequestContext
    ) async -> (Response, cause: String?) {
        do throws(APIError) {
            if let fault { throw APIError(fault) }
            if request.method == .options, let route = Route(path: request.path) {
                return (settings.crossOrigin.preflight(of: route, for: request), nil)
            }
            return (try await response(to: request, context), nil)
        } catch {
            var problem = error.problem
            problem.instance = context.requestID
            return (problem.response, error.cause)
        }
    }

    private func response(to request: Request, _ context: RequestContext) async throws(APIError) -> Response {
        if case .unauthenticated(let reason) = context.caller,
            Route(path: request.path)?.requiresAuthentication ?? true
        {
            throw APIError(Problem(.unauthenticated, reason))
        }
        let call: Call
        do throws(Problem) {
            call = try Call(request)
        } catch {
            throw APIError(error)
        }
        let caller = context.caller
        try caller.check(call.permission)
        guard let deadline = context.deadline else { return try await response(to: call, caller) }
        return try await inTime(until: deadline) { () async throws(APIError) in try await response(to: call, caller) }
    }

    private func response(to call: Call, _ caller: RequestContext.Caller) async throws(APIError) -> Response {
        switch call {
        case .read(let call): try await answer(to: call, caller).response
        case .write(let call): try await answer(to: call, caller).response
        }
    }
}

extension Response {
    /// What HEAD gets: the fields of GET and no content (RFC 9110 §9.3.2).
    fileprivate mutating func dropBody() {
        if status != .noContent, status != .notModified { fields[.contentLength] = String(body.count) }
        body = []
    }
}
