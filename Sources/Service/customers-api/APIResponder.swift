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
    let api: CustomerAPI
    let probes: Probes
    let metrics: RequestCounts?
    let tokens: TokenAuthorizer?
    /// Whether a proxy in front says for whom it asks.
    let isBehindProxy: Bool
    /// How long a client may take for a body.
    let timeout: TimeAmount

    func respond(to request: Hummingbird.Request, context: AcceptedConnection) async throws -> Hummingbird.Response {
        let body = try await ReceivedBody(request.body, from: context.channel, within: timeout)
        let call = HTTP.Request(
            request.method, request.head.path ?? "/", fields: request.headers, body: body.bytes)
        let answer = await answer(to: call, request, context)
        return Hummingbird.Response(answer, closing: body.isComplete ? nil : context.channel)
    }

    private func answer(
        to call: HTTP.Request, _ request: Hummingbird.Request, _ context: AcceptedConnection
    ) async -> HTTP.Response {
        if let answer = await probes.response(to: call) { return answer }
        // Before it counts as a request that is answered: a wrong token may wait.
        let caller = await requestContext(request, context)
        guard let metrics else { return await api.respond(to: call, context: caller) }
        return await metrics.counting(call) { await api.respond(to: call, context: caller) }
    }

    private func requestContext(
        _ request: Hummingbird.Request, _ connection: AcceptedConnection
    ) async -> RequestContext {
        let source = RequestSource.address(
            of: request.headers, peer: connection.channel.remoteAddress?.ipAddress, isBehindProxy: isBehindProxy)
        let caller = await tokens?.caller(authorization: request.headers[.authorization], source: source)
        return RequestContext(
            requestID: Identifier<RequestContext>.random().text, caller: caller ?? .anonymous, source: source,
            deadline: .now + Limits.answer)
    }
}

/// What the responder needs of a connection.
struct AcceptedConnection: InitializableFromSource {
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        channel = source.channel
    }
}

extension Hummingbird.Response {
    /// - Parameter channel: closed after the answer, because what the client still sends is nothing to wait for.
    fileprivate init(_ answer: HTTP.Response, closing channel: (any Channel)?) {
        let bytes = ByteBuffer(bytes: answer.body)
        guard let channel else {
            self.init(status: answer.status, headers: answer.fields, body: ResponseBody(byteBuffer: bytes))
            if answer.status == .noContent || answer.status == .notModified { headers[.contentLength] = nil }
            return
        }
        let body = ResponseBody(contentLength: bytes.readableBytes) { writer in
            try await writer.write(bytes)
            try await writer.finish(nil)
            channel.close(promise: nil)
        }
        self.init(status: answer.status, headers: answer.fields, body: body)
        headers[.connection] = "close"
    }
}
