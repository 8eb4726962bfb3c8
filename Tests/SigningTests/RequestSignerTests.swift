import Domain
import HTTP
import HTTPTypes
import Signing
import Testing

@Suite("Signing requests")
struct RequestSignerTests {
    private let key = AccessKey(id: "AKIDEXAMPLE", secret: "s3cret", sessionToken: "t0ken")
    private let noon = Timestamp(microseconds: 1_767_268_800_000_000)

    private func signer(_ now: Timestamp, pathPrefix: String = "") -> RequestSigner {
        RequestSigner(
            SignatureV4(service: "execute-api", region: "eu-central-1"), host: "example.com", pathPrefix: pathPrefix,
            keys: key, now: { now })
    }

    @Test("A signed request keeps its target and gains a date, a token and a signature")
    func fields() async throws {
        let request = Request(.get, "/api/customers?limit=5", fields: [.accept: "application/json"])
        let signed = try await signer(noon).signed(request)
        #expect(signed.head.path == "/api/customers?limit=5")
        #expect(signed.fields[try #require(.init("x-amz-date"))] == "20260101T120000Z")
        #expect(signed.fields[try #require(.init("x-amz-security-token"))] == "t0ken")
        let authorization = try #require(signed.fields[.authorization])
        #expect(
            authorization.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/eu-central-1/execute-api/aws4_request, "
                    + "SignedHeaders=accept;host;x-amz-date;x-amz-security-token, Signature="))
    }

    @Test("What stands before the path on the wire is signed, too")
    func pathPrefix() async throws {
        let plain = try await signer(noon).signed(Request(.get, "/stage/api/customers"))
        let prefixed = try await signer(noon, pathPrefix: "/stage").signed(Request(.get, "/api/customers"))
        #expect(prefixed.head.path == "/api/customers")
        #expect(prefixed.fields[.authorization] == plain.fields[.authorization])
    }

    @Test("Signing again replaces the signature")
    func again() async throws {
        let once = try await signer(noon).signed(Request(.get, "/"))
        #expect(try await signer(noon).signed(once) == once)
    }

    @Test("A key that was derived once is good for its day and its secret only")
    func keptKey() {
        let kept = SignatureV4(service: "dynamodb", region: "eu-central-1")
        for (secret, moment) in [("a", noon), ("a", noon), ("b", noon), ("b", noon.advanced(bySeconds: 86_400))] {
            let key = AccessKey(id: "AKID", secret: secret)
            var (one, other) = (Request(.get, "/"), Request(.get, "/"))
            kept.sign(&one, host: "example.com", with: key, at: moment)
            SignatureV4(service: "dynamodb", region: "eu-central-1")
                .sign(&other, host: "example.com", with: key, at: moment)
            #expect(one == other)
        }
    }

    @Test("A wrong clock is put right by the server's, once")
    func skew() async throws {
        let signer = signer(noon.advanced(bySeconds: -3_600))
        let refusal = Response(.forbidden, fields: [.date: "Thu, 01 Jan 2026 12:00:00 GMT"])
        #expect(signer.takesTime(from: refusal))
        #expect(!signer.takesTime(from: refusal))
        let signed = try await signer.signed(Request(.get, "/"))
        #expect(signed.fields[try #require(.init("x-amz-date"))] == "20260101T120000Z")
    }

    @Test("A clock that is right is left alone", arguments: ["Thu, 01 Jan 2026 12:03:59 GMT", "yesterday", nil])
    func noSkew(date: String?) {
        var refusal = Response(.forbidden)
        refusal.fields[.date] = date
        #expect(!signer(noon).takesTime(from: refusal))
    }

    @Test("A key is never written out with its secret")
    func description() {
        for text in ["\(key)", String(reflecting: key)] {
            #expect(text.contains("AKIDEXAMPLE") && !text.contains("s3cret") && !text.contains("t0ken"))
        }
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!dumped.contains("s3cret"))
    }

    @Test("Half a key in the environment names the other half")
    func halfKey() throws {
        #expect(try AccessKey(environment: ["AWS_ACCESS_KEY_ID": ""]) == nil)
        #expect(throws: AccessKeyFailure.halfInEnvironment(missing: "AWS_SECRET_ACCESS_KEY")) {
            try AccessKey(environment: ["AWS_ACCESS_KEY_ID": "AKID"])
        }
        #expect(throws: AccessKeyFailure.halfInEnvironment(missing: "AWS_ACCESS_KEY_ID")) {
            try AccessKey(environment: ["AWS_SECRET_ACCESS_KEY": "s"])
        }
        let key = try AccessKey(environment: [
            "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t",
        ])
        #expect(key == AccessKey(id: "AKID", secret: "s", sessionToken: "t"))
    }
}
