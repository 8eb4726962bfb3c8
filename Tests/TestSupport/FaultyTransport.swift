package import HTTP
import HTTPTypes
import Randomness
import Synchronization

/// A way to DynamoDB on which things go wrong as often as it is told, the same in every run.
package final class FaultyTransport: Transport {
    private let next: any Transport
    private let rates: Rates
    private let generator: Mutex<SplitMix>
    private let state = Mutex((isStalled: false, faults: 0, sent: 0))

    /// Of a hundred requests.
    package struct Rates: Sendable {
        package var throttled = 0.0
        package var failed = 0.0
        /// Half of them before the request arrives, half of them after it was acted on.
        package var reset = 0.0
        package var damaged = 0.0

        package init(throttled: Double = 0, failed: Double = 0, reset: Double = 0, damaged: Double = 0) {
            self.throttled = throttled
            self.failed = failed
            self.reset = reset
            self.damaged = damaged
        }
    }

    package init(_ next: any Transport, _ rates: Rates = Rates(), seed: UInt64 = 2024) {
        self.next = next
        self.rates = rates
        generator = Mutex(SplitMix(seed: seed))
    }

    /// While it is stalled, requests leave and nothing ever comes back.
    package var isStalled: Bool {
        get { state.withLock { $0.isStalled } }
        set { state.withLock { $0.isStalled = newValue } }
    }

    /// How many requests were spoilt, and how many there were.
    package var counts: (faults: Int, sent: Int) { state.withLock { ($0.faults, $0.sent) } }

    package func send(
        _ request: Request, deadline: ContinuousClock.Instant
    ) async throws(TransportFailure) -> Response {
        let stalled = state.withLock { state in
            state.sent += 1
            return state.isStalled
        }
        if stalled {
            do {
                try await Task.sleep(until: deadline)
            } catch {
                throw TransportFailure(.cancelled, mayHaveArrived: true)
            }
            throw TransportFailure(.timedOut, mayHaveArrived: true)
        }
        let fault = fault()
        if fault != .none { state.withLock { $0.faults += 1 } }
        switch fault {
        case .none: return try await next.send(request, deadline: deadline)
        case .throttled: return .error("ProvisionedThroughputExceededException", .badRequest)
        case .failed: return .error("InternalServerError", .internalServerError)
        case .resetBefore: throw TransportFailure(.connectionLost(detail: "reset"), mayHaveArrived: true)
        case .resetAfter:
            _ = try await next.send(request, deadline: deadline)
            throw TransportFailure(.connectionLost(detail: "reset"), mayHaveArrived: true)
        case .damaged:
            var response = try await next.send(request, deadline: deadline)
            if let last = response.body.indices.last { response.body[last / 2] ^= 1 }
            return response
        }
    }

    private enum Fault {
        case none, throttled, failed, resetBefore, resetAfter, damaged
    }

    private func fault() -> Fault {
        var value = generator.withLock { Double.random(in: 0..<100, using: &$0) }
        for (fault, rate) in [
            (Fault.throttled, rates.throttled), (.failed, rates.failed), (.resetBefore, rates.reset / 2),
            (.resetAfter, rates.reset / 2), (.damaged, rates.damaged),
        ] {
            if value < rate { return fault }
            value -= rate
        }
        return .none
    }
}

extension Response {
    fileprivate static func error(_ type: String, _ status: HTTPResponse.Status) -> Response {
        let body = #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(type)","message":"because"}"#
        return Response(status, fields: [.contentType: "application/x-amz-json-1.0"], body: Array(body.utf8))
    }
}
