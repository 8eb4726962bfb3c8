/// The members of a JSON object that somebody else wrote.
///
/// Arrays are read, and what is inside their elements or inside an object is passed over, so a body costs no more to read than
/// its bytes.
package struct JSONObject {
    /// Of a name that stands twice, the first value.
    package private(set) var members: [String: JSONValue] = [:]
    /// The first name that stands twice, be it wanted or not, or be it inside a value that is not wanted.
    package private(set) var repeatedName: String?

    /// Values inside one another, at most.
    private static let maximumDepth = 512

    /// Reads a text in JSON.
    ///
    /// - Parameter names: the members that are wanted; all of them without it.
    /// - Throws: ``JSONObjectFailure`` when it is not JSON, or not an object.
    package init(parsing bytes: [UInt8], names: [String]? = nil) throws(JSONObjectFailure) {
        // A byte order mark may be ignored (RFC 8259 §8.1).
        let text = bytes.starts(with: "\u{FEFF}".utf8) ? Array(bytes.dropFirst(3)) : bytes
        let object = try? JSONReader.read(text, maximumDepth: Self.maximumDepth) {
            reader throws(JSONReader.Malformed) in
            guard reader.kind() == .object else {
                return Result<Self, _>.failure(
                    JSONObjectFailure.notAnObject(typeName: try JSONValue(outermost: &reader).typeName))
            }
            return .success(try Self(&reader, names: names))
        }
        guard let object else { throw .notJSON }
        self = try object.get()
    }

    private init(_ reader: inout JSONReader, names: [String]?) throws(JSONReader.Malformed) {
        var object = (members: [String: JSONValue](), repeatedName: String?.none)
        var seen: Set<String> = []
        try reader.object { name, reader throws(JSONReader.Malformed) in
            let isFirst = seen.insert(name).inserted
            if !isFirst, object.repeatedName == nil { object.repeatedName = name }
            guard isFirst, names?.contains(name) ?? true else {
                try Self.passOver(&reader, &object.repeatedName)
                return
            }
            object.members[name] = try JSONValue(shallow: &reader)
        }
        (members, repeatedName) = object
    }

    /// - Parameter repeatedName: the first name that stands twice, as far as one is known.
    private static func passOver(
        _ reader: inout JSONReader, _ repeatedName: inout String?, depth: Int = 0
    ) throws(JSONReader.Malformed) {
        guard depth < maximumDepth else { throw JSONReader.Malformed() }
        switch reader.kind() {
        case .object:
            var seen: Set<String> = []
            try reader.object { name, reader throws(JSONReader.Malformed) in
                if !seen.insert(name).inserted, repeatedName == nil { repeatedName = name }
                try passOver(&reader, &repeatedName, depth: depth + 1)
            }
        case .array:
            try reader.forEachElement { reader throws(JSONReader.Malformed) in
                try passOver(&reader, &repeatedName, depth: depth + 1)
            }
        case .null, .boolean, .number, .string: _ = try reader.value()
        }
    }
}

/// Why a text is not a JSON object.
package enum JSONObjectFailure: Error, Hashable, Sendable {
    case notJSON
    case notAnObject(typeName: String)
}
