import Glibc
import NIOCore

/// Drops a client that does not read its answer, or takes all too long about it.
final class AnswerDelivery: ChannelOutboundHandler, RemovableChannelHandler {
    typealias OutboundIn = Any

    private let timeout: TimeAmount
    /// When each write began that the system has not taken to its end, the oldest first.
    private var unfinished: [NIODeadline] = []
    private var look: Scheduled<Void>?

    /// A client that takes something now and then still has only so many times as long for each part of an answer: 833 bytes
    /// a second of the longest one, with the timeout that is usual.
    private static let timeoutsBeforeClosing: Int64 = 10

    /// - Parameter timeout: how long a client may take nothing at all.
    init(timeout: TimeAmount) {
        self.timeout = timeout
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let promise = promise ?? context.eventLoop.makePromise()
        unfinished.append(.now())
        promise.futureResult.assumeIsolated().whenComplete { _ in self.finishWrite() }
        if look == nil { lookLater(context, after: timeout) }
        context.write(data, promise: promise)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        look?.cancel()
    }

    /// Writes end in the order in which they began.
    private func finishWrite() {
        if !unfinished.isEmpty { unfinished.removeFirst() }
        guard unfinished.isEmpty else { return }
        look?.cancel()
        look = nil
    }

    private func lookLater(_ context: ChannelHandlerContext, after delay: TimeAmount) {
        look = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { self.lookAtClient(context) }
    }

    private func lookAtClient(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return }
        socket.getTCPInfo().assumeIsolated().whenComplete { result in
            guard context.channel.isActive, let oldest = self.unfinished.first else { return }
            let rest =
                switch result {
                case .success(let info):
                    min(
                        self.timeout - .milliseconds(Int64(info.tcpi_last_data_sent)),
                        oldest + self.timeout * Self.timeoutsBeforeClosing - .now())
                // A Unix socket does not say when the client took something last.
                case .failure: oldest + self.timeout - .now()
                }
            if rest > .zero {
                self.lookLater(context, after: rest)
            } else {
                context.triggerUserOutboundEvent(ConnectionOrder.abort, promise: nil)
            }
        }
    }
}
