import HTTP
import HTTPTypes
import Synchronization

/// A way to a server that knows whether the server has answered yet.
struct WatchedTransport: Transport {
    private let transport: any Transport
    private let answer = Answer()

    private final class Answer: Sendable {
        let hasCome = Atomic(false)
    }

    init(_ transport: any Transport) {
        self.transport = transport
    }

    var origin: ServerOrigin? { transport.origin }

    /// Whether anything has come back but a failure of the server's or of what stands before it.
    var hasAnswered: Bool { answer.hasCome.load(ordering: .relaxed) }

    func send(
        _ request: Request, deadline: ContinuousClock.Instant
    ) async throws(TransportFailure) -> Response {
        let response = try await transport.send(request, deadline: deadline)
        if response.status.code < 500 { answer.hasCome.store(true, ordering: .relaxed) }
        return response
    }
}
