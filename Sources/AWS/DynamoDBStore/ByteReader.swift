import CustomerAPI

/// Takes bytes from the front of some; `nil` when there are not as many.
struct ByteReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func remainder() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }
}

extension ByteReader {
    /// Reads what a position was made of.
    ///
    /// - Parameter kind: the first byte, which tells the positions of different listings apart.
    init(_ position: StorePosition, kind: UInt8) throws(StoreFailure) {
        guard position.bytes.first == kind else { throw .badPosition }
        rest = position.bytes.dropFirst()
    }

    /// A text that DynamoDB takes in a key; any other bytes are none of ours.
    mutating func keyText(_ bytes: ArraySlice<UInt8>?, atMost limit: Int) throws(StoreFailure) -> String {
        guard let bytes, (1...limit).contains(bytes.count), let text = String(validating: bytes, as: UTF8.self) else {
            throw .badPosition
        }
        return text
    }
}

extension FixedWidthInteger {
    /// Most significant byte first.
    var bigEndianBytes: [UInt8] {
        Swift.withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
