import CustomerAPI
import Domain

/// Reads what a ``StorePosition`` was made of; any other bytes are ``StoreFailure/badPosition``.
struct PositionReader {
    private var rest: ArraySlice<UInt8>

    /// - Parameter kind: the first byte, which tells the positions of different listings apart.
    init(_ position: StorePosition, kind: UInt8) throws(StoreFailure) {
        guard position.bytes.first == kind else { throw .badPosition }
        rest = position.bytes.dropFirst()
    }

    mutating func bytes(_ count: Int) throws(StoreFailure) -> ArraySlice<UInt8> {
        guard rest.count >= count else { throw .badPosition }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }

    mutating func byte() throws(StoreFailure) -> UInt8 {
        guard let byte = rest.popFirst() else { throw .badPosition }
        return byte
    }

    mutating func integer() throws(StoreFailure) -> Int64 {
        try bytes(8).reduce(0) { $0 << 8 | Int64($1) }
    }

    mutating func remainder() -> ArraySlice<UInt8> {
        defer { rest = [] }
        return rest
    }
}

extension Int64 {
    /// Most significant byte first.
    var bigEndianBytes: [UInt8] {
        Swift.withUnsafeBytes(of: bigEndian) { Array($0) }
    }
}
