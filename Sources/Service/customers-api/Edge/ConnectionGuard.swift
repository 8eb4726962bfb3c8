import NIOCore
import NIOHTTP1

/// Keeps one connection to HTTP/1.1's rules about its beginning and its end, and to its share of the server.
///
/// Stands where requests are still as they came, with their version. The last answer of a connection says that it is
/// (RFC 9112 §9.6). Then what the client still sends is read and thrown away for a moment: a socket that is closed with bytes
/// unread takes the answer back that is on its way.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let connections: ConnectionTable
    private let id: ObjectIdentifier
    private var requests = 0
    private var unanswered = 0
    /// Whether the last request that is answered has begun.
    private var isLast = false
    /// Whether the answer that is being written is the last.
    private var isEnding = false
    private var isDiscarding = false
    /// Whether the last answer is on its way, and only the client's end is waited for.
    private var isDraining = false
    private var discardedBytes = 0
    private var hasInputEnded = false
    private var timer: Scheduled<Void>?

    init(_ connections: ConnectionTable, of channel: any Channel) {
        self.connections = connections
        id = ObjectIdentifier(channel)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Limits.connectionAge) { self.growOld(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    private func growOld(_ context: ChannelHandlerContext) {
        guard unanswered > 0 else { return abort(context) }
        isLast = true
    }

    private func abort(_ context: ChannelHandlerContext) {
        context.triggerUserOutboundEvent(ConnectionOrder.abort, promise: nil)
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if case .head = part, isLast { isDiscarding = true }
        switch part {
        case _ where isDiscarding: discard(part, context)
        case .head(let head): begin(head, context)
        case .body, .end: context.fireChannelRead(data)
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        (requests, unanswered) = (requests + 1, unanswered + 1)
        connections.note(id, isBusy: true)
        guard let head = head.asVersion11() else {
            (isLast, isDiscarding) = (true, true)
            context.fireErrorCaught(HTTPParserError.unknown)
            return
        }
        isLast = isLast || !head.isKeepAlive || head.endsHTTP || requests >= Limits.requestsPerConnection
        context.fireChannelRead(wrapInboundOut(.head(head.namingTarget())))
    }

    private func discard(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
        guard case .body(let bytes) = part else { return }
        discardedBytes += bytes.readableBytes
        if discardedBytes > Limits.drainedBytes { abort(context) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        if isDiscarding { context.read() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .inputClosed? = event as? ChannelEvent {
            hasInputEnded = true
            connections.hangUp(id)
            if isDraining { abort(context) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: Answers

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard case .takeBody? = event as? ConnectionOrder else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(wrapOutboundOut(.head(head)), promise: promise)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head):
            if isLast, unanswered <= 1 { head.headers.replaceOrAdd(name: "Connection", value: "close") }
            isEnding = !head.isKeepAlive
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            unanswered = max(unanswered - 1, 0)
            if unanswered == 0 { connections.note(id, isBusy: false) }
            if isEnding { end(context, data, promise) } else { context.write(data, promise: promise) }
        }
    }

    private func end(_ context: ChannelHandlerContext, _ data: NIOAny, _ promise: EventLoopPromise<Void>?) {
        (isLast, isDiscarding, unanswered) = (true, true, 0)
        let promise = promise ?? context.eventLoop.makePromise()
        promise.futureResult.assumeIsolated().whenComplete { _ in self.drain(context) }
        context.write(data, promise: promise)
    }

    private func drain(_ context: ChannelHandlerContext) {
        guard !hasInputEnded else { return context.close(promise: nil) }
        isDraining = true
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Limits.draining) { self.abort(context) }
        context.close(mode: .output, promise: nil)
        context.read()
    }
}

extension HTTPRequestHead {
    /// With the host that the target names where that is a whole address: it counts, and Host does not (RFC 9112 §3.2.2).
    fileprivate func namingTarget() -> HTTPRequestHead {
        guard headers[canonicalForm: "Host"].count == 1, let host = TargetAuthority.text(of: uri) else { return self }
        var head = self
        head.headers.replaceOrAdd(name: "Host", value: host)
        return head
    }

    /// As a client of this version would have sent it that closes after the answer; `nil` for framing that HTTP/1.0 has not
    /// (RFC 9112 §6.1).
    fileprivate func asVersion11() -> HTTPRequestHead? {
        guard version.major < 1 || (version.major == 1 && version.minor == 0) else { return self }
        guard !headers.contains(name: "Transfer-Encoding") else { return nil }
        var head = self
        head.headers.remove(name: "Expect")
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        // Such a client need not name the host: it means the one that it has reached (RFC 9112 §3.3).
        if !headers.contains(name: "Host") { head.headers.add(name: "Host", value: "localhost") }
        return head
    }
}

extension HTTPRequestHead {
    /// Whether NIO's parser takes what follows for another protocol, and hands on nothing more.
    fileprivate var endsHTTP: Bool { method == .CONNECT || headers.contains(name: "Upgrade") }
}
