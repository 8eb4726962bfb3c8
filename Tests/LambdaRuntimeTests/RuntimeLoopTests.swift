import Foundation
import LambdaRuntime
import Synchronization
import TestSupport
import Testing

@Suite("Events are answered, one after the other", .timeLimit(.minutes(1)))
struct RuntimeLoopTests {
    @Test("Each event gets its own answer")
    func answers() async throws {
        let server = try RuntimeAPIServer()
        let loop = try RuntimeLoop(server.address) { Array(#"{"got":"#.utf8) + $0.payload + Array("}".utf8) }
        for number in 1...20 {
            #expect(await server.invoke("\(number)") == .response(#"{"got":\#(number)}"#))
        }
        let large = String(repeating: "ü", count: 1 << 20)
        #expect(await server.invoke("\"\(large)\"") == .response(#"{"got":"\#(large)"}"#))
        loop.stop()
        #expect(await loop.end() == nil)
    }

    @Test("The function gets what Lambda says about an event")
    func metadata() async throws {
        let server = try RuntimeAPIServer()
        let seen = Mutex<[Invocation]>([])
        let loop = try RuntimeLoop(server.address) { invocation in
            seen.withLock { $0.append(invocation) }
            return Array("{}".utf8)
        }
        _ = await server.invoke(
            "{}",
            [
                "Lambda-Runtime-Deadline-Ms": "1700000000500", "Lambda-Runtime-Trace-Id": "Root=1-5e-a;Sampled=1",
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:eu-west-1:1:function:f:live",
            ])
        _ = await server.invoke("{}", ["Lambda-Runtime-Trace-Id": "", "Lambda-Runtime-Deadline-Ms": "soon"])
        loop.stop()
        #expect(await loop.end() == nil)
        let invocations = seen.withLock { $0 }
        #expect(invocations.map(\.requestID) == ["request-1", "request-2"])
        #expect(invocations.map(\.traceID) == ["Root=1-5e-a;Sampled=1", nil])
        #expect(invocations.map(\.deadline) == [Date(timeIntervalSince1970: 1_700_000_000.5), nil])
        #expect(invocations.first?.functionARN == "arn:aws:lambda:eu-west-1:1:function:f:live")
    }

    @Test("The longest response is sent, a longer one is not even tried")
    func length() async throws {
        let server = try RuntimeAPIServer()
        let loop = try RuntimeLoop(server.address) { invocation in
            let count = Int(String(decoding: invocation.payload, as: UTF8.self)) ?? 0
            return [UInt8](repeating: UInt8(ascii: "1"), count: count)
        }
        let limit = RuntimeAPI.maximumResponseBytes
        #expect(await server.invoke("\(limit)") == .response(String(repeating: "1", count: limit)))
        guard case .error(let body, let type) = await server.invoke("\(limit + 1)") else {
            Issue.record("no error")
            return
        }
        #expect(type == "Runtime.ResponseTooLarge")
        #expect(body.contains("6291557"))
        #expect(server.refusals == 0)
        #expect(await server.invoke("1") == .response("1"))
        loop.stop()
        #expect(await loop.end() == nil)
    }

    @Test("A response that Lambda no longer wants ends nothing")
    func refusal() async throws {
        let event = ["Lambda-Runtime-Aws-Request-Id": "gone"]
        let server = try MisbehavingServer(
            .answer(200, event, body: "{}"), .answer(400, body: #"{"errorType":"InvalidRequestID"}"#), .hang)
        let loop = try RuntimeLoop(server.url.replacing("http://", with: "")) { _ in Array("{}".utf8) }
        await server.receives(3)
        loop.stop()
        #expect(await loop.end() == nil)
        #expect(server.requests[1].hasPrefix("POST /2018-06-01/runtime/invocation/gone/response HTTP/1.1\r\n"))
    }

    @Test("A server that closes after each answer is asked again")
    func reconnecting() async throws {
        let event = Misbehaviour.bytes(
            200, ["Lambda-Runtime-Aws-Request-Id": "1", "Connection": "close"], Array("{}".utf8))
        let taken = Misbehaviour.bytes(202, ["Connection": "close"], [])
        let server = try MisbehavingServer(
            .drop(after: event.count, of: event), .drop(after: taken.count, of: taken),
            .drop(after: event.count, of: event), .drop(after: taken.count, of: taken), .hang)
        let loop = try RuntimeLoop(server.url.replacing("http://", with: "")) { _ in Array("{}".utf8) }
        await server.receives(5)
        #expect(server.connectionCount == 5)
        loop.stop()
        #expect(await loop.end() == nil)
    }

    @Test("A kept connection that was closed meanwhile is replaced, and the answer is not lost")
    func staleConnection() async throws {
        // Says that the connection stays, and closes it.
        let event = Misbehaviour.bytes(200, ["Lambda-Runtime-Aws-Request-Id": "1"], Array("{}".utf8))
        let server = try MisbehavingServer(.drop(after: event.count, of: event), .answer(202), .hang)
        let loop = try RuntimeLoop(server.url.replacing("http://", with: "")) { _ in Array("{}".utf8) }
        await server.receives(3)
        loop.stop()
        #expect(await loop.end() == nil)
    }

    @Test(
        "A Runtime API that makes no sense ends the loop, at once and with its reason",
        arguments: [
            (Misbehaviour.answer(500), RuntimeAPIFailure.refused(status: 500)),
            (.answer(403), .refused(status: 403)),
            (.answer(200, body: "{}"), .malformed("an event without a request id")),
            (.say(Array("220 mail\r\n".utf8)), .malformed("no status line")),
            (.drop(after: 20, of: Misbehaviour.bytes(200, [:], Array("{}".utf8))), .connectionLost),
            (.reset, .connectionLost),
        ])
    func failures(misbehaviour: Misbehaviour, failure: RuntimeAPIFailure) async throws {
        let server = try MisbehavingServer(misbehaviour)
        let loop = try RuntimeLoop(server.url.replacing("http://", with: "")) { _ in [] }
        #expect(await loop.end() == failure)
        #expect(server.requests.count == 1)
    }

    @Test("Without a Runtime API the loop ends")
    func nobody() async throws {
        // tcpmux: nobody listens there.
        let loop = try RuntimeLoop("127.0.0.1:1") { _ in [] }
        #expect(await loop.end() == .cannotConnect(code: ECONNREFUSED))
    }

    @Test("An event under way is answered before the loop leaves")
    func leaving() async throws {
        let server = try RuntimeAPIServer()
        let (stream, continuation) = AsyncStream<RuntimeLoop>.makeStream()
        let loop = try RuntimeLoop(server.address) { _ in
            for await loop in stream {
                loop.stop()
                break
            }
            return Array("{}".utf8)
        }
        continuation.yield(loop)
        #expect(await server.invoke("{}") == .response("{}"))
        #expect(await loop.end() == nil)
    }
}

@Suite("Failures are reported in JSON, whatever the text")
struct InvocationFailureTests {
    @Test("Every text comes back as it was", arguments: HostileText.corpus + ["\"", "\\", "\0", "</script>", ""])
    func texts(text: String) throws {
        let json = InvocationFailure(.configuration, text).json
        let members = try JSONDecoder().decode(AnyJSON.self, from: Data(json))
        #expect(
            members
                == .object([
                    "errorMessage": .string(text), "errorType": .string("Runtime.ConfigInvalid"),
                    "stackTrace": .array([]),
                ]))
    }

    @Test("A program that cannot start says so", .timeLimit(.minutes(1)))
    func initialization() async throws {
        let server = try RuntimeAPIServer()
        let api = RuntimeAPI(try #require(RuntimeAddress(server.address)))
        let failure = InvocationFailure(.store, "no table\n\"x\"")
        try api.failInitialization(failure)
        let reported = await server.initializationError()
        #expect(reported == .error(String(decoding: failure.json, as: UTF8.self), type: "Runtime.StoreUnusable"))
    }
}

@Suite("The deadline that a function keeps")
struct DeadlineTests {
    private func left(_ seconds: Double) throws -> Duration {
        let now = Date(timeIntervalSince1970: 1_700_000_000)
        let clock = ContinuousClock.now
        let invocation = Invocation(requestID: "1", deadline: now + seconds, payload: [])
        return clock.duration(to: try #require(invocation.ownDeadline(at: now, by: clock)))
    }

    @Test(
        "It is more than a second before Lambda's, or half-way when that is near",
        arguments: [(30, 28.75), (3, 1.75), (2.5, 1.25), (2, 1), (1, 0.5), (0, 0), (-5, 0)])
    func margins(seconds: Double, own: Double) throws {
        #expect(try left(seconds) == .seconds(own))
    }

    @Test("Without a deadline of Lambda's there is none")
    func none() {
        #expect(Invocation(requestID: "1", payload: []).ownDeadline() == nil)
    }
}
