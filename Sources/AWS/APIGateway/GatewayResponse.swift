import Domain
import FoundationEssentials
package import HTTP
import HTTPTypes

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
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.utf8.count + body.utf8.count / 4 + 512)
        bytes += #"{"statusCode":\#(statusCode),"isBase64Encoded":\#(isBase64Encoded),"headers":"#.utf8
        var separator = UInt8(ascii: "{")
        for (name, value) in headers {
            bytes.append(separator)
            bytes.append(json: name)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(json: value)
            separator = UInt8(ascii: ",")
        }
        bytes += (headers.isEmpty ? "{}" : "}").utf8
        bytes += #","cookies":["#.utf8
        for (index, cookie) in cookies.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(json: cookie)
        }
        bytes += #"],"body":"#.utf8
        bytes.append(json: body)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
