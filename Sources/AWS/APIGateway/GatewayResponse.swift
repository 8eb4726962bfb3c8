import FoundationEssentials
package import HTTP
import HTTPTypes
import JSON

/// A response as a function hands it to an HTTP API (payload format version 2.0).
package struct GatewayResponse: Hashable, Sendable {
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
        let document: JSONValue = [
            "statusCode": JSONValue(statusCode), "isBase64Encoded": .bool(isBase64Encoded),
            "headers": JSONValue(sorted: headers.mapValues(JSONValue.string)),
            "cookies": .array(cookies.map(JSONValue.string)), "body": .string(body),
        ]
        return document.bytes(capacity: body.utf8.count + body.utf8.count / 4 + 512)
    }
}
