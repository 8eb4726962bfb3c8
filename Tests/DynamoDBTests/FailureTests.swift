import DynamoDB
import HTTP
import Signing
import TestSupport
import Testing

@Suite("DynamoDB's failures")
struct FailureTests {
    @Test(
        "What passes is tried again",
        arguments: [
            Misbehaviour.error("ProvisionedThroughputExceededException"), .error("ThrottlingException"),
            .error("RequestLimitExceeded"), .error("TransactionInProgressException"),
            .error("TransactionConflictException"), .error("InternalServerError", status: 500), .answer(503),
            .answer(502, body: "<html>"), .answer(429), .reset, .resetUnread, .drop(after: 60, of: annBytes),
            .answer(200, ["x-amz-crc32": "1"], body: "{}"), .answer(200, body: "{"), .answer(200, body: ""),
            .answer(400, ["x-amz-crc32": "1"], body: #"{"__type":"ValidationException"}"#),
        ])
    func passing(misbehaviour: Misbehaviour) async throws {
        let fixture = try ClientFixture(MisbehavingServer(misbehaviour, annFound))
        #expect(try await fixture.run { try await $0.item(annKey, of: table) } == ann)
        #expect(fixture.calls.all.map(\.attempts) == [2])
    }

    private static let annBytes = Misbehaviour.bytes(
        200, [:], Array(#"{"Item":{"customer_id":{"S":"a"},"name":{"S":"Ann"}}}"#.utf8))

    @Test("A permanent failure is not tried again, and is reported by its type")
    func final() async throws {
        for type in ["ValidationException", "ResourceNotFoundException", "AccessDeniedException"] {
            let fixture = try ClientFixture(MisbehavingServer(.error(type)))
            #expect(try await fixture.failure() == .refused(type: type, message: "because"))
            #expect(fixture.server.requests.count == 1)
        }
        let bare = #"{"__type":"UnrecognizedClientException","Message":"who?"}"#
        let fixture = try ClientFixture(MisbehavingServer(.dynamoDB(bare)))
        #expect(try await fixture.failure() == nil)
        let refused = try ClientFixture(MisbehavingServer(.dynamoDB(bare, status: 400)))
        #expect(try await refused.failure() == .refused(type: "UnrecognizedClientException", message: "who?"))
    }

    @Test("A stalled service is not waited for beyond the limits, and the next request is well")
    func stalled() async throws {
        let server = try MisbehavingServer(.hang, annFound)
        // The first attempt takes all the time there is.
        let limits = DynamoDBClient.Limits(attempt: .milliseconds(300), operation: .milliseconds(300))
        let fixture = try ClientFixture(server, limits: limits)
        try await fixture.run { client in
            await #expect(throws: DynamoDBFailure.unavailable(detail: "no answer in time")) {
                try await client.item(annKey, of: table)
            }
            let patient = try ClientFixture(server)
            #expect(try await patient.run { try await $0.item(annKey, of: table) } == ann)
        }
    }

    @Test("Throttling that lasts is reported as such when the time is over")
    func throttled() async throws {
        let limits = DynamoDBClient.Limits(attempt: .seconds(4), operation: .seconds(4))
        let fixture = try ClientFixture(MisbehavingServer(.error("ThrottlingException")), limits: limits)
        #expect(try await fixture.failure() == .throttled)
    }

    @Test("A missing server is reported as such when the time is over")
    func nobody() async throws {
        let server = try MisbehavingServer(.hang)
        server.stop()
        let limits = DynamoDBClient.Limits(attempt: .seconds(5), operation: .milliseconds(300))
        guard case .unavailable? = try await ClientFixture(server, limits: limits).failure() else {
            Issue.record("no failure")
            return
        }
    }

    @Test("Who gives up is not kept waiting")
    func abandoned() async throws {
        let fixture = try ClientFixture(MisbehavingServer(.hang))
        let waiting = Task { try await fixture.failure() }
        await fixture.server.receives(1)
        waiting.cancel()
        #expect(try await waiting.value == .abandoned)
    }

    @Test("Without a key nothing is sent")
    func noKey() async throws {
        struct NoKey: AccessKeySource {
            func accessKey() async throws(AccessKeyFailure) -> AccessKey { throw .notConfigured }
        }
        let fixture = try ClientFixture(MisbehavingServer(annFound), keys: NoKey())
        #expect(try await fixture.failure() == .credentials(.notConfigured))
        #expect(fixture.server.requests.isEmpty)
    }

    @Test("A wrong clock is put right once")
    func skew() async throws {
        let tooOld = #"{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired"}"#
        let refusal = Misbehaviour.answer(400, ["Date": "Thu, 01 Jan 2037 12:00:00 GMT"], body: tooOld)
        let server = try MisbehavingServer(refusal, annFound)
        let fixture = try ClientFixture(server)
        #expect(try await fixture.run { try await $0.item(annKey, of: table) } == ann)
        #expect(server.requests.count == 2)
        #expect(server.requests[1].lowercased().contains("x-amz-date: 20370101t12000"))
        let stubborn = try ClientFixture(MisbehavingServer(refusal))
        guard case .refused(type: "InvalidSignatureException", _)? = try await stubborn.failure() else {
            Issue.record("the signature was not refused")
            return
        }
        #expect(stubborn.server.requests.count == 2)
    }
}
