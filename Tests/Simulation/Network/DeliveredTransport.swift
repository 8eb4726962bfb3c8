package import APIClient
package import HTTP
package import Wire

/// Hands on what came back from the simulated network, so that the real client reads it.
struct DeliveredTransport: Transport {
    let result: Result<Response, TransportFailure>

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        try result.get()
    }
}

extension APIClient {
    /// What the real client makes of the end of a request.
    package static func reading(
        _ result: Result<Response, TransportFailure>, of call: Call
    ) async -> Result<Answer, APIFailure> {
        let client = APIClient(
            transport: DeliveredTransport(result: result), retries: RetryPolicy(maximumRetries: 0))
        do throws(APIFailure) {
            return .success(try await client.answer(call))
        } catch {
            return .failure(error)
        }
    }
}
