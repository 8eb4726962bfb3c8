package import HTTP
import HTTPTypes

/// A request as an HTTP API of API Gateway hands it to a function (payload format version 2.0).
package struct GatewayEvent: Hashable, Sendable {
    package let request: Request
    /// Names the request in the gateway's access log.
    package let requestID: String?
    /// Who asks, if the route has an authorizer.
    package let authorizer: GatewayAuthorizer?
    /// The address that the gateway saw the caller at.
    package let source: String?

    /// Reads an event. Every collection in it is optional, as the gateway leaves empty ones out.
    ///
    /// - Throws: ``GatewayEventFailure`` for anything but such an event.
    package init(_ payload: [UInt8]) throws(GatewayEventFailure) {
        let json = try GatewayEventJSON(payload)
        guard let context = json.requestContext, let method = context.http?.method else {
            throw .missing("requestContext.http.method")
        }
        guard let rawPath = json.rawPath ?? context.http?.path else { throw .missing("rawPath") }
        guard let method = HTTPRequest.Method(rawValue: method) else { throw .wrong("requestContext.http.method") }
        let path = RawPath(rawPath, stage: context.stage).text
        let query = json.rawQueryString ?? ""
        request = Request(
            method, query.isEmpty ? path : path + "?" + query, fields: json.fields, body: try json.bytes())
        requestID = context.requestId
        authorizer = context.authorizer.flatMap(GatewayAuthorizer.init)
        source = context.http?.sourceIp
    }
}

/// What an authorizer found out about the caller.
package enum GatewayAuthorizer: Hashable, Sendable {
    /// A signature of AWS (`AWS_IAM`).
    case iam(userARN: String)
    /// A token (`JWT`), by its claims.
    case jwt(claims: [String: String])
}
