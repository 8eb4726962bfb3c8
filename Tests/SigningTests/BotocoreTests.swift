import Domain
import FoundationEssentials
import HTTP
import HTTPTypes
import Signing
import TestSupport
import Testing

@Suite("Signature V4 beside botocore", .enabled(if: AWSTools.areExpected))
struct BotocoreTests {
    @Test("10,000 random requests are signed as botocore signs them")
    func randomRequests() throws {
        let lines = try Data(contentsOf: URL(filePath: AWSTools.folder + "/signed-requests.jsonl"))
            .split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 10_000)
        let decoder = JSONDecoder()
        var mismatches: [String] = []
        for line in lines {
            let signed = try decoder.decode(SignedRequest.self, from: line)
            if try signed.authorizationByUs() != signed.authorization { mismatches.append(signed.target) }
        }
        #expect(mismatches.isEmpty)
    }
}

/// A line that `Assets/lib/sign-requests` has written.
private struct SignedRequest: Decodable {
    let method: String
    let target: String
    let host: String
    let fields: [[String]]
    let body: Data
    let seconds: Int64
    let region: String
    let service: String
    let id: String
    let secret: String
    let token: String?
    let authorization: String

    func authorizationByUs() throws -> String? {
        var request = Request(try #require(HTTPRequest.Method(method)), target, body: Array(body))
        for field in fields {
            request.fields.append(HTTPField(name: try #require(.init(field[0])), value: field[1]))
        }
        SignatureV4(service: service, region: region).sign(
            &request, host: host, with: AccessKey(id: id, secret: secret, sessionToken: token),
            at: Timestamp(microseconds: seconds * 1_000_000))
        return request.fields[.authorization]
    }
}
