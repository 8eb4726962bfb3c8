import HTTP
import HTTPTypes
import Wire

/// Which web pages may call the API from a browser (the Fetch standard's CORS protocol).
package struct CrossOriginPolicy: Hashable, Sendable {
    /// Origins such as `http://localhost:3000`; `*` for all of them.
    package let origins: Set<String>

    package init(origins: Set<String> = ["http://localhost:3000"]) {
        self.origins = origins
    }

    private static let exposed: [HTTPField.Name] = [
        .eTag, .link, .location, .retryAfter, .requestID, .idempotencyReplayed, .idempotencyVersion,
    ]
    private static let accepted: [HTTPField.Name] = [
        .accept, .authorization, .contentType, .ifMatch, .ifNoneMatch, .idempotencyKey,
    ]
    private static let preflightSeconds = 600

    /// The answer to OPTIONS, which is a preflight when it comes from a page.
    func preflight(of route: Route, for request: Request) -> Response {
        var fields: HTTPFields = [.allow: route.allowedMethods]
        if request.fields[.origin] != nil, request.fields[.accessControlRequestMethod] != nil {
            fields[.accessControlAllowMethods] = route.allowedMethods
            fields[.accessControlAllowHeaders] = Self.list(Self.accepted)
            fields[.accessControlMaxAge] = String(Self.preflightSeconds)
        }
        return Response(.noContent, fields: fields)
    }

    /// Lets the page that asked read the response, if it is one of ours.
    func admit(_ request: Request, to response: inout Response) {
        response.fields[.vary] = "Origin"
        guard let origin = request.fields[.origin], origins.contains(origin) || origins.contains("*") else { return }
        response.fields[.accessControlAllowOrigin] = origins.contains("*") ? "*" : origin
        response.fields[.accessControlExposeHeaders] = Self.list(Self.exposed)
    }

    private static func list(_ names: [HTTPField.Name]) -> String {
        names.map(\.rawName).joined(separator: ", ")
    }
}
