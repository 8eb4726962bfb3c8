import Hummingbird
import NIOCore
import Wire

/// A request's body, as much of it as the API looks at.
struct ReceivedBody {
    /// One byte more than the API takes when there were more: it is for the API to refuse it.
    let bytes: [UInt8]
    /// Whether the client has sent everything.
    let isComplete: Bool

    /// One that nobody waits for, because its head says that it is longer than what is read of any.
    static let tooLong = ReceivedBody(
        bytes: [UInt8](repeating: 0, count: Call.maximumBodyBytes + 1), isComplete: false)

    private init(bytes: [UInt8], isComplete: Bool) {
        (self.bytes, self.isComplete) = (bytes, isComplete)
    }

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
