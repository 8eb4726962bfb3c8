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
    /// ``SimilarTerm/maximumCustomers`` at most, with words like those of a text that finds nobody.
    case similar(String)
    case get(CustomerID, unlessVersion: VersionMatch?)
    /// Who did what with a customer, and what was said, newest first.
    ///
    /// - Parameter unlessTag: the entity tag of what is known of the same page, or several, as `If-None-Match` has them.
    case timeline(CustomerID, TimelineQuery, unlessTag: String?)
    /// A customer as they were.
    case past(CustomerID, Rewind.Target)
    /// Who may be the same person as a customer, but for those of whom somebody has said that they are not.
    case duplicates(CustomerID)
    /// Of whom somebody has said that they are not the same person as a customer.
    case dismissals(CustomerID)
    case trash(PageQuery)
    case changes(ChangesQuery)
    case erasures(PageQuery)

    package var route: Route {
        switch self {
        case .health: .health
        case .openAPI: .openAPI
        case .whoAmI: .whoAmI
        case .list, .find: .customers
        case .similar: .similar
        case .get(let id, _): .customer(id)
        case .timeline(let id, _, _): .part(id, .timeline)
        case .past(let id, let target): .part(id, .past(target))
        case .duplicates(let id): .part(id, .duplicates)
        case .dismissals(let id): .part(id, .dismissals)
        case .trash: .trash
        case .changes: .changes
        case .erasures: .erasures
        }
    }

    /// How long the answer may be held back, in seconds; 0 for every call but one that waits for changes.
    package var waitSeconds: Int {
        if case .changes(let query) = self { query.waitSeconds ?? 0 } else { 0 }
    }

    package var request: Request {
        var parameters = Query()
        var fields: HTTPFields = [.accept: JSONBody.mediaType]
        switch self {
        case .health, .openAPI, .whoAmI, .past, .duplicates, .dismissals: break
        case .list(let query): parameters = query.parameters
        case .find(let email): parameters.add("email", email)
        case .similar(let text): parameters.add("term", text)
        case .get(_, let unlessVersion): fields[.ifNoneMatch] = unlessVersion.map(EntityTag.text)
        case .timeline(_, let query, let unlessTag):
            parameters = query.parameters
            fields[.ifNoneMatch] = unlessTag
        case .trash(let query): parameters = query.parameters
        case .changes(let query): parameters = query.parameters
        case .erasures(let query): parameters = query.parameters
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
        /// The last change longest ago first; only where the server has ``Capability/orders``, as the following.
        case changed
        case changedDescending = "-changed"
        case registered
        case registeredDescending = "-registered"

        /// The orders that every server has.
        package static let names: [Sort] = [.name, .nameDescending]

        /// What it is the order of; `nil` for that of names.
        package var moment: FilterMoment? {
            switch self {
            case .name, .nameDescending: nil
            case .changed, .changedDescending: .changed
            case .registered, .registeredDescending: .registered
            }
        }

        package var isDescending: Bool {
            switch self {
            case .name, .changed, .registered: false
            case .nameDescending, .changedDescending, .registeredDescending: true
            }
        }

        /// How what is asked for is ordered.
        package var order: CustomerOrder {
            switch moment {
            case nil: CustomerOrder(.name, isDescending: isDescending)
            case .changed?: CustomerOrder(.changed, isDescending: isDescending)
            case .registered?: CustomerOrder(.registered, isDescending: isDescending)
            }
        }

        /// What asks for an order; `nil` where no server has it.
        package init?(_ order: CustomerOrder) {
            self.init(rawValue: order.word)
        }
    }
}

/// A page of the change feed.
package struct ChangesQuery: Hashable, Sendable {
    /// Changes at most, 1–1000.
    package var limit: Int
    package var cursor: String?
    /// How long an answer without a change may be held back for one, 1–25; only by a server with the capability `long-poll`.
    package var waitSeconds: Int?

    /// The cursor that begins at now, with an empty page, which is never held back.
    package static let latest = "latest"
    package static let waits = 1...25

    package init(limit: Int = 1000, cursor: String? = nil, waitSeconds: Int? = nil) {
        self.limit = limit
        self.cursor = cursor
        self.waitSeconds = waitSeconds
    }
}

/// A page of a customer's timeline.
package struct TimelineQuery: Hashable, Sendable {
    /// Entries at most, 1–200.
    package var limit: Int
    /// Where the page before ended, as the server said it.
    package var cursor: String?

    package static let limits = 1...200
    static let usualLimit = 20

    package init(limit: Int = Self.usualLimit, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }

    fileprivate var parameters: Query { .page(limit, usually: Self.usualLimit, cursor) }
}

/// A page of the trash or of the erasures.
package struct PageQuery: Hashable, Sendable {
    /// Rows at most, 1–1000.
    package var limit: Int
    /// Where the page before ended, as the server said it.
    package var cursor: String?

    package init(limit: Int = ListQuery.limits.upperBound, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }

    fileprivate var parameters: Query { .page(limit, usually: ListQuery.limits.upperBound, cursor) }
}

extension Query {
    fileprivate static func page(_ limit: Int, usually usual: Int, _ cursor: String?) -> Query {
        var parameters = Query()
        if limit != usual { parameters.add("limit", String(limit)) }
        if let cursor { parameters.add("cursor", cursor) }
        return parameters
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
        if let waitSeconds { parameters.add("wait", String(waitSeconds)) }
        return parameters
    }
}
