import HTTP
import TestSupport
import Testing
import Transports
import Wire

@testable import APIClient

@Suite("Calls are repeated only where a repeat is safe")
struct RetryTests {
    private static let passing: [Misbehaviour] = [
        .reset, .drop(after: 0, of: []), .problem(503, "unavailable"), .problem(429, "throttled"),
        .problem(500, "internal"), .answer(502), .answer(504),
    ]

    @Test("A read is repeated until it is answered", arguments: passing)
    func reads(step: Misbehaviour) async throws {
        let bench = try Bench(MisbehavingServer(step, step, emptyPage))
        try await bench.run { client in
            let page = try await client.page(ListQuery())
            #expect(page.customers.isEmpty)
        }
        #expect(bench.server.requests.count == 3)
        try #require(bench.pauses.all.count == 2)
    }

    @Test("A write with an idempotency key is repeated, word for word", arguments: passing)
    func keyedWrites(step: Misbehaviour) async throws {
        let bench = try Bench(MisbehavingServer(step, .answer(204)))
        #expect(await bench.failure(of: .keyedWrite) == nil)
        #expect(bench.server.requests.count == 2)
        #expect(Set(bench.server.requests).count == 1)
        #expect(bench.server.requests[0].lowercased().contains("idempotency-key: "))
    }

    @Test(
        "A write without a key is never sent twice when the first may have arrived",
        arguments: passing.filter {
            if case .say(let bytes) = $0 { !bytes.starts(with: "HTTP/1.1 429".utf8) } else { true }
        })
    func bareWrites(step: Misbehaviour) async throws {
        let bench = try Bench(MisbehavingServer(step, .answer(204)))
        #expect(await bench.failure(of: .bareWrite) != nil)
        #expect(bench.server.requests.count == 1)
        #expect(bench.pauses.all.isEmpty)
    }

    @Test("A write that was turned away unread is repeated even without a key")
    func throttledWrite() async throws {
        let bench = try Bench(MisbehavingServer(.problem(429, "throttled"), .answer(204)))
        #expect(await bench.failure(of: .bareWrite) == nil)
    }

    @Test("An observer is called at the end of a call, not for its repeats, nor for an abandoned call")
    func observed() async throws {
        let bench = try Bench(MisbehavingServer(.answer(502), emptyPage, .hang))
        let (ends, observer) = AsyncStream.makeStream(of: Bool.self)
        try await bench.run { client in
            let client = client.observed { result, _ in observer.yield((try? result.get()) != nil) }
            _ = try await client.answer(.page)
            let call = Task { _ = try? await client.answer(.read) }
            await bench.server.receives(3)
            call.cancel()
            await call.value
        }
        observer.finish()
        #expect(await ends.reduce(into: [Bool]()) { $0.append($1) } == [true])
    }

    @Test("A wait for changes that is cut off is neither repeated nor told of: the next question does not wait")
    func cutOffWait() async throws {
        let bench = try Bench(MisbehavingServer(.answer(502)))
        let (ends, observer) = AsyncStream.makeStream(of: Bool.self)
        try await bench.run { client in
            let client = client.observed { result, _ in observer.yield((try? result.get()) != nil) }
            _ = try? await client.answer(.changes(ChangesQuery(cursor: "a", waitSeconds: 25)))
        }
        observer.finish()
        #expect(await ends.reduce(into: [Bool]()) { $0.append($1) } == [])
        #expect(bench.server.requests.count == 1)
    }

    @Test("After two repeats the failure is reported")
    func exhausted() async throws {
        let bench = try Bench(MisbehavingServer(.problem(503, "unavailable")))
        #expect(await bench.failure(of: .page) == .busy(status: 503, retryAfterSeconds: nil))
        #expect(bench.server.requests.count == 3)
    }

