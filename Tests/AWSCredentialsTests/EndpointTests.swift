import AWSCredentials
import FoundationEssentials
import HTTP
import Signing
import TestSupport
import Testing

@Suite("Keys from endpoints")
struct EndpointTests {
    @Test("A container's endpoint is asked with the token that its file has by now")
    func container() async throws {
        let server = try MisbehavingServer(keyAnswer)
        try await withTemporaryFolder { folder in
            let file = folder + "/token"
            try Data("t1cket\n".utf8).write(to: URL(filePath: file))
            let variables = [
                "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url + "/v1/keys?role=a",
                "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file, "AWS_CONTAINER_AUTHORIZATION_TOKEN": "not this",
            ]
            #expect(try await key(variables) == roleKey)
        }
        let request = try #require(server.requests.first)
        #expect(request.hasPrefix("GET /v1/keys?role=a HTTP/1.1\r\n"))
        #expect(request.lowercased().contains("\r\nauthorization: t1cket\r\n"))
    }

    @Test("A container's endpoint elsewhere needs TLS")
    func containerElsewhere() async {
        let setting = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        #expect(
            await failure([setting: "http://keys.example.com/"])
                == .endpointRefused(setting: setting, host: "keys.example.com"))
        #expect(await failure([setting: "keys"])?.message.contains(setting) == true)
    }

    @Test(
        "An endpoint that gives no key is reported with its setting, and nothing of its answer",
        arguments: [
            (Misbehaviour.answer(403, body: "s3cret"), "status 403"), (.answer(200, body: "s3cret"), "not JSON"),
            (.answer(200, body: #"{"Code":"AssumeRoleUnauthorizedAccess"}"#), "AssumeRoleUnauthorizedAccess"),
            (.answer(200, body: #"{"AccessKeyId":"s3cret"}"#), "missing"), (.reset, "no connection"),
            (.hang, "no answer"),
        ])
    func failing(misbehaviour: Misbehaviour, reason: String) async throws {
        let server = try MisbehavingServer(misbehaviour)
        let setting = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
        let failure = try #require(await failure([setting: server.url]))
        #expect(failure.message.contains(setting) && failure.message.contains(reason))
        #expect(!failure.message.contains("s3cret"))
    }

    @Test("A token file that is missing is named")
    func missingTokenFile() async throws {
        let server = try MisbehavingServer(keyAnswer)
        let variables = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.url,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "/nowhere/token",
        ]
        #expect(await failure(variables)?.message.contains("/nowhere/token") == true)
        #expect(server.requests.isEmpty)
    }

    @Test("A machine's role is asked for in a session (IMDSv2)")
    func machine() async throws {
        let server = try MisbehavingServer(
            .answer(200, body: "sess1on"), .answer(200, body: "desk role\n"), keyAnswer)
        let variables = ["AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url, "AWS_EC2_METADATA_DISABLED": ""]
        #expect(try await key(variables) == roleKey)
        let requests = server.requests.map { $0.lowercased() }
        #expect(requests.count == 3)
        #expect(requests[0].hasPrefix("put /latest/api/token http/1.1\r\n"))
        #expect(requests[0].contains("\r\nx-aws-ec2-metadata-token-ttl-seconds: 21600\r\n"))
        #expect(requests[1].hasPrefix("get /latest/meta-data/iam/security-credentials/ http/1.1\r\n"))
        #expect(requests[2].hasPrefix("get /latest/meta-data/iam/security-credentials/desk%20role http/1.1\r\n"))
        for request in requests.dropFirst() { #expect(request.contains("\r\nx-aws-ec2-metadata-token: sess1on\r\n")) }
    }

    @Test(
        "A machine without a role, or that refuses sessions, is reported as such; one without the service has no setting"
    )
    func machineFailures() async throws {
        func failureOf(_ first: Misbehaviour, _ second: Misbehaviour = .hang) async throws -> AccessKeyFailure? {
            let server = try MisbehavingServer(first, second)
            return await failure([
                "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.url, "AWS_EC2_METADATA_DISABLED": "false",
            ])
        }
        #expect(try await failureOf(.answer(403))?.message.contains("status 403") == true)
        #expect(try await failureOf(.answer(200, body: "s"), .answer(404))?.message.contains("status 404") == true)
        #expect(try await failureOf(.answer(200, body: "s"), .answer(200))?.message.contains("no role") == true)
        #expect(try await failureOf(.reset) == .notConfigured)
    }
}
