package import Domain

/// Takes bytes from the front of some; `nil` when there are not as many.
package struct ByteReader {
    private var rest: ArraySlice<UInt8>

    package init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    package var isAtEnd: Bool { rest.isEmpty }

    package mutating func byte() -> UInt8? {
        rest.popFirst()
    }

    package mutating func bytes(_ count: Int) -> ArraySlice<UInt8>? {
        guard rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    /// An id, a key or whatever else the caller expects of the kind.
    package mutating func identifier<Meaning>() -> Identifier<Meaning>? {
        bytes(16).flatMap { Identifier(bytes: $0) }
    }

    /// Most significant byte first.
    package mutating func integer() -> Int64? {
        bytes(8)?.reduce(0) { $0 << 8 | Int64($1) }
    }

    package mutating func remainder() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }
}

extension ByteReader {
    /// Reads what a position was made of.
    ///
    /// - Parameter kind: the first byte, which tells the positions of different listings apart.
    package init(_ position: StorePosition, kind: UInt8) throws(StoreFailure) {
        guard position.bytes.first == kind else { throw .badPosition }
        rest = position.bytes.dropFirst()
    }
}

extension FixedWidthInteger {
    /// Most significant byte first.
    package var bigEndianBytes: [UInt8] {
        Swift.withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
