import FoundationEssentials

/// Bodies in JSON, both ways.
package enum JSONBody {
    package static let mediaType = "application/json"

    /// Encodes a value of ours, whose encoding cannot fail.
    ///
    /// - Parameter isSorted: members in alphabetical order, so that equal values have equal texts.
    package static func bytes(_ value: some Encodable, isSorted: Bool = false) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = isSorted ? [.withoutEscapingSlashes, .sortedKeys] : .withoutEscapingSlashes
        do {
            return Array(try encoder.encode(value))
        } catch {
            preconditionFailure("a value of the wire cannot be encoded: \(error)")
        }
    }

    /// - Throws: `DecodingError` when the bytes are not JSON or not of this shape.
    package static func decode<Value: Decodable>(_ type: Value.Type, from bytes: [UInt8]) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }
}
