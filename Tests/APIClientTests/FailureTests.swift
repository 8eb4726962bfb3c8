import Domain
import Foundation
import HTTP
import TestSupport
import Testing
import Transports
import Wire

@testable import APIClient

@Suite("Every failure has its cause")
struct FailureTests {
    @Test("An API that cannot be reached is reported as such, and nothing can have arrived")
    func nobodyListens() async throws {
        let server = try MisbehavingServer(.hang)
        server.stop()
        let bench = try Bench(server)
        let failure = await bench.failure(of: .bareWrite)
        #expect(
            failure == .unreachable(.init(.cannotConnect(detail: "connection refused"), mayHaveArrived: false)))
        #expect(bench.pauses.all.count == 2)
    }

    @Test("A host name without an address is reported by name")
    func unknownHost() async throws {
        // A label of more than 63 bytes has no address anywhere (RFC 1035 §2.3.4), so no name server is asked.
        let host = String(repeating: "a", count: 64) + ".example"
        let transport = HTTPTransport(try APIEndpoint("https://\(host)", carriesToken: true).server)
        let failure = await transport.failure()
        #expect(failure == TransportFailure(.nameNotResolved(host: host), mayHaveArrived: false))
    }

    @Test(
        "A server that speaks no TLS is not talked to",
        arguments: [Misbehaviour.greet(Array("SSH-2.0-OpenSSH_9.2\r\n".utf8)), .resetUnread])
    func noTLS(step: Misbehaviour) async throws {
        let bench = try Bench(MisbehavingServer(step), scheme: "https", token: .value(secret))
        guard case .unreachable(let failure) = await bench.failure(of: .page) else {
            Issue.record("the call went through")
            return
        }
        #expect(bench.server.requests.isEmpty)
        #expect(failure.reason.isOfTLS || failure.reason.isLostConnection)
    }

    @Test(
        "A broken connection is reported as broken, and the call may have had its effect",
        arguments: [
            Misbehaviour.reset, .resetUnread, .drop(after: 0, of: []), .drop(after: 20, of: annaBytes),
            .drop(after: annaBytes.count - 1, of: annaBytes),
        ])
    func brokenConnection(step: Misbehaviour) async throws {
        let bench = try Bench(MisbehavingServer(step))
        guard case .unreachable(let failure) = await bench.failure(of: .bareWrite) else {
            Issue.record("the call went through")
            return
        }
        #expect(failure.reason.isLostConnection, "\(failure)")
        #expect(failure.mayHaveArrived)
        #expect(bench.pauses.all.isEmpty)
    }

    @Test(
        "Only where plain HTTP gets no answer at all, it is asked whether the address begins with https",
        arguments: [
            (Misbehaviour.drop(after: 0, of: []), true), (.reset, true),
            (.drop(after: annaBytes.count - 1, of: annaBytes), false),
        ])
    func wantsTLS(step: Misbehaviour, isHinted: Bool) async throws {
        let message = try await Bench(MisbehavingServer(step)).failure(of: .bareWrite)?.message ?? ""
        #expect(message.contains("broke off"), "\(message)")
        #expect(message.contains("https://") == isHinted, "\(message)")
    }

    @Test("Where a TLS alert answers plain HTTP, it is asked whether the address begins with https")
    func alertToPlainHTTP() async throws {
        // Fatal, "unexpected message" (RFC 8446, section 6).
        let alert: [UInt8] = [0x15, 3, 1, 0, 2, 2, 10]
        let message = try await Bench(MisbehavingServer(.say(alert))).failure(of: .bareWrite)?.message ?? ""
        #expect(message.hasPrefix("What answered does not speak HTTP"), "\(message)")
        #expect(message.hasSuffix("and whether it begins with https://."), "\(message)")
    }

    @Test(
        "What is not HTTP is reported as such",
        arguments: ["SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0\u{4}\r\n\r\n", "HTTP/9.9 200 OK\r\n\r\n"])
    func notHTTP(text: String) async throws {
        let bench = try Bench(MisbehavingServer(.say(Array(text.utf8))))
        guard case .unreachable(let failure) = await bench.failure(of: .page) else {
            Issue.record("the call went through")
            return
        }
        guard case .notHTTP = failure.reason else {
            Issue.record("\(failure)")
            return
        }
    }

    @Test(
        "Other servers' answers are not taken for the API's",
        arguments: [
            (Misbehaviour.answer(200, ["Content-Type": "text/html"], body: "<html>Welcome</html>"), 200),
            (.answer(302, ["Location": "https://login.example.com/"]), 302),
            (.answer(404, ["Content-Type": "text/html"], body: "<h1>Not found</h1>"), 404),
            (.json(200, "{}"), 200),
            (.json(200, "[{}]"), 200),
            (.json(200, ""), 200),
            (.json(200, "[]", ["Content-Type": "text/plain"]), 200),
            (.json(201, "[]"), 201),
            (.json(404, #"{"error":"Not found"}"#), 404),
            (.json(404, #"{"type":"urn:customers:problem:deleted","detail":"x"}"#), 404),
        ])
    func foreignAnswers(step: Misbehaviour, status: Int) async throws {
        let bench = try Bench(MisbehavingServer(step))
        guard case .notOurAPI(status, _) = await bench.failure(of: .page) else {
            Issue.record("the answer was believed")
            return
        }
        #expect(bench.server.requests.count == 1)
    }

    @Test("A redirection is not followed, so that no token goes elsewhere")
    func redirection() async throws {
        let elsewhere = try MisbehavingServer(emptyPage)
        let step = Misbehaviour.answer(307, ["Location": elsewhere.url + "/api/customers"])
        let bench = try Bench(MisbehavingServer(step), token: .value(secret))
        #expect(await bench.failure(of: .page) != nil)
        #expect(elsewhere.requests.isEmpty)
    }

    @Test(
        "The API's refusals are reported in its own words, once",
        arguments: [
            (404, "not-found", Problem.Kind.notFound), (410, "deleted", .deleted),
            (422, "idempotency-key-reused", .idempotencyKeyReused), (400, "validation", .validation),
            (413, "content-too-large", .contentTooLarge),
        ])
    func refusals(status: Int, type: String, kind: Problem.Kind) async throws {
        let bench = try Bench(MisbehavingServer(.problem(status, type)))
        #expect(await bench.failure(of: .keyedWrite) == .refused(Problem(kind, "because")))
        #expect(bench.server.requests.count == 1)
    }

    @Test("A taken email is not an answer to a call that sets none")
    func emailTaken() async throws {
        let email = try CustomerPatch([.email: "anna@example.org"])
        let setting = WriteCall.patch(annaID, email, condition: .matches(.versions([3])), idempotencyKey: .random())
        let bench = try Bench(MisbehavingServer(.problem(409, "email-taken")))
        #expect(await bench.failure(of: setting) == .refused(Problem(.emailTaken, "because")))
        let other = try Bench(MisbehavingServer(.problem(409, "email-taken")))
        let failure = await other.failure(of: .keyedWrite)
        #expect(failure?.isMisdirected == true && failure?.mayHaveArrived == true)
    }

    @Test("A 429 that is not the API's own proves nothing, but its pause is kept")
    func foreignThrottling() async throws {
        let page = Misbehaviour.answer(429, ["Content-Type": "text/html", "Retry-After": "30"], body: "<h1>Slow</h1>")
        let bench = try Bench(MisbehavingServer(page))
        let failure = await bench.failure(of: .bareWrite)
        #expect(failure == .busy(status: 429, retryAfterSeconds: 30, isForeign: true))
        #expect(failure?.mayHaveArrived == true && bench.server.requests.count == 1)
        #expect(failure?.retryAfterSeconds == 30)
        #expect(failure?.message.hasPrefix("Something before the API") == true)
        let own = try Bench(MisbehavingServer(.problem(429, "throttled", ["Retry-After": "30"])))
        #expect(await own.failure(of: .bareWrite)?.mayHaveArrived == false)
    }

    @Test(
        "Another version is believed only with the customer as they are now, newer than the version that was named")
    func mismatch() async throws {
        let newer = anna.replacing("\"version\":3", with: "\"version\":4")
        let older = anna.replacing("\"version\":3", with: "\"version\":2")
        let others = [
            ("", false), (",\"current\":\(anna)", false), (",\"current\":\(older)", false),
            (",\"current\":\(newer)", true),
        ]
        for (current, isBelieved) in others {
            let body = #"{"type":"urn:customers:problem:version-mismatch","status":412,"detail":"because"\#(current)}"#
            let bench = try Bench(MisbehavingServer(.json(412, body)))
            let failure = await bench.failure(of: .keyedWrite)
            if case .refused(let problem)? = failure {
                #expect(isBelieved && problem.current?.version == 4)
            } else {
                #expect(!isBelieved && failure?.mayHaveArrived == true)
            }
        }
    }

    @Test("A caller without permission is told so")
    func forbidden() async throws {
        let bench = try Bench(MisbehavingServer(.problem(403, "forbidden")))
        let failure = await bench.failure(of: .keyedWrite)
        #expect(failure == .refused(Problem(.forbidden, "because")))
        #expect(failure?.mayHaveArrived == false)
        #expect(failure?.message.contains("You may not do this (because)") == true)
    }

    @Test(
        "A refusal that is not our API's proves nothing: the request may have arrived all the same",
        arguments: [
            (Misbehaviour.answer(401, ["Content-Type": "text/html"], body: "<h1>Sign in</h1>"), 401),
            (.answer(403, ["Content-Type": "text/html"], body: "<h1>Blocked</h1>"), 403),
            (.json(403, #"{"error":"Forbidden"}"#), 403),
            (.answer(401, ["apigw-requestid": "x"], body: #"{"message":"Unauthorized"}"#), 401),
            (.json(403, #"{"type":"urn:customers:problem:unauthenticated","detail":"x"}"#), 403),
        ])
    func turnedAway(step: Misbehaviour, status: Int) async throws {
        let bench = try Bench(MisbehavingServer(step))
        let failure = try #require(await bench.failure(of: .keyedWrite))
        guard case .turnedAway(status, _) = failure else {
            Issue.record("\(failure)")
            return
        }
        #expect(failure.mayHaveArrived)
        #expect(failure.message.contains("status \(status)") && failure.message.contains("sign in there"))
    }

    @Test("A foreign refusal is not forgotten when a fresh token brings another end")
    func turnedAwayFirst() async throws {
        try await withTemporaryFolder { folder in
            let count = folder + "/count"
            let token = TokenSource.command("echo x >> \(count); echo token-$(wc -l < \(count))")
            let barrier = Misbehaviour.answer(401, ["Content-Type": "text/html"], body: "<h1>Sign in</h1>")
            let bench = try Bench(MisbehavingServer(barrier, .problem(401, "unauthenticated")), token: token)
            let failure = try #require(await bench.failure(of: .keyedWrite))
            #expect(failure == .unsettled(last: .signInNeeded(detail: "because")) && failure.mayHaveArrived)
            #expect(bench.server.requests.count == 2)
        }
    }

    @Test("A failed server is reported with the id in its log")
    func serverFailed() async throws {
        let body = #"{"type":"urn:customers:problem:internal","detail":"because","instance":"r-7"}"#
        let bench = try Bench(MisbehavingServer(.json(500, body)))
        #expect(await bench.failure(of: .bareWrite) == .serverFailed(status: 500, requestID: "r-7"))
        let gateway = try Bench(MisbehavingServer(.answer(502, body: "Bad gateway")))
        #expect(await gateway.failure(of: .bareWrite) == .serverFailed(status: 502, requestID: nil))
    }

    @Test("An answer longer than the limit is given up", arguments: [1_000_000, 17])
    func tooLong(length: Int) async throws {
        let body = "[" + String(repeating: " ", count: length - 2) + "]"
        let options = HTTPTransport.Options(maximumResponseBytes: 16)
        let bench = try Bench(MisbehavingServer(.json(200, body)), options)
        #expect(
            await bench.failure(of: .page) == .unreachable(.init(.tooLarge(limit: 16), mayHaveArrived: true)))
    }
}

private let annaBytes = Misbehaviour.bytes(
    200, ["Content-Type": "application/json", "ETag": "\"3\""], Array(anna.utf8))

extension TransportFailure.Reason {
    var isLostConnection: Bool {
        if case .connectionLost = self { return true }
        return false
    }

    var isOfTLS: Bool {
        if case .tls = self { return true }
        return false
    }
}

extension HTTPTransport {
    /// How a request for the page of all customers ends; `nil` when it is answered.
    func failure(within timeout: Duration = .seconds(10)) async -> TransportFailure? {
        let failure: TransportFailure?
        do throws(TransportFailure) {
            _ = try await send(ReadCall.page.request, deadline: .now + timeout)
            failure = nil
        } catch {
            failure = error
        }
        await shutDown()
        return failure
    }
}
