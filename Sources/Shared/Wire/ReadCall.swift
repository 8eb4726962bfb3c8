package import Domain
package import HTTP
import HTTPTypes

/// A call that changes nothing.
package enum ReadCall: CallKind {
    case health
    case openAPI
    /// Who asks, as the server sees it, and what they may do.
    case whoAmI
    case list(ListQuery)
    /// Zero or one customer, strongly consistent.
    case find(email: String)
    case get(CustomerID, unlessVersion: VersionMatch?)
    case changes(ChangesQuery)

    package var route: Route {
        switch self {
        case .health: .health
        case .openAPI: .openAPI
        case .whoAmI: .whoAmI
        case .list, .find: .customers
        case .get(let id, _): .customer(id)
        case .changes: .changes
        }
    }

    package var request: Request {
        var parameters = Query()
        var fields: HTTPFields = [.accept: JSONBody.mediaType]
        switch self {
        case .health, .openAPI, .whoAmI: break
        case .list(let query): parameters = query.parameters
        case .find(let email): parameters.add("email", email)
        case .get(_, let unlessVersion): fields[.ifNoneMatch] = unlessVersion.map(EntityTag.text)
        case .changes(let query): parameters = query.parameters
        }
        let target = parameters.items.isEmpty ? route.path : route.path + "?" + parameters.text
        return Request(.get, target, fields: fields)
    }
}

/// A page of the directory, or of a search in it.
package struct ListQuery: Hashable, Sendable {
    /// Rows at most, 1–1000.
    package var limit: Int
    package var sort: Sort
    /// What was typed; never only white space.
    package var search: String?
    /// Where the page before ended, as the server said it.
    package var cursor: String?

    package static let limits = 1...1000

    package init(limit: Int = 1000, sort: Sort = .name, search: String? = nil, cursor: String? = nil) {
        self.limit = limit
        self.sort = sort
        self.search = search
        self.cursor = cursor
    }

    package enum Sort: String, Sendable, CaseIterable {
        case name
        case nameDescending = "-name"
    }
}

/// A page of the change feed.
package struct ChangesQuery: Hashable, Sendable {
    /// Changes at most, 1–1000.
    package var limit: Int
    package var cursor: String?

    /// The cursor that begins at now, with an empty page.
    package static let latest = "latest"

    package init(limit: Int = 1000, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }
}

extension ListQuery {
    /// Every parameter that differs from its default.
    package var parameters: Query {
        var parameters = Query()
        if let search { parameters.add("search", search) }
        if sort != .name { parameters.add("sort", sort.rawValue) }
        if limit != Self.limits.upperBound { parameters.add("limit", String(limit)) }
        if let cursor { parameters.add("cursor", cursor) }
        return parameters
    }
}

extension ChangesQuery {
    package var parameters: Query {
        var parameters = Query()
        if limit != ListQuery.limits.upperBound { parameters.add("limit", String(limit)) }
        if let cursor { parameters.add("cursor", cursor) }
        return parameters
    }
}
