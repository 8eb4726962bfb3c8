import FoundationEssentials

/// A key of the index and rows that have it.
struct PostingRun {
    var key: [UInt8]
    var rows: [UInt32]
}

/// Collects runs, in the order of their keys, until they are a block.
///
/// Keys are written as what they do not share with the one before: how many bytes they share, how many follow, these,
/// and how many rows have the key.
struct PostingBlock {
    private(set) var first: [UInt8] = []
    private(set) var last: [UInt8] = []
    private(set) var keys: [UInt8] = []
    /// Four bytes each, the least significant first.
    private(set) var rows: [UInt8] = []

    /// How many rows a block holds. Larger blocks make searches for rare words slower, smaller ones those for common.
    static let capacity = 2_048

    var room: Int { Self.capacity - rows.count / 4 }

    mutating func append(_ key: [UInt8], _ numbers: ArraySlice<UInt32>) {
        if rows.isEmpty { first = key }
        let shared = zip(last, key).prefix { $0 == $1 }.count
        keys.append(varint: shared)
        keys.append(varint: key.count - shared)
        keys += key[shared...]
        keys.append(varint: numbers.count)
        last = key
        for number in numbers { withUnsafeBytes(of: number.littleEndian) { rows += $0 } }
    }
}

/// Reads the keys of a block one after the other.
struct PostingKeys {
    private let bytes: [UInt8]
    private var offset = 0
    private(set) var key: [UInt8] = []
    /// Where the rows of `key` are among those of the block.
    private(set) var rows = 0..<0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Goes to the next key; `false` at the end.
    mutating func advance() throws -> Bool {
        guard offset < bytes.count else { return false }
        let shared = try bytes.varint(at: &offset)
        let added = try bytes.varint(at: &offset)
        guard shared <= key.count, added <= bytes.count - offset else { throw Damage("a key of the index") }
        key.removeSubrange(shared...)
        key += bytes[offset..<(offset + added)]
        offset += added
        let count = try bytes.varint(at: &offset)
        guard count < 1 << 32 else { throw Damage("a key of the index") }
        rows = rows.upperBound..<(rows.upperBound + count)
        return true
    }
}
