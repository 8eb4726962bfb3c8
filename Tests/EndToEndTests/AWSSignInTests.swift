import FoundationEssentials
import TestSupport
import Testing

@Suite("Signing in with AWS, on the real program")
struct AWSSignInTests {
    /// Runs `customers list` with a configuration that says `auth = "aws"`.
    private func list(_ api: String, _ variables: [String: String]) async throws -> Program.Finished {
        try await withTemporaryFolder { folder in
            try Shell(folder: folder, url: nil).configure("[profiles.default]\napi = \"\(api)\"\nauth = \"aws\"\n")
            let fixed = ["HOME": folder, "AWS_EC2_METADATA_DISABLED": "true"]
            return try await Program("customers", environment: variables.merging(fixed) { $1 }).run(["list", "--json"])
        }
    }

    private let keys = ["AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "s3cret"]

    @Test("Requests are signed with the keys and the region of the environment")
    func signed() async throws {
        let server = try MisbehavingServer(.json(200, "[]"))
        let result = try await list(server.url, keys.merging(["AWS_REGION": "eu-central-1"]) { $1 })
        #expect(result.status == 0, "\(result.error)")
        let request = try #require(server.requests.last)
        #expect(request.contains("AWS4-HMAC-SHA256 Credential=AKID/"))
        #expect(request.contains("/eu-central-1/execute-api/aws4_request, "))
    }

    @Test("What is missing is named, and nothing is sent")
    func missing() async throws {
        let server = try MisbehavingServer(.json(200, "[]"))
        let noRegion = try await list(server.url, keys)
        #expect(noRegion.status == 78 && noRegion.error.contains("set AWS_REGION"))
        let noKey = try await list(server.url, ["AWS_REGION": "eu-central-1"])
        #expect(noKey.status == 78 && noKey.error.contains("AWS_ACCESS_KEY_ID"))
        let half = try await list(server.url, ["AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "AKID"])
        #expect(half.status == 78 && half.error.contains("AWS_SECRET_ACCESS_KEY is not set"))
        #expect(server.requests.isEmpty)
    }

    @Test("Plain HTTP to another machine is not signed for")
    func plainHTTP() async throws {
        let result = try await list("http://api.example.com", keys.merging(["AWS_REGION": "eu-central-1"]) { $1 })
        #expect(result.status == 78 && result.error.contains("use https://"))
    }
}
