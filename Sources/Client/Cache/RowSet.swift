/// Rows as bits, so that a million of them take 125 KB and are counted and intersected in microseconds.
struct RowSet: Equatable, Sendable {
    private var words: [UInt64]

    /// An empty set with room for the rows 0 … `highest`.
    init(upTo highest: Int) {
        words = Array(repeating: 0, count: Swift.max(0, highest) / 64 + 1)
    }

    var count: Int {
        words.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    var isEmpty: Bool {
        words.allSatisfy { $0 == 0 }
    }

    func contains(_ row: Int) -> Bool {
        guard row >= 0, row / 64 < words.count else { return false }
        return words[row / 64] & 1 << UInt64(row % 64) != 0
    }

    /// Rows that there is no room for are left out.
    mutating func insert(_ row: Int) {
        guard row >= 0, row / 64 < words.count else { return }
        words[row / 64] |= 1 << UInt64(row % 64)
    }

    mutating func remove(_ row: Int) {
        guard row >= 0, row / 64 < words.count else { return }
        words[row / 64] &= ~(1 << UInt64(row % 64))
    }

    /// Inserts the numbers that `bytes` holds, four bytes each, the least significant first.
    mutating func insert(packed bytes: UnsafeRawBufferPointer) {
        words.withUnsafeMutableBufferPointer { words in
            for index in 0..<(bytes.count / 4) {
                let row = bytes.packedNumber(index)
                if row / 64 < words.count { words[Int(row / 64)] |= 1 << UInt64(row % 64) }
            }
        }
    }

    mutating func formIntersection(_ other: RowSet) {
        for index in words.indices { words[index] &= index < other.words.count ? other.words[index] : 0 }
    }

    mutating func subtract(_ other: RowSet) {
        for index in words.indices.prefix(other.words.count) { words[index] &= ~other.words[index] }
    }

    /// The `number`th row that is at least `start`, counted from 1; the last one when there are fewer.
    func row(_ number: Int, from start: Int) -> Int? {
        var left = number
        var last: Int?
        var index = Swift.max(0, start) / 64
        var mask = ~UInt64(0) << UInt64(Swift.max(0, start) % 64)
        while index < words.count {
            var rest = words[index] & mask
            mask = ~0
            if rest.nonzeroBitCount < left {
                left -= rest.nonzeroBitCount
                if rest != 0 { last = index * 64 + 63 - rest.leadingZeroBitCount }
            } else {
                for _ in 1..<left { rest &= rest - 1 }
                return index * 64 + rest.trailingZeroBitCount
            }
            index += 1
        }
        return last
    }
}

/// The rows, ascending.
extension RowSet: Sequence {
    func makeIterator() -> Iterator {
        Iterator(words: words)
    }

    struct Iterator: IteratorProtocol {
        private let words: [UInt64]
        private var index = 0
        private var rest: UInt64

        fileprivate init(words: [UInt64]) {
            self.words = words
            rest = words.first ?? 0
        }

        mutating func next() -> Int? {
            while rest == 0 {
                index += 1
                guard index < words.count else { return nil }
                rest = words[index]
            }
            defer { rest &= rest - 1 }
            return index * 64 + rest.trailingZeroBitCount
        }
    }
}

/// Numbers of four bytes, the least significant first.
extension UnsafeRawBufferPointer {
    func packedNumber(_ index: Int) -> UInt32 {
        UInt32(littleEndian: loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
    }

    var packedNumbers: [UInt32] {
        (0..<(count / 4)).map(packedNumber)
    }
}
