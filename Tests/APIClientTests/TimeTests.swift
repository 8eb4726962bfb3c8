import HTTP
import Synchronization
import TestSupport
import Testing
import Transports
import Wire

@testable import APIClient

@Suite("Deadlines and giving up", .timeLimit(.minutes(2)))
struct TimeTests {
    private static let head = Array(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n[".utf8)

    @Test(
        "The deadline holds, whatever the server is at",
        arguments: [Misbehaviour.hang, .say(Array("HTTP/1.1 200".utf8)), .say(head), .drip(head)])
    func deadline(step: Misbehaviour) async throws {
        let server = try MisbehavingServer(step)
        let transport = HTTPTransport(try APIEndpoint(server.url, carriesToken: false).server)
        let failure = await transport.failure(within: .milliseconds(300))
        #expect(failure == TransportFailure(.timedOut, mayHaveArrived: true))
        // On a busy machine the time may be over before there is a connection.
        await server.seesClosed(server.connectionCount)
    }

    @Test("After the deadline nothing is sent")
    func tooLate() async throws {
        let server = try MisbehavingServer(emptyPage)
        let transport = HTTPTransport(try APIEndpoint(server.url, carriesToken: false).server)
        #expect(await transport.failure(within: .zero) == TransportFailure(.timedOut, mayHaveArrived: false))
        #expect(server.requests.isEmpty)
    }

    @Test("After the end nothing is sent")
    func shutDown() async throws {
        let server = try MisbehavingServer(emptyPage)
        let transport = HTTPTransport(try APIEndpoint(server.url, carriesToken: false).server)
        await transport.shutDown()
        #expect(await transport.failure() == TransportFailure(.cancelled, mayHaveArrived: false))
        #expect(server.requests.isEmpty)
    }

    @Test("Reads have 10 seconds and writes 35, their repeats included")
    func deadlines() async throws {
        for (isWrite, limit) in [(false, Duration.seconds(10)), (true, .seconds(35))] {
            let server = try MisbehavingServer(.answer(500))
            let noting = NotingTransport(HTTPTransport(try APIEndpoint(server.url, carriesToken: false).server))
            let start = ContinuousClock.now
            let client = CustomerClient(transport: noting, retries: Pauses().policy)
            if isWrite { _ = await client.result(of: .keyedWrite) } else { _ = await client.result(of: .page) }
            let end = ContinuousClock.now
            await noting.transport.shutDown()
            let deadlines = noting.deadlines.withLock { $0 }
            #expect(deadlines.count == 3)
            #expect(Set(deadlines).count == 1)
            #expect(deadlines.allSatisfy { start + limit <= $0 && $0 <= end + limit })
        }
    }

    @Test(
        "Giving up is immediate and closes the connection",
        arguments: [Misbehaviour.hang, .say(head), .drip(head)])
    func cancellation(step: Misbehaviour) async throws {
        let bench = try Bench(MisbehavingServer(step))
        let call = Task { await bench.failure(of: .keyedWrite) }
        await bench.server.receives(1)
        // A client that waited on would say that the time is over.
        call.cancel()
        #expect(await call.value == .unreachable(TransportFailure(.cancelled, mayHaveArrived: true)))
        await bench.server.seesClosed(1)
        #expect(bench.server.requests.count == 1)
    }

    @Test(
        "Giving up during a pause is immediate",
        arguments: [(Misbehaviour.answer(500), true), (.problem(429, "throttled"), false)])
    func cancelledPause(step: Misbehaviour, mayHaveArrived: Bool) async throws {
        let server = try MisbehavingServer(step)
        let (pauses, begun) = AsyncStream.makeStream(of: Duration.self)
        let policy = RetryPolicy(sleep: { pause in
            begun.yield(pause)
            try await Task.sleep(for: .seconds(600))
        })
        let transport = HTTPTransport(try APIEndpoint(server.url, carriesToken: false).server)
        let client = CustomerClient(transport: transport, retries: policy)
        let call = Task { () async -> APIFailure? in
            do throws(APIFailure) {
                _ = try await client.answer(.keyedWrite)
                return nil
            } catch {
                return error
            }
        }
        for await _ in pauses { break }
        call.cancel()
        #expect(await call.value == .unreachable(TransportFailure(.cancelled, mayHaveArrived: mayHaveArrived)))
        await transport.shutDown()
    }
}

/// A real transport whose deadlines can be read.
private struct NotingTransport: Transport {
    let transport: HTTPTransport
    let deadlines = Noted()

    /// A box, as a mutex cannot be copied with the transport.
    final class Noted: Sendable {
        private let all = Mutex<[ContinuousClock.Instant]>([])

        func withLock<Result: Sendable>(_ body: (inout sending [ContinuousClock.Instant]) -> sending Result) -> Result {
            all.withLock(body)
        }
    }

    init(_ transport: HTTPTransport) {
        self.transport = transport
    }

    func send(
        _ request: Request, deadline: ContinuousClock.Instant
    ) async throws(TransportFailure) -> Response {
        deadlines.withLock { $0.append(deadline) }
        return try await transport.send(request, deadline: deadline)
    }
}
