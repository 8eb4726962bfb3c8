import Domain
package import HTTP
import HTTPTypes

extension Call {
    /// The call as the client sends it; the transport adds host, credentials and lengths.
    package var request: Request {
        switch self {
        case .health, .openAPI:
            return Request(.get, route.path, fields: accepting)
        case .list(let query):
            return Request(.get, target(query.parameters), fields: accepting)
        case .find(let email):
            var parameters = Query()
            parameters.add("email", email)
            return Request(.get, target(parameters), fields: accepting)
        case .get(_, let unlessVersion):
            var fields = accepting
            fields[.ifNoneMatch] = unlessVersion.map(EntityTag.text)
            return Request(.get, route.path, fields: fields)
        case .create(let customer, let key):
            return write(.post, body: NewCustomerJSON(customer), condition: .none, key: key)
        case .put(_, let customer, let condition, let key):
            return write(.put, body: NewCustomerJSON(customer), condition: condition, key: key)
        case .patch(_, let patch, let condition, let key):
            return write(
                .patch, body: PatchJSON(patch), mediaType: "application/merge-patch+json", condition: condition,
                key: key)
        case .delete(_, let condition, let key):
            return Request(.delete, route.path, fields: writing(condition, key))
        case .changes(let query):
            return Request(.get, target(query.parameters), fields: accepting)
        }
    }

    private var accepting: HTTPFields {
        [.accept: JSONBody.mediaType]
    }

    private func target(_ parameters: Query) -> String {
        parameters.items.isEmpty ? route.path : route.path + "?" + parameters.text
    }

    private func write(
        _ method: HTTPRequest.Method, body: some Encodable, mediaType: String = JSONBody.mediaType,
        condition: WriteCondition, key: IdempotencyKey?
    ) -> Request {
        var fields = writing(condition, key)
        fields[.contentType] = mediaType
        return Request(method, route.path, fields: fields, body: JSONBody.bytes(body))
    }

    private func writing(_ condition: WriteCondition, _ key: IdempotencyKey?) -> HTTPFields {
        var fields = accepting
        switch condition {
        case .none: break
        case .mustNotExist: fields[.ifNoneMatch] = "*"
        case .matches(let match): fields[.ifMatch] = EntityTag.text(match)
        }
        fields[.idempotencyKey] = key?.text
        return fields
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

// MARK: - Bodies

/// The body of POST and PUT.
private struct NewCustomerJSON: Encodable {
    let customer: NewCustomer

    init(_ customer: NewCustomer) {
        self.customer = customer
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CustomerMember.self)
        for field in CustomerField.allCases {
            try members.encodeIfPresent(customer.details[field], forKey: .field(field))
        }
        try members.encodeIfPresent(customer.registrationDate?.text, forKey: .registrationDate)
    }
}

/// The body of PATCH: `null` takes a value away (RFC 7396).
private struct PatchJSON: Encodable {
    let patch: CustomerPatch

    init(_ patch: CustomerPatch) {
        self.patch = patch
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let members = patch.changes.map { ($0.key.rawValue, $0.value) }
        try container.encode(Dictionary(uniqueKeysWithValues: members))
    }
}
