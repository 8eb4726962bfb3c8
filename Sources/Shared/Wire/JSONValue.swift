/// A member of a JSON object as far as this project cares: texts, numbers, nothing, or some other type to be named.
///
/// What is inside an array or an object is never looked at, so a body costs no more to read than its bytes.
package enum JSONValue: Hashable, Sendable {
    case null
    case string(String)
    case number(Double)
    /// - Parameter typeName: with its article, for messages.
    case other(typeName: String)

    /// The type's name with its article.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .string: "a string"
        case .number: "a number"
        case .other(let typeName): typeName
        }
    }
}

extension JSONValue: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try Self.ifOfType({ try container.decode(String.self) }) {
            self = .string(text)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if (try? container.decode(Bool.self)) != nil {
            self = .other(typeName: "a boolean")
        } else if (try? decoder.unkeyedContainer()) != nil {
            self = .other(typeName: "an array")
        } else if (try? decoder.container(keyedBy: JSONObject.Name.self)) != nil {
            self = .other(typeName: "an object")
        } else {
            // A number that no Double holds.
            self = .number(.infinity)
        }
    }

    /// What is decoded; `nil` when the value is of another type, an error when it is of this one but malformed.
    private static func ifOfType<Value>(_ decode: () throws -> Value) throws -> Value? {
        do {
            return try decode()
        } catch DecodingError.typeMismatch {
            return nil
        }
    }
}

/// A JSON object whose members are read when they are asked for.
package struct JSONObject {
    private let members: KeyedDecodingContainer<Name>

    /// Reads a text in JSON.
    ///
    /// - Throws: ``JSONObjectFailure`` when it is none, or no object.
    package init(parsing bytes: [UInt8]) throws(JSONObjectFailure) {
        if let object = try? JSONBody.decode(JSONObject.self, from: bytes) {
            self = object
        } else if let value = try? JSONBody.decode(JSONValue.self, from: bytes) {
            throw .noObject(typeName: value.typeName)
        } else {
            throw .noJSON
        }
    }

    /// Those of the named members that are there.
    ///
    /// - Throws: ``JSONObjectFailure/noJSON`` when one is malformed, which is noticed only now.
    package func values(of names: some Sequence<String>) throws(JSONObjectFailure) -> [String: JSONValue] {
        var values: [String: JSONValue] = [:]
        for name in names where members.contains(Name(name)) {
            guard let value = try? members.decode(JSONValue.self, forKey: Name(name)) else { throw .noJSON }
            values[name] = value
        }
        return values
    }

    /// Every member, known or not.
    ///
    /// - Throws: ``JSONObjectFailure/noJSON`` when one is malformed, which is noticed only now.
    package func all() throws(JSONObjectFailure) -> [String: JSONValue] {
        try values(of: members.allKeys.map(\.stringValue))
    }

    /// The first name that an object's text has twice, of which ``all()`` knows one value alone.
    ///
    /// - Parameter bytes: an object that was parsed.
    package static func repeatedName(in bytes: some Collection<UInt8>) -> String? {
        var known: Set<String> = []
        var names = JSONNames(Array(bytes))
        while let name = names.next() {
            guard known.insert(name).inserted else { return name }
        }
        return nil
    }

    struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) {
            stringValue = name
        }

        init?(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }
}

/// The names of an object's members as they stand in its text, one after another.
private struct JSONNames: IteratorProtocol {
    private let bytes: [UInt8]
    private var at = 0
    private var depth = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> String? {
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""):
                let string = skipString()
                if depth == 1, isBeforeColon { return text(string) }
                continue
            default: break
            }
            at += 1
        }
        return nil
    }

    /// Goes behind a string.
    ///
    /// - Returns: where it is, with its quotes.
    private mutating func skipString() -> Range<Int> {
        let start = at
        at += 1
        while at < bytes.count, bytes[at] != UInt8(ascii: "\"") { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
        at = min(at + 1, bytes.count)
        return start..<at
    }

    private var isBeforeColon: Bool {
        bytes[at...].first { $0 > 0x20 } == UInt8(ascii: ":")
    }

    private func text(_ string: Range<Int>) -> String {
        if bytes[string].contains(UInt8(ascii: "\\")),
            let text = try? JSONBody.decode(String.self, from: Array(bytes[string]))
        {
            return text
        }
        return String(decoding: bytes[string].dropFirst().dropLast(), as: UTF8.self)
    }
}

extension JSONObject: Decodable {
    package init(from decoder: any Decoder) throws {
        members = try decoder.container(keyedBy: Name.self)
    }
}

/// Why a text is no JSON object.
package enum JSONObjectFailure: Error, Hashable, Sendable {
    case noJSON
    case noObject(typeName: String)
}
