import HTTP
import HTTPTypes
import NIOCore
import NIOHTTP1

/// One request, and the promise of its answer.
struct Exchange: Sendable {
    let head: HTTPRequestHead
    let body: [UInt8]
    let deadline: NIODeadline
    /// Of the answer's body, in bytes.
    let limit: Int
    let answer: EventLoopPromise<ReceivedResponse>

    init(
        _ request: Request, server: ServerAddress, deadline: NIODeadline, limit: Int,
        answer: EventLoopPromise<ReceivedResponse>
    ) {
        var fields = HTTPHeaders()
        fields.add(name: "Host", value: server.hostField)
        for field in request.fields { fields.add(name: field.name.rawName, value: field.value) }
        if !request.body.isEmpty || request.method == .post || request.method == .put {
            fields.replaceOrAdd(name: "Content-Length", value: String(request.body.count))
        }
        head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: request.method.rawValue),
            uri: server.pathPrefix + (request.head.path ?? "/"), headers: fields)
        body = request.body
        self.deadline = deadline
        self.limit = limit
        self.answer = answer
    }
}

/// A complete answer.
struct ReceivedResponse: Sendable {
    let response: Response
    let keepsConnection: Bool
}

/// Sends the requests of a connection, one after the other, and puts their answers together.
final class ExchangeHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundIn = Exchange
    typealias OutboundOut = HTTPClientRequestPart

    private let end: ServerConnection.End
    private var exchange: Exchange?
    /// Set and taken away on the connection's own thread, which need not be woken for it.
    private var alarm: Scheduled<Void>?
    private var head: HTTPResponseHead?
    private var body: [UInt8] = []

    init(_ end: ServerConnection.End) {
        self.end = end
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let exchange = unwrapOutboundIn(data)
        self.exchange = exchange
        let boundContext = NIOLoopBound(context, eventLoop: context.eventLoop)
        let boundSelf = NIOLoopBound(self, eventLoop: context.eventLoop)
        alarm = context.eventLoop.scheduleTask(deadline: exchange.deadline) {
            boundSelf.value.fail(TransportFailure(.timedOut, mayHaveArrived: true), boundContext.value)
        }
        context.write(wrapOutboundOut(.head(exchange.head)), promise: nil)
        if !exchange.body.isEmpty {
            let buffer = context.channel.allocator.buffer(bytes: exchange.body)
            context.write(wrapOutboundOut(.body(.byteBuffer(buffer))), promise: nil)
        }
        context.write(wrapOutboundOut(.end(nil)), promise: promise)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body = []
        case .body(let buffer):
            guard let exchange, body.count + buffer.readableBytes <= exchange.limit else {
                let limit = exchange?.limit ?? 0
                return fail(TransportFailure(.tooLarge(limit: limit), mayHaveArrived: true), context)
            }
            body += buffer.readableBytesView
        case .end:
            guard let head, let exchange else { return }
            (self.exchange, self.head) = (nil, nil)
            alarm?.cancel()
            exchange.answer.succeed(
                ReceivedResponse(response: Response(head, body: body), keepsConnection: head.isKeepAlive))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        let detail = head == nil ? "the server closed it" : "the answer is not whole"
        fail(TransportFailure(.connectionLost(detail: detail), mayHaveArrived: true), context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error, context)
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        alarm?.cancel()
        if let exchange { exchange.answer.fail(error) } else { end.note(error) }
        exchange = nil
        context.close(promise: nil)
    }
}

extension Response {
    fileprivate init(_ head: HTTPResponseHead, body: [UInt8]) {
        var fields = HTTPFields()
        for (name, value) in head.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        self.init(
            HTTPResponse.Status(code: Int(head.status.code), reasonPhrase: head.status.reasonPhrase), fields: fields,
            body: body)
    }
}
