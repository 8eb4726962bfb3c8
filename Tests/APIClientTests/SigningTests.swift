import APIClient
import Domain
import Foundation
import HTTP
import HTTPTypes
import Signing
import TestSupport
import Testing
import Transports
import Wire

@Suite("Signing in with AWS")
struct SigningTests {
    private let key = AccessKey(id: "AKID", secret: secret, sessionToken: "t0ken")

    /// A client of an API behind a stage.
    private func bench(_ server: MisbehavingServer, _ keys: (any AccessKeySource)? = nil) throws -> CustomerClient {
        let address = try APIEndpoint(server.url + "/prod", carriesToken: true).server
        let signer = RequestSigner(
            SignatureV4(service: "execute-api", region: "eu-central-1"), host: address.hostField,
            pathPrefix: address.pathPrefix, keys: keys ?? key)
        return CustomerClient(
            transport: HTTPTransport(address), credentials: .aws(signer, for: address.origin), retries: Pauses().policy)
    }

    /// The signature that the request on the wire should have.
    private func expected(_ text: String) throws -> String? {
        let halves = text.components(separatedBy: "\r\n\r\n")
        let lines = halves[0].components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        var request = Request(
            try #require(HTTPRequest.Method(String(words[0]))), String(words[1]), body: Array(halves[1].utf8))
        var (host, date) = ("", "")
        let signed = try #require(lines.first { $0.lowercased().hasPrefix("authorization:") })
        for line in lines.dropFirst() {
            let pair = line.split(separator: ":", maxSplits: 1).map(String.init)
            let (name, value) = (pair[0].lowercased(), String(pair[1].drop { $0 == " " }))
            if name == "host" { host = value }
            if name == "x-amz-date" { date = value }
            if signed.contains(name), name != "host" { request.fields[try #require(.init(name))] = value }
        }
        let rfc = [(0, 4, "-"), (4, 2, "-"), (6, 2, "T"), (9, 2, ":"), (11, 2, ":"), (13, 2, "Z")]
            .map { start, count, end in String(date.dropFirst(start).prefix(count)) + end }.joined()
        SignatureV4(service: "execute-api", region: "eu-central-1")
            .sign(&request, host: host, with: key, at: try #require(Timestamp(rfc)))
        return request.fields[.authorization]
    }

    @Test("What is on the wire is what was signed: host, stage, query and body")
    func wire() async throws {
        let server = try MisbehavingServer(emptyPage, annaAnswer)
        let client = try bench(server)
        _ = try await client.page(ListQuery(limit: 5, search: "zoë ann+"))
        _ = try await client.patch(annaID, try CustomerPatch([.name: "Anna Smith"]), ifVersion: 2, key: .random())
        for request in server.requests {
            let authorization = try #require(
                request.components(separatedBy: "\r\n").first { $0.lowercased().hasPrefix("authorization: ") })
            #expect(try expected(request) == String(authorization.dropFirst("authorization: ".count)))
            #expect(request.contains(" /prod/api/customers"))
            #expect(request.lowercased().contains("\r\nx-amz-security-token: t0ken\r\n"))
            #expect(!request.contains(secret))
        }
    }

    @Test("The health of the API is asked for without a signature")
    func health() async throws {
        let server = try MisbehavingServer(isWell)
        _ = try await bench(server).health()
        #expect(!server.requests[0].lowercased().contains("authorization"))
    }

    @Test("A refusal for the clock's sake is followed by one attempt with the server's time")
    func skew() async throws {
        let refusal = Misbehaviour.answer(
            403, ["Date": "Thu, 01 Jan 2037 12:00:00 GMT", "apigw-requestid": "x"],
            body: #"{"message":"Signature expired"}"#)
        let server = try MisbehavingServer(refusal, emptyPage)
        _ = try await bench(server).page(ListQuery())
        #expect(server.requests.count == 2)
        #expect(server.requests[1].lowercased().contains("x-amz-date: 20370101t12000"))
        let stubborn = try MisbehavingServer(refusal)
        await #expect(throws: APIFailure.turnedAway(status: 403, detail: "Signature expired")) {
            try await bench(stubborn).page(ListQuery())
        }
        #expect(stubborn.requests.count == 2)
    }

    @Test("A refusal by the gateway is reported in its words, without control characters")
    func refusal() async throws {
        let body = "{\"message\":\"Missing \\u001b[31mAuthentication\\nToken\"}"
        let server = try MisbehavingServer(.answer(403, ["x-amzn-RequestId": "x"], body: body))
        await #expect(throws: APIFailure.turnedAway(status: 403, detail: "Missing [31mAuthenticationToken")) {
            try await bench(server).page(ListQuery())
        }
        #expect(server.requests.count == 1)
    }

    @Test("Without a key nothing is sent, and the setting is named")
    func noKey() async throws {
        struct NoKey: AccessKeySource {
            func accessKey() async throws(AccessKeyFailure) -> AccessKey { throw .notConfigured }
        }
        let server = try MisbehavingServer(emptyPage)
        let failure = APIFailure.credentials(.aws(.notConfigured))
        await #expect(throws: failure) { try await bench(server, NoKey()).page(ListQuery()) }
        #expect(failure.message.contains("AWS_ACCESS_KEY_ID"))
        #expect(server.requests.isEmpty)
    }
}
