import Domain
package import HTTP
import HTTPTypes

extension WriteCall {
    package var request: Request {
        switch self {
        case .create(let customer, _): request(.post, NewCustomerJSON(customer), condition: .none)
        case .put(_, let customer, let condition, _): request(.put, NewCustomerJSON(customer), condition: condition)
        case .patch(_, let patch, let condition, _):
            request(.patch, PatchJSON(patch), mediaType: "application/merge-patch+json", condition: condition)
        case .delete(_, let condition, _): Request(.delete, route.path, fields: fields(condition))
        }
    }

    private func request(
        _ method: HTTPRequest.Method, _ body: some Encodable, mediaType: String = JSONBody.mediaType,
        condition: WriteCondition
    ) -> Request {
        var fields = fields(condition)
        fields[.contentType] = mediaType
        return Request(method, route.path, fields: fields, body: JSONBody.bytes(body))
    }

    private func fields(_ condition: WriteCondition) -> HTTPFields {
        var fields: HTTPFields = [.accept: JSONBody.mediaType]
        switch condition {
        case .none: break
        case .mustNotExist: fields[.ifNoneMatch] = "*"
        case .matches(let match): fields[.ifMatch] = EntityTag.text(match)
        }
        fields[.idempotencyKey] = idempotencyKey?.text
        return fields
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
