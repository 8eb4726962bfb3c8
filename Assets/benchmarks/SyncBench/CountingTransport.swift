import APIClient
import HTTP
import Synchronization
import Transports

/// Real requests, and how many there were.
final class CountingTransport: Transport {
    private let transport: HTTPTransport
    private let count = Atomic(0)

    init(_ transport: HTTPTransport) {
        self.transport = transport
    }

    var requests: Int { count.load(ordering: .relaxed) }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        count.add(1, ordering: .relaxed)
        return try await transport.send(request, deadline: deadline)
    }

    func shutDown() async { await transport.shutDown() }
}
