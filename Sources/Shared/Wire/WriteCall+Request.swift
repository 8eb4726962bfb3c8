import Domain
package import HTTP
import HTTPTypes

extension WriteCall {
    package var request: Request {
        switch self {
        case .create(let customer, _): request(.post, NewCustomerJSON(customer), condition: .none)
        case .put(_, let customer, let condition, _):
            request(.put, NewCustomerJSON(customer, isNew: condition == .mustNotExist), condition: condition)
        case .patch(_, let patch, let condition, _):
            request(.patch, PatchJSON(patch), mediaType: "application/merge-patch+json", condition: condition)
        case .delete(_, let condition, _): Request(.delete, route.path, fields: fields(condition))
        case .note(_, let text, _): request(.post, [NoteText.member: text.text], condition: .none)
        case .retract: Request(.delete, route.path, fields: fields(.none))
        case .restore, .erase, .dismiss: request(.post, [String: String](), condition: .none)
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
    /// Whether there is nothing yet that could be taken away.
    let isNew: Bool

    init(_ customer: NewCustomer, isNew: Bool = true) {
        self.customer = customer
        self.isNew = isNew
    }

    func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CustomerMember.self)
        for field in CustomerField.allCases {
            if let value = customer.details[field] {
                try members.encode(FieldJSON(value, of: field), forKey: .field(field))
            } else if !isNew, customer.cleared.contains(field), CustomerField.later.contains(field) {
                try members.encodeNil(forKey: .field(field))
            }
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
        let members = patch.changes.map { field, value in
            (field.rawValue, value.map { FieldJSON($0, of: field) } ?? .null)
        }
        try container.encode(Dictionary(uniqueKeysWithValues: members))
    }
}
