/// A JSON value (RFC 8259) as DynamoDB speaks it.
///
/// Read and written here rather than through `Codable`: an answer is a tree of small objects whose members name types, and
/// this costs a tenth of the time per item.
enum JSON: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As it was written: DynamoDB's own numbers are texts, and no other needs arithmetic on fractions.
    case number(String)
    case string(String)
    case array([JSON])
    /// In the order of the text.
    case object([Member])

    struct Member: Hashable, Sendable {
        let name: String
        let value: JSON
    }
}

extension JSON {
    /// The member of an object; `nil` when there is none, or this is no object.
    subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    var number: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    var array: [JSON]? {
        if case .array(let values) = self { values } else { nil }
    }

    var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(arrayLiteral elements: JSON...) { self = .array(elements) }
}

extension JSON: ExpressibleByDictionaryLiteral {
    /// Members without a value are left out.
    init(dictionaryLiteral elements: (String, JSON?)...) {
        self = .object(elements.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }
}
