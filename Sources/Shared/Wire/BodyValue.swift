/// A value of a JSON body as far as this API cares: a text, nothing, or some other type to be named in an error.
///
/// What is inside an array or an object is never looked at, so a body costs no more to read than its bytes.
enum BodyValue: Hashable, Sendable, Decodable {
    case null
    case text(String)
    /// - Parameter name: the type's name with its article, for messages.
    case other(_ name: String)

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if (try? container.decode(Bool.self)) != nil {
            self = .other("a boolean")
        } else if (try? decoder.unkeyedContainer()) != nil {
            self = .other("an array")
        } else if (try? decoder.container(keyedBy: CustomerJSON.Member.self)) != nil {
            self = .other("an object")
        } else {
            self = .other("a number")
        }
    }

    /// The type's name with its article.
    var typeName: String {
        switch self {
        case .null: "null"
        case .text: "a string"
        case .other(let name): name
        }
    }
}

/// The members of a body that this API knows; all others are left unread.
struct BodyMembers: Decodable {
    let values: [String: BodyValue]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CustomerJSON.Member.self)
        var values: [String: BodyValue] = [:]
        for member in container.allKeys {
            values[member.rawValue] = try container.decode(BodyValue.self, forKey: member)
        }
        self.values = values
    }
}
