/// A JSON value (RFC 8259).
///
/// Read and written here rather than through `Codable`: a large answer is a tree of small objects, and this costs a tenth
/// of the time per object.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// As it was written: a number in JSON has no limit.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the text.
    case object([Member])

    package struct Member: Hashable, Sendable {
        package let name: String
        package let value: JSONValue

        package init(name: String, value: JSONValue) {
            self.name = name
            self.value = value
        }
    }
}

extension JSONValue {
    /// The first member of this name; `nil` when there is none, or this is not an object.
    package subscript(_ name: String) -> JSONValue? {
        members?.first { $0.name == name }?.value
    }

    package var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The nearest there is to a number, which is infinite where no `Double` holds it.
    package var number: Double? {
        if case .number(let text) = self { Double(text) } else { nil }
    }

    package var array: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    package var members: [Member]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The type's name with its article, for messages.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
}

extension JSONValue: ExpressibleByIntegerLiteral {
    package init(integerLiteral value: Int) { self.init(value) }

    package init(_ number: Int) { self = .number(String(number)) }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
    /// Members without a value are left out.
    package init(dictionaryLiteral elements: (String, JSONValue?)...) {
        self = .object(elements.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    /// An object whose members stand in the order of their names, so that equal ones have equal texts.
    package init(sorted members: [String: JSONValue]) {
        self = .object(members.sorted { $0.key < $1.key }.map { Member(name: $0.key, value: $0.value) })
    }
}

// MARK: - Reading

extension JSONValue {
    /// Reads a whole text; `nil` when it is not JSON, or is nested deeper.
    package init?(parsing bytes: [UInt8], maximumDepth: Int = JSONReader.maximumDepth) {
        let value = try? JSONReader.read(bytes, maximumDepth: maximumDepth) { reader throws(JSONReader.Malformed) in
            try Self(&reader, depth: 0)
        }
        guard let value else { return nil }
        self = value
    }

    private init(_ reader: inout JSONReader, depth: Int) throws(JSONReader.Malformed) {
        guard depth < reader.maximumDepth else { throw JSONReader.Malformed() }
        switch reader.kind() {
        case .array:
            self = .array(
                try reader.array { reader throws(JSONReader.Malformed) in try Self(&reader, depth: depth + 1) })
        case .object:
            var members: [Member] = []
            try reader.object { name, reader throws(JSONReader.Malformed) in
                members.append(Member(name: name, value: try Self(&reader, depth: depth + 1)))
            }
            self = .object(members)
        case .null, .boolean, .number, .string: self = try Self(outermost: &reader)
        }
    }

    /// Passes over what is inside an array or an object, which is empty then.
    init(outermost reader: inout JSONReader) throws(JSONReader.Malformed) {
        switch reader.kind() {
        case .null:
            try reader.null()
            self = .null
        case .boolean: self = .bool(try reader.boolean())
        case .number: self = .number(String(decoding: try reader.value(), as: UTF8.self))
        case .string: self = .string(try reader.string())
        case .array:
            try reader.value()
            self = .array([])
        case .object:
            try reader.value()
            self = .object([])
        }
    }

    /// The same, but for an array, of which each element is read like this.
    init(shallow reader: inout JSONReader) throws(JSONReader.Malformed) {
        guard reader.kind() == .array else {
            self = try Self(outermost: &reader)
            return
        }
        self = .array(
            try reader.array { reader throws(JSONReader.Malformed) in try Self(outermost: &reader) })
    }
}
