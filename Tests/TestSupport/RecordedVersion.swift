package import FoundationEssentials
package import HTTP
import HTTPTypes
import Testing

/// What an earlier version of the programs wrote, as `Assets/proofs/record-version` has kept it in `Tests/Fixtures`.
package struct RecordedVersion: Sendable, CustomTestStringConvertible {
    package let version: String

    /// Where the programs of every version were told that the API is; nobody listens there now.
    package static let origin = "http://127.0.0.1:1"
    /// One that its token file has.
    package static let token = "a-token-of-version-1"

    package static let all: [RecordedVersion] = {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return found.sorted().map { RecordedVersion(version: $0) }
    }()

    private static let root = "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures"

    package var testDescription: String { "version \(version)" }

    package func path(_ name: String) -> String { "\(Self.root)/\(version)/\(name)" }

    package func data(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: path(name))) }

    /// Copies a file for its owner alone, as the programs want it.
    package func copy(_ name: String, to other: String) throws {
        try data(name).write(to: URL(filePath: other))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: other)
    }

    /// Requests and their answers, in the order in which they were asked of an empty database.
    package var exchanges: [RecordedExchange] {
        get throws {
            try data("exchanges.jsonl").split(separator: UInt8(ascii: "\n")).map {
                try JSONDecoder().decode(RecordedExchange.self, from: $0)
            }
        }
    }

    /// The names of the journals.
    package var journals: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: path("journals"))
                .filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(".jsonl".count)) }.sorted()
        }
    }
}

/// A request, and what a server of that version answered.
package struct RecordedExchange: Decodable, Sendable {
    package let name: String
    private let request: RecordedRequest
    private let response: RecordedResponse

    private struct RecordedRequest: Decodable {
        let method: String
        let path: String
        let headers: [String: String]
        let body: String?
    }

    private struct RecordedResponse: Decodable {
        let status: Int
        let headers: [String: String]
        let body: String
    }

    package var method: String { request.method }
    package var target: String { request.path }
    package var headers: [String: String] { request.headers }
    package var body: String? { request.body }
    package var status: Int { response.status }
    package var answerHeaders: [String: String] { response.headers }
    package var answerBody: String { response.body }

    /// As a server sees it.
    package var asRequest: Request {
        Request(
            HTTPRequest.Method(request.method) ?? .get, request.path, fields: Self.fields(request.headers),
            body: Array((request.body ?? "").utf8))
    }

    /// As a client sees it.
    package var asResponse: Response {
        Response(
            HTTPResponse.Status(code: response.status), fields: Self.fields(response.headers),
            body: Array(response.body.utf8))
    }

    private static func fields(_ headers: [String: String]) -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }
}
