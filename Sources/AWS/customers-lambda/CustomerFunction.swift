import APIGateway
import CustomerAPI
import HTTP
import LambdaRuntime
import Logging
import Wire

/// The API as a Lambda function behind an HTTP API: from an event to its answer, whatever the event is.
struct CustomerFunction: Sendable {
    private let api: CustomerHandler
    private let authentication: FunctionSettings.Authentication
    private let logger: Logger

    /// How long an answer may take: a second less than the gateway waits (the integration's 29 s timeout).
    static let timeout = Duration.seconds(28)

    init(
        store: any CustomerStore, settings: FunctionSettings, audit: any AuditTrail = AuditLines(), logger: Logger
    ) {
        api = CustomerHandler(store: store, settings: settings.api, audit: audit, logger: logger)
        authentication = settings.authentication
        self.logger = logger
    }

    /// The answer in JSON, never longer than Lambda takes.
    func answer(to invocation: Invocation) async -> [UInt8] {
        await LogContext.$current.withValue(LogContext(invocation)) {
            let event: GatewayEvent
            do throws(GatewayEventFailure) {
                event = try GatewayEvent(invocation.payload)
            } catch {
                logger.warning("event refused", metadata: ["cause": "\(error.detail)"])
                return answer(problem: Problem(.invalidRequest, error.detail), to: invocation)
            }
            let response = await api.respond(to: event.request, context: context(of: event, invocation))
            let json = GatewayResponse(response).json
            guard json.count <= RuntimeAPI.maximumResponseBytes else {
                logger.error("response too long", metadata: ["bytes": "\(json.count)"])
                let detail = "The answer is longer than the server may send. Ask for a smaller page with limit."
                return answer(problem: Problem(.internal, detail), to: invocation)
            }
            return json
        }
    }

    private func context(of event: GatewayEvent, _ invocation: Invocation) -> RequestContext {
        let latest = ContinuousClock.now + Self.timeout
        return RequestContext(
            requestID: invocation.requestID, caller: authentication.caller(event.authorizer), source: event.source,
            deadline: min(latest, invocation.ownDeadline() ?? latest))
    }

    private func answer(problem: Problem, to invocation: Invocation) -> [UInt8] {
        var problem = problem
        problem.instance = invocation.requestID
        return GatewayResponse(problem.response).json
    }
}
