import FoundationEssentials
import JSON

/// A value of an attribute, as far as this project stores any.
package enum AttributeValue: Hashable, Sendable {
    case string(String)
    case number(Int64)
    case binary([UInt8])
    /// In no order; DynamoDB takes no empty one.
    case strings(Set<String>)
    case map(Item)
}

/// The attributes of an item by name.
package typealias Item = [String: AttributeValue]

extension AttributeValue {
    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    package var integer: Int64? {
        if case .number(let number) = self { number } else { nil }
    }

    package var bytes: [UInt8]? {
        if case .binary(let bytes) = self { bytes } else { nil }
    }

    package var texts: Set<String>? {
        if case .strings(let texts) = self { texts } else { nil }
    }

    package var item: Item? {
        if case .map(let item) = self { item } else { nil }
    }
}

extension AttributeValue: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
}

// MARK: - JSON

extension AttributeValue {
    var json: JSONValue {
        switch self {
        case .string(let text): ["S": .string(text)]
        case .number(let number): ["N": .string(String(number))]
        case .binary(let bytes): ["B": .string(Data(bytes).base64EncodedString())]
        case .strings(let texts): ["SS": .array(texts.sorted().map { .string($0) })]
        case .map(let item): ["M": JSONValue(item)]
        }
    }

    /// `nil` for a type that this project never writes: another program's attribute.
    init?(_ json: JSONValue) {
        guard let member = json.members?.first else { return nil }
        switch (member.name, member.value) {
        case ("S", .string(let text)): self = .string(text)
        case ("N", .string(let text)):
            guard let number = Int64(text) else { return nil }
            self = .number(number)
        case ("B", .string(let text)):
            guard let bytes = Data(base64Encoded: text) else { return nil }
            self = .binary(Array(bytes))
        case ("SS", .array(let texts)): self = .strings(Set(texts.compactMap(\.text)))
        case ("M", .object): self = .map(Item(member.value))
        default: return nil
        }
    }
}

extension JSONValue {
    /// An answer; DynamoDB nests values 32 deep at most, each in an object that names its type.
    init?(dynamoDB bytes: [UInt8]) {
        self.init(parsing: bytes, maximumDepth: 100)
    }

    /// In the order of the names, so that equal items have equal texts.
    init(_ item: Item) {
        self.init(sorted: item.mapValues(\.json))
    }
}

extension Item {
    /// The attributes of types that this project knows; others are passed over.
    init(_ json: JSONValue) {
        self = Dictionary(
            (json.members ?? []).compactMap { member in AttributeValue(member.value).map { (member.name, $0) } },
            uniquingKeysWith: { _, last in last })
    }
}
