import Domain
package import HTTP
import HTTPTypes
import JSON

extension WriteCall {
    package var request: Request {
        switch self {
        case .create(let customer, _): request(.post, customer.members(isNew: true), condition: .none)
        case .put(_, let customer, let condition, _):
            request(.put, customer.members(isNew: condition == .mustNotExist), condition: condition)
        case .patch(_, let patch, let condition, _):
            request(.patch, patch.members, mediaType: "application/merge-patch+json", condition: condition)
        case .delete(_, let condition, _): Request(.delete, route.path, fields: fields(condition))
        case .note(_, let text, _): request(.post, [(NoteText.member, .text(text.text))], condition: .none)
        case .retract: Request(.delete, route.path, fields: fields(.none))
        case .restore, .erase, .dismiss: request(.post, [], condition: .none)
        }
    }

    private func request(
        _ method: HTTPRequest.Method, _ members: [BodyMember], mediaType: String = JSONBody.mediaType,
        condition: WriteCondition
    ) -> Request {
        var fields = fields(condition)
        fields[.contentType] = mediaType
        return Request(method, route.path, fields: fields, body: Self.body(members))
    }

    /// Written by hand: a queue that drains makes thousands, and an encoder takes longer than all else that is done for one.
    private static func body(_ members: [BodyMember]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(json: members, between: "{", "}") { bytes, member in
            bytes.append(json: member.name)
            bytes.append(UInt8(ascii: ":"))
            bytes.append(member.value)
        }
        return bytes
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

private typealias BodyMember = (name: String, value: FieldJSON)

extension NewCustomer {
    /// The body of POST and PUT.
    ///
    /// - Parameter isNew: whether there is nothing yet that could be taken away.
    fileprivate func members(isNew: Bool) -> [BodyMember] {
        var members: [BodyMember] = CustomerField.allCases.compactMap { field in
            if let value = details[field] { return (field.rawValue, FieldJSON(value, of: field)) }
            let isTakenAway = !isNew && cleared.contains(field) && CustomerField.keptUnlessNamed.contains(field)
            return isTakenAway ? (field.rawValue, .null) : nil
        }
        if let registrationDate { members.append((CustomerMember.registrationDate.name, .text(registrationDate.text))) }
        return members
    }
}

extension CustomerPatch {
    /// The body of PATCH: `null` takes a value away (RFC 7396).
    fileprivate var members: [BodyMember] {
        CustomerField.allCases.compactMap { field in
            changes[field].map { value in (field.rawValue, value.map { FieldJSON($0, of: field) } ?? .null) }
        }
    }
}
