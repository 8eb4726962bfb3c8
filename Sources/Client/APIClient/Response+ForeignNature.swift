import FoundationEssentials
import HTTP
import HTTPTypes
import JSON

extension Response {
    /// What tells a person whose answer this is, when it is not our API's; `nil` when nothing does.
    var foreignNature: String? {
        if (300..<400).contains(status.code), let location = fields[.location] {
            // The rest of a sign-in page's address holds what should not be shown.
            return "it redirects" + (URL(string: location)?.host.map { " to \($0.prefix(longestName))" } ?? "")
        }
        let type = (fields[.contentType] ?? "").lowercased()
        return type.hasPrefix("text/html") ? "it is a web page, perhaps to sign in at" : gatewayMessage
    }

    /// No name of a host is longer (RFC 1035 §2.3.4).
    private var longestName: Int { 253 }

    /// One of them is in every answer of API Gateway's own.
    private static let gatewayFields: Set<String> = ["apigw-requestid", "x-amzn-requestid"]

    /// What API Gateway says about a request that it does not let through: `{"message":"Forbidden"}`.
    private var gatewayMessage: String? {
        let isGateway = fields.contains { Self.gatewayFields.contains($0.name.canonicalName) }
        guard isGateway, let message = JSONValue(parsing: body)?["message"]?.text else { return nil }
        return String(message.unicodeScalars.prefix(200).filter { (" "..."~").contains($0) }.map(Character.init))
    }
}
