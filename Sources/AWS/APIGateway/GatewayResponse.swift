import FoundationEssentials
package import HTTP
import HTTPTypes

/// A response as a function hands it to an HTTP API (payload format version 2.0).
package struct GatewayResponse: Hashable, Sendable, Encodable {
    private let statusCode: Int
    private let headers: [String: String]
    private let cookies: [String]
    private let body: String
    private let isBase64Encoded: Bool

    /// - Parameter response: its length is not passed on, the gateway states that itself.
    package init(_ response: Response) {
        statusCode = response.status.code
        var headers: [String: String] = [:]
        for field in response.fields where field.name != .contentLength && field.name != .setCookie {
            headers[field.name.canonicalName] = response.fields[field.name]
        }
        self.headers = headers
        cookies = response.fields[values: .setCookie]
        if let text = String(validating: response.body, as: UTF8.self) {
            (body, isBase64Encoded) = (text, false)
        } else {
            (body, isBase64Encoded) = (Data(response.body).base64EncodedString(), true)
        }
    }

    /// What the function answers.
    package var json: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        do {
            return Array(try encoder.encode(self))
        } catch {
            preconditionFailure("texts and numbers cannot be encoded: \(error)")
        }
    }
}
