package import Domain
import JSON

/// A field's value as it stands in JSON: a text, `null` for none where version 1 has a `null`, or an array of words.
package enum FieldJSON: Hashable, Sendable {
    case null
    case text(String)
    case words([String])

    /// - Parameter value: as it is stored; `nil` for none.
    package init(_ value: String?, of field: CustomerField) {
        if field.isList {
            self = .words(field.words(in: value))
        } else if let text = value ?? (field.isNeverNull ? "" : nil) {
            self = .text(text)
        } else {
            self = .null
        }
    }
}

extension CustomerField {
    /// Whether none is an empty text in JSON: version 1 reads a text there, and no `null`.
    var isNeverNull: Bool { self == .name || self == .email }
}

// MARK: - Writing

extension FieldJSON: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .text(let text): try container.encode(text)
        case .words(let words): try container.encode(words)
        }
    }
}

extension [UInt8] {
    mutating func append(_ value: FieldJSON) {
        switch value {
        case .null: self += "null".utf8
        case .text(let text): append(json: text)
        case .words(let words): append(json: words, between: "[", "]") { $0.append(json: $1) }
        }
    }
}

// MARK: - Reading

extension JSONReader {
    /// The value of a field of an answer, taken as it is, but no longer than the field can be; `nil` for none.
    mutating func value(of field: CustomerField) throws(Malformed) -> String? {
        let limit = AnswerLimits.bytes(of: field)
        guard field.isList, kind() == .array else { return try optionalString(upTo: limit) }
        let words = try array(upTo: AnswerLimits.elements(of: field)) { reader throws(Malformed) in
            try reader.string(upTo: limit)
        }
        return field.value(of: words)
    }
}

extension KeyedDecodingContainer<CustomerMember> {
    /// The value of a field as this program wrote it, or one before there was the field.
    func value(of field: CustomerField) throws -> String? {
        guard field.isList else { return try decodeIfPresent(String.self, forKey: .field(field)) }
        return try decodeIfPresent([String].self, forKey: .field(field)).flatMap(field.value)
    }
}