    @Test("An attempt that may have arrived is not forgotten when the next one cannot")
    func earlierAttempt() async throws {
        let server = try MisbehavingServer(.reset)
        let transport = HTTPTransport(try APIEndpoint(server.url, carriesToken: false).server)
        let client = CustomerClient(transport: transport, retries: RetryPolicy(sleep: { _ in server.stop() }))
        let refused = TransportFailure.Reason.cannotConnect(detail: "connection refused")
        await #expect(throws: APIFailure.unreachable(TransportFailure(refused, mayHaveArrived: true))) {
            try await client.answer(.keyedWrite)
        }
        await transport.shutDown()
    }

    @Test(
        "A save that may have arrived before it was turned away says that nothing happens twice",
        arguments: [(429, "throttled"), (401, "unauthenticated"), (403, "forbidden")])
    func turnedAwayLater(status: Int, type: String) async throws {
        let message = "It may have been saved all the same. Saving again makes nothing happen twice."
        let writing = try Bench(MisbehavingServer(.reset, .problem(status, type)))
        let unsettled = try #require(await writing.failure(of: .keyedWrite))
        #expect(unsettled.mayHaveArrived && unsettled.message.hasSuffix(message), "\(unsettled)")
        let reading = try Bench(MisbehavingServer(.reset, .problem(status, type)))
        let failure = try #require(await reading.failure(of: .page))
        #expect(!failure.mayHaveArrived && !failure.message.hasSuffix(message), "\(failure)")
        let bench = try Bench(MisbehavingServer(.problem(status, type)))
        #expect(await bench.failure(of: .keyedWrite)?.mayHaveArrived == false)
    }

    @Test("A repeat's verdict is the write's own")
    func verdictLater() async throws {
        let bench = try Bench(MisbehavingServer(.reset, .problem(410, "deleted")))
        #expect(await bench.failure(of: .keyedWrite) == .refused(Problem(.deleted, "because")))
    }

    @Test("Pauses grow and vary, between once and twice their base")
    func pauses() async throws {
        let bench = try Bench(MisbehavingServer(.answer(500)))
        _ = await bench.failure(of: .page)
        try #require(bench.pauses.all.count == 2)
        #expect((.milliseconds(100) ... .milliseconds(200)).contains(bench.pauses.all[0]))
        #expect((.milliseconds(200) ... .milliseconds(400)).contains(bench.pauses.all[1]))
    }

    @Test(
        "Whatever Retry-After says, a pause is never shorter than the client's own",
        arguments: ["0", "-5", "soon", "1e3"])
    func noPause(text: String) async throws {
        let bench = try Bench(MisbehavingServer(.problem(503, "unavailable", ["Retry-After": text])))
        _ = await bench.failure(of: .page)
        try #require(bench.pauses.all.count == 2)
        #expect(bench.pauses.all[0] >= .milliseconds(100) && bench.pauses.all[1] >= .milliseconds(200))
    }

    @Test("What the server asks for is waited", arguments: [(429, "throttled"), (503, "unavailable")])
    func retryAfter(status: Int, type: String) async throws {
        let bench = try Bench(MisbehavingServer(.problem(status, type, ["Retry-After": "2"]), emptyPage))
        #expect(await bench.failure(of: .page) == nil)
        #expect(bench.pauses.all == [.seconds(2)])
    }

    @Test(
        "A pause beyond the deadline is not begun but reported; nobody waits longer than 15 minutes",
        arguments: [
            ("11", 11, "in 11 s"), ("600", 600, "in 10 min"), ("3600", 900, "in 15 min"),
            ("1000000000", 900, "in 15 min"), ("9223372036854775807", 900, "in 15 min"),
            ("99999999999999999999999999", 900, "in 15 min"),
        ])
    func longPause(text: String, seconds: Int, wait: String) async throws {
        let bench = try Bench(MisbehavingServer(.problem(503, "unavailable", ["Retry-After": text])))
        let failure = await bench.failure(of: .page)
        #expect(failure == .busy(status: 503, retryAfterSeconds: seconds))
        #expect(failure?.message.contains("Try again \(wait)") == true, "\(failure?.message ?? "")")
        #expect(bench.pauses.all.isEmpty)
    }

    @Test(
        "A gateway's Retry-After counts as the API's own; nonsense in it does not",
        arguments: [("7", 7), ("0", 0), ("-1", nil), ("soon", nil), ("1.5", nil), ("7, 9", nil), ("", nil)])
    func gateway(text: String, seconds: Int?) async throws {
        let bench = try Bench(MisbehavingServer(.answer(503, ["Retry-After": text])))
        #expect(
            await bench.failure(of: .page) == .busy(status: 503, retryAfterSeconds: seconds, isForeign: true))
    }

    @Test(
        "A date in Retry-After counts from the answer's own Date, whatever this machine's clock says",
        arguments: [
            ("Fri, 01 Jan 2038 00:00:30 GMT", "Fri, 01 Jan 2038 00:00:00 GMT", 30),
            ("Fri, 01 Jan 2038 09:00:00 GMT", "Fri, 01 Jan 2038 00:00:00 GMT", 900),
            ("Thu, 31 Dec 2037 00:00:00 GMT", "Fri, 01 Jan 2038 00:00:00 GMT", 0),
            ("Fri, 01 Jan 2038 00:00:30 GMT", "now", nil),
            ("Fri, 32 Jan 2038 00:00:30 GMT", "Fri, 01 Jan 2038 00:00:00 GMT", nil),
        ] as [(String, String, Int?)])
    func retryAfterDate(text: String, date: String, seconds: Int?) async throws {
        let bench = try Bench(MisbehavingServer(.answer(503, ["Retry-After": text, "Date": date])))
        #expect(
            await bench.failure(of: .page) == .busy(status: 503, retryAfterSeconds: seconds, isForeign: true))
    }

    @Test("A connection that the server closed meanwhile is replaced")
    func closedMeanwhile() async throws {
        let closing = Misbehaviour.bytes(200, ["Content-Type": "application/json"], Array("[]".utf8))
        let bench = try Bench(MisbehavingServer(.drop(after: closing.count, of: closing)))
        try await bench.run { client in
            for _ in 0..<20 {
                let page = try await client.page(ListQuery())
                #expect(page.customers.isEmpty)
            }
        }
        #expect(bench.server.requests.count >= 20)
    }

    @Test("One connection serves one call after the other")
    func pooling() async throws {
        let bench = try Bench(MisbehavingServer(emptyPage))
        try await bench.run { client in
            for _ in 0..<5 { _ = try await client.page(ListQuery()) }
        }
        await bench.server.seesClosed(1)
        #expect(bench.server.connectionCount == 1)
    }

    @Test(
        "Only what may end otherwise the next time is repeated: not what took the whole time, nor what TLS refuses",
        arguments: [
            (TransportFailure.Reason.cannotConnect(detail: "connection refused"), true),
            (.connectionLost(detail: "reset"), true), (.nameNotResolved(host: "api.example.com"), true),
            (.timedOut, false), (.tls(.untrusted), false), (.tooLarge(limit: 16), false),
            (.notHTTP(detail: "SSH"), false), (.proxy(detail: "407"), false), (.cancelled, false),
            (.socketNotPermitted, false),
        ])
    func repeatable(reason: TransportFailure.Reason, isRepeated: Bool) {
        let failure = APIFailure.unreachable(TransportFailure(reason, mayHaveArrived: false))
        #expect((RetryPolicy().pause(after: failure, attempt: 0) != nil) == isRepeated)
        #expect(RetryPolicy().pause(after: failure, attempt: 2) == nil)
    }
}
