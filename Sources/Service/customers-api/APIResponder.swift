import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import Wire

import struct CustomerAPI.RequestContext

/// Translates between Hummingbird's messages and the API's.
struct APIResponder: HTTPResponder {
    let api: CustomerHandler
    let probes: Probes
    let metrics: RequestCounts?
    let callers: CallerChecks
    let connections: ConnectionTable
    let changes: ChangeHub?
    let rules: HeadRules
    /// Whether a proxy in front says for whom it asks.
    let isBehindProxy: Bool
    /// How long a client may take for a body.
    let timeout: TimeAmount

    /// The head alone decides whether a body is read: of a caller who may not call, or not make this call, none is.
    func respond(to request: Hummingbird.Request, context: AcceptedConnection) async throws -> Hummingbird.Response {
        let head = RoutedRequest(request.head)
        if let fault = rules.fault(in: request.head) {
            let stranger = RequestContext.Caller.unauthenticated(reason: fault.detail)
            let answer = await answer(to: head, requestContext(stranger, source(request, context)), refusing: fault)
            return Hummingbird.Response(answer, isLast: true)
        }
        if let answer = await probes.response(to: head.request) {
            return Hummingbird.Response(answer, isLast: request.head.hasBody)
        }
        // Before it counts as a request that is answered: a wrong token may wait.
        let source = source(request, context)
        let caller = await callers.caller(authorization: request.headers[.authorization], source: source)
        if caller.refusal != nil {
            let answer = await answer(to: head, requestContext(caller, source))
            return Hummingbird.Response(answer, isLast: request.head.hasBody)
        }
        if callers.areAsked { connections.know(ObjectIdentifier(context.channel)) }
        if caller.isForbidden(head) {
            let answer = await answer(to: head, requestContext(caller, source))
            return Hummingbird.Response(answer, isLast: request.head.hasBody)
        }
        let body = try await body(of: request, context)
        let call = head.with(body: body.bytes)
        let wait = changes?.wait(of: call, on: context, connections, metrics) {
            await callers.caller(authorization: request.headers[.authorization], source: source)
        }
        let answer = await answer(to: call, requestContext(caller, source, waiting: wait))
        return Hummingbird.Response(answer, isLast: !body.isComplete)
    }

    private func body(of request: Hummingbird.Request, _ context: AcceptedConnection) async throws -> ReceivedBody {
        if let bytes = request.head.declaredBytes, bytes > Limits.drainedBytes { return .tooLong }
        if request.head.hasBody, request.head.waitsWithBody {
            try await context.channel.triggerUserOutboundEvent(ConnectionOrder.takeBody)
        }
        return try await ReceivedBody(request.body, from: context.channel, within: timeout)
    }

    /// - Parameter fault: what is wrong with the head, so that nothing else is looked at.
    private func answer(
        to call: RoutedRequest, _ context: RequestContext, refusing fault: Problem? = nil
    ) async -> HTTP.Response {
        metrics?.begin()
        defer { metrics?.end() }
        return await api.respond(to: call, refusing: fault, context: context)
    }

    private func source(_ request: Hummingbird.Request, _ connection: AcceptedConnection) -> String? {
        RequestSource.address(
            of: request.headers, peer: connection.channel.remoteAddress?.ipAddress, isBehindProxy: isBehindProxy)
    }

    private func requestContext(
        _ caller: RequestContext.Caller, _ source: String?, waiting: ConnectionWait? = nil
    ) -> RequestContext {
        RequestContext(
            requestID: Identifier<RequestContext>.random().text, caller: caller, source: source,
            deadline: .now + Limits.answer, waiting: waiting)
    }
}

/// What the responder needs of a connection.
struct AcceptedConnection: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

extension RoutedRequest {
    fileprivate init(_ head: HTTPRequest) {
        self.init(HTTP.Request(head.method, head.path ?? "/", fields: head.headerFields))
    }
}

extension Hummingbird.Response {
    /// - Parameter isLast: whether the connection ends with it, because what the client still sends is nothing to wait for.
    fileprivate init(_ answer: HTTP.Response, isLast: Bool) {
        self.init(
            status: answer.status, headers: answer.fields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
        if answer.status == .noContent || answer.status == .notModified { headers[.contentLength] = nil }
        if isLast { headers[.connection] = "close" }
    }
}
