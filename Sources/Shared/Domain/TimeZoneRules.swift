/// How far a place's clocks are from UTC, at any moment: what a file of the zone information database says (RFC 9636).
package struct TimeZoneRules: Hashable, Sendable {
    /// From a moment on, in seconds since 1970, clocks are so many seconds ahead of UTC. In the order of the moments.
    private let changes: [Change]
    /// Before the first of them.
    private let initialOffset: Int64
    /// What holds after the last of them.
    private let rule: YearlyRule?

    struct Change: Hashable {
        let moment: Int64
        let offset: Int64
    }

    package static let utc = TimeZoneRules(changes: [], initialOffset: 0, rule: nil)

    init(changes: [Change], initialOffset: Int64, rule: YearlyRule?) {
        (self.changes, self.initialOffset, self.rule) = (changes, initialOffset, rule)
    }

    /// Seconds ahead of UTC.
    func offset(at moment: Int64) -> Int64 {
        guard let last = changes.last, moment < last.moment else {
            return rule?.offset(at: moment) ?? changes.last?.offset ?? initialOffset
        }
        var (low, high) = (0, changes.count)
        while low < high {
            let middle = (low + high) / 2
            if changes[middle].moment > moment { high = middle } else { low = middle + 1 }
        }
        return low == 0 ? initialOffset : changes[low - 1].offset
    }

    /// The day that it is there, in days since 1970.
    func day(of moment: Timestamp) -> Int64 {
        let seconds = Timestamp.floorDivide(moment.microseconds, by: 1_000_000).quotient
        return Timestamp.floorDivide(seconds + offset(at: seconds), by: Self.daySeconds).quotient
    }

    /// When a day begins there: at midnight, or when clocks are put forward over it.
    func start(ofDay day: Int64) -> Timestamp {
        let midnight = day * Self.daySeconds
        let offsets = [offset(at: midnight - Self.daySeconds), offset(at: midnight + Self.daySeconds)]
        let moments = offsets.map { midnight - $0 }.sorted()
        let start = moments.first { offset(at: $0) == midnight - $0 } ?? midnight - offsets[0]
        return Timestamp(clamped: start * 1_000_000)
    }

    private static let daySeconds: Int64 = 86_400
}

// MARK: - A file of the database

extension TimeZoneRules {
    /// Reads a file of version 2 or later, which has 64-bit moments; `nil` for anything else.
    package init?(zoneFile bytes: [UInt8]) {
        guard bytes.count <= Self.maximumBytes, var file = ZoneFile(bytes) else { return nil }
        guard let first = file.header(), file.skip(first.size(momentBytes: 4)), let second = file.header() else {
            return nil
        }
        guard let moments = file.numbers(second.moments, bytes: 8), let kinds = file.numbers(second.moments, bytes: 1),
            let offsets = file.offsets(second.kinds), let initial = offsets.first,
            file.skip(second.size(momentBytes: 8) - second.moments * 9 - second.kinds * 6),
            zip(moments, moments.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        var changes: [Change] = []
        for (moment, kind) in zip(moments, kinds) {
            guard let kind = Int(exactly: kind), offsets.indices.contains(kind) else { return nil }
            changes.append(Change(moment: moment, offset: offsets[kind]))
        }
        self.init(changes: changes, initialOffset: initial, rule: file.footer().flatMap(YearlyRule.init))
    }

    /// More than any file of a zone has.
    package static let maximumBytes = 65_536
}

/// Reads a file of the database from front to back.
private struct ZoneFile {
    private var rest: ArraySlice<UInt8>

    struct Header {
        let utcIndicators: Int
        let standardIndicators: Int
        let leapSeconds: Int
        let moments: Int
        let kinds: Int
        let names: Int

        /// Of the block behind it.
        func size(momentBytes: Int) -> Int {
            moments * (momentBytes + 1) + kinds * 6 + names + leapSeconds * (momentBytes + 4) + standardIndicators
                + utcIndicators
        }
    }

    init?(_ bytes: [UInt8]) {
        rest = bytes[...]
        guard bytes.starts(with: Array("TZif".utf8)) else { return nil }
    }

    mutating func header() -> Header? {
        guard rest.starts(with: Array("TZif".utf8)), let version = rest.dropFirst(4).first,
            version >= UInt8(ascii: "2"), skip(20), let counts = numbers(6, bytes: 4)
        else { return nil }
        let limits = 0...Int64(TimeZoneRules.maximumBytes)
        guard counts.allSatisfy(limits.contains) else { return nil }
        let sizes = counts.map(Int.init)
        return Header(
            utcIndicators: sizes[0], standardIndicators: sizes[1], leapSeconds: sizes[2], moments: sizes[3],
            kinds: sizes[4], names: sizes[5])
    }

    mutating func skip(_ count: Int) -> Bool {
        guard count >= 0, rest.count >= count else { return false }
        rest = rest.dropFirst(count)
        return true
    }

    /// Big-endian, those of more than a byte with a sign.
    mutating func numbers(_ count: Int, bytes width: Int) -> [Int64]? {
        guard rest.count / width >= count else { return nil }
        return (0..<count).map { _ in
            let first: Int64 = width > 1 && (rest.first ?? 0) >= 0x80 ? -1 : 0
            defer { rest = rest.dropFirst(width) }
            return rest.prefix(width).reduce(first) { $0 << 8 | Int64($1) }
        }
    }

    /// Of each kind of time: the offset, and two bytes that do not matter here.
    mutating func offsets(_ count: Int) -> [Int64]? {
        var offsets: [Int64] = []
        for _ in 0..<count {
            guard let offset = numbers(1, bytes: 4)?.first, abs(offset) < 172_800, skip(2) else { return nil }
            offsets.append(offset)
        }
        return offsets
    }

    /// The line at the end.
    func footer() -> String? {
        let line = rest.dropFirst().prefix { $0 != UInt8(ascii: "\n") }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }
}
