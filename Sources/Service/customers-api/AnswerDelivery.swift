import Glibc
import NIOCore

/// Drops a client that does not read its answer.
///
/// What counts is that the system has sent it anything lately, however little of a long answer that is; a client that
/// reads slowly is served to the end.
final class AnswerDelivery: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = Any

    private let timeout: TimeAmount
    /// Writes that the system has not taken to their end.
    private var unfinished = 0
    private var look: Scheduled<Void>?

    /// - Parameter timeout: how long a client may take nothing at all.
    init(timeout: TimeAmount) {
        self.timeout = timeout
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let promise = promise ?? context.eventLoop.makePromise()
        unfinished += 1
        promise.futureResult.assumeIsolated().whenComplete { _ in self.finishWrite() }
        if look == nil { lookLater(context, after: timeout) }
        context.write(data, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        look?.cancel()
    }

    private func finishWrite() {
        unfinished -= 1
        guard unfinished == 0 else { return }
        look?.cancel()
        look = nil
    }

    private func lookLater(_ context: ChannelHandlerContext, after delay: TimeAmount) {
        look = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.lookAtClient(context) }
    }

    private func lookAtClient(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return }
        socket.getTCPInfo().assumeIsolated().whenComplete { result in
            // A connection of which the system knows nothing any more is closed already.
            guard case .success(let info) = result, self.unfinished > 0 else { return }
            let rest = self.timeout - .milliseconds(Int64(info.tcpi_last_data_sent))
            if rest > .zero { self.lookLater(context, after: rest) } else { context.close(promise: nil) }
        }
    }
}
