import NIOCore

/// What a connection's handlers are told from outside of them.
enum ConnectionOrder: Sendable {
    /// Ask for the body of a client that waits with it (`Expect: 100-continue`, RFC 9110 §10.1.1).
    case takeBody
    /// End at once; of what is under way nothing more is sent.
    case abort
}

/// Stands nearest to the socket and ends the connection when it is told to: one that closes by TLS's rules waits for the other
/// end's last word, up to five seconds.
final class ConnectionAbort: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = Any

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard case .abort? = event as? ConnectionOrder else {
            context.triggerUserOutboundEvent(event, promise: promise)
            return
        }
        context.close(promise: promise)
    }
}
