import Hummingbird
import NIOCore
import Wire

/// A request's body, as much of it as the API looks at.
struct ReceivedBody {
    /// One byte more than the API takes when there were more: it is for the API to refuse it.
    let bytes: [UInt8]
    /// Whether the client has sent everything.
    let isComplete: Bool

    /// Reads the body; the connection is closed when it does not come in time.
    init(_ body: RequestBody, from channel: any Channel, within timeout: TimeAmount) async throws {
        let timer = channel.eventLoop.scheduleTask(in: timeout) {
            channel.triggerUserOutboundEvent(ConnectionOrder.abort, promise: nil)
        }
        defer { timer.cancel() }
        var bytes: [UInt8] = []
        var received = 0
        for try await buffer in body {
            received += buffer.readableBytes
            bytes += buffer.readableBytesView.prefix(Call.maximumBodyBytes + 1 - bytes.count)
            if received > Limits.drainedBytes { break }
        }
        self.bytes = bytes
        isComplete = received <= Limits.drainedBytes
    }
}
