package import Domain
import HTTP
package import HTTPTypes

/// The resources of the API; adding one here makes the compiler name every place that has to know it.
package enum Route: Hashable, Sendable {
    case health
    case openAPI
    case whoAmI
    case customers
    /// Customers with words like those that were typed.
    case similar
    case customer(CustomerID)
    /// Something of one customer's.
    case part(CustomerID, CustomerPart)
    /// The customers who can be restored.
    case trash
    case changes
    /// Whose records were erased.
    case erasures
    /// Where clients report what they did out of the server's sight.
    case audit

    /// Reads a request's path, percent-encoded as it came; `nil` when there is no such resource.
    package init?(path: some StringProtocol) {
        let segments = Self.segments(of: String(path))
        guard segments.count >= 3, segments[0].isEmpty, segments[1] == "api" else { return nil }
        switch segments.count {
        case 3:
            switch segments[2] {
            case "health": self = .health
            case "openapi.json": self = .openAPI
            case "whoami": self = .whoAmI
            case "customers": self = .customers
            case "similar": self = .similar
            case "trash": self = .trash
            case "changes": self = .changes
            case "erasures": self = .erasures
            case "audit": self = .audit
            default: return nil
            }
        case 4 where segments[2] == "customers":
            guard let id = CustomerID(segments[3]) else { return nil }
            self = .customer(id)
        case 5... where segments[2] == "customers":
            guard let id = CustomerID(segments[3]), let part = CustomerPart(segments: segments[4...]) else {
                return nil
            }
            self = .part(id, part)
        default: return nil
        }
    }

    /// What is between the slashes. Hardly ever is any of it encoded.
    private static func segments(of path: String) -> [Substring] {
        let segments = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard path.utf8.contains(UInt8(ascii: "%")) else { return segments.map { Substring($0) } }
        return segments.map { Substring(PercentEncoding.decoded($0, plusIsSpace: false) ?? "") }
    }

    package var path: String {
        switch self {
        case .health: "/api/health"
        case .openAPI: "/api/openapi.json"
        case .whoAmI: "/api/whoami"
        case .customers: "/api/customers"
        case .similar: "/api/similar"
        case .customer(let id): "/api/customers/\(id.text)"
        case .part(let id, let part): "/api/customers/\(id.text)/\(part.path)"
        case .trash: "/api/trash"
        case .changes: "/api/changes"
        case .erasures: "/api/erasures"
        case .audit: "/api/audit"
        }
    }

    /// The path as logs name it: without an identity.
    package var template: String {
        switch self {
        case .customer: "/api/customers/{id}"
        case .part(_, let part): "/api/customers/{id}/\(part.template)"
        default: path
        }
    }

    /// Those of all resources.
    package static let templates =
        [health, openAPI, whoAmI, customers, similar, trash, changes, erasures, audit].map(\.path)
        + ["/api/customers/{id}"] + CustomerPart.templates.map { "/api/customers/{id}/" + $0 }

    /// The methods that the resource takes, besides OPTIONS; HEAD goes wherever GET does.
    package var methods: [HTTPRequest.Method] {
        switch self {
        case .health, .openAPI, .whoAmI, .similar, .trash, .changes, .erasures: [.get, .head]
        case .customers: [.get, .head, .post]
        case .customer: [.get, .head, .put, .patch, .delete]
        case .part(_, let part): part.methods
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
        case .whoAmI, .customers, .similar, .customer, .part, .trash, .changes, .erasures, .audit: true
        }
    }
}
