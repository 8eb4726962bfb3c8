package import Domain
import HTTP
package import HTTPTypes

/// The resources of the API; adding one here makes the compiler name every place that has to know it.
package enum Route: Hashable, Sendable {
    case health
    case openAPI
    case whoAmI
    case customers
    case customer(CustomerID)
    case changes
    /// Where clients report what they did out of the server's sight.
    case audit

    /// Reads a request's path, percent-encoded as it came; `nil` when there is no such resource.
    package init?(path: some StringProtocol) {
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { PercentEncoding.decoded($0, plusIsSpace: false) ?? "" }
        switch segments.count {
        case 3 where segments[..<2] == ["", "api"]:
            switch segments[2] {
            case "health": self = .health
            case "openapi.json": self = .openAPI
            case "whoami": self = .whoAmI
            case "customers": self = .customers
            case "changes": self = .changes
            case "audit": self = .audit
            default: return nil
            }
        case 4 where segments[..<3] == ["", "api", "customers"]:
            guard let id = CustomerID(segments[3]) else { return nil }
            self = .customer(id)
        default: return nil
        }
    }

    package var path: String {
        switch self {
        case .health: "/api/health"
        case .openAPI: "/api/openapi.json"
        case .whoAmI: "/api/whoami"
        case .customers: "/api/customers"
        case .customer(let id): "/api/customers/\(id.text)"
        case .changes: "/api/changes"
        case .audit: "/api/audit"
        }
    }

    /// The path as logs name it: without an identity.
    package var template: String {
        switch self {
        case .customer: "/api/customers/{id}"
        default: path
        }
    }

    /// The methods that the resource takes, besides OPTIONS; HEAD goes wherever GET does.
    package var methods: [HTTPRequest.Method] {
        switch self {
        case .health, .openAPI, .whoAmI, .changes: [.get, .head]
        case .customers: [.get, .head, .post]
        case .customer: [.get, .head, .put, .patch, .delete]
        case .audit: [.post]
        }
    }

    /// The `Allow` field: every method, OPTIONS included.
    package var allowedMethods: String {
        (methods + [.options]).map(\.rawValue).joined(separator: ", ")
    }

    /// Whether a caller has to say who they are.
    package var requiresAuthentication: Bool {
        switch self {
        case .health, .openAPI: false
        case .whoAmI, .customers, .customer, .changes, .audit: true
        }
    }
}
