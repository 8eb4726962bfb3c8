package import APIClient
package import HTTP

/// Hands on what came back from the simulated network, so that the real client reads it.
struct DeliveredTransport: Transport {
    let result: Result<Response, TransportFailure>

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        try result.get()
    }
}

extension CustomerClient {
    /// The real client, to which a request ends as said.
    package init(delivering result: Result<Response, TransportFailure>) {
        self.init(transport: DeliveredTransport(result: result), retries: RetryPolicy(maximumRetries: 0))
    }
}
