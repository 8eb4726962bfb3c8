import Randomness

/// Makes lines that a reader may trip over of lines that are right.
struct LineMutator {
    private var dice: SplitMix
    /// What stands in lines before their checksums.
    private let bodies: [[UInt8]]

    init(seed: UInt64) {
        dice = SplitMix(seed: seed)
        let journals = (0..<4).map { RecordedJournal(seed: seed &+ $0, appends: 60).bytes }
        bodies = journals.flatMap { bytes in
            bytes.lines.map { Array(bytes[$0].dropLast(ReferenceChecksum.length + 1)) }
        }
    }

    /// Something to be read: lines that were changed before they were checksummed or after, and noise.
    mutating func next() -> [UInt8] {
        if dice.once(in: 12) { return noise(dice.below(300)) }
        var bytes: [UInt8] = []
        for _ in 0...(dice.once(in: 3) ? dice.below(3) : 0) {
            bytes += line()
            if !dice.once(in: 20) { bytes.append(UInt8(ascii: "\n")) }
        }
        return bytes
    }

    private mutating func line() -> [UInt8] {
        var body = dice.pick(bodies)
        switch dice.below(10) {
        case 0: break
        case 1:
            var line = ReferenceChecksum.line(body)
            spoil(&line)
            return line
        case 2: spoil(&body)
        default: for _ in 0...dice.below(3) { changeMember(&body) }
        }
        return ReferenceChecksum.line(body)
    }

    // MARK: Bytes

    private static let alphabet =
        Array(#"{}[]",:\/0123456789-+.eEutrfalsnhk "#.utf8) + [0, 9, 10, 0x7F, 0xC3, 0xA9, 0xFF]

    private mutating func noise(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in dice.once(in: 9) ? UInt8(dice.below(256)) : dice.pick(Self.alphabet) }
    }

    private mutating func spoil(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        for _ in 0...dice.below(3) {
            let index = dice.below(bytes.count)
            switch dice.below(4) {
            case 0: bytes[index] ^= 1 << UInt8(dice.below(8))
            case 1: bytes.insert(contentsOf: noise(1 + dice.below(4)), at: index)
            case 2: bytes.removeSubrange(index..<min(bytes.count, index + 1 + dice.below(20)))
            default: bytes[index] = dice.pick(Self.alphabet)
            }
            if bytes.isEmpty { return }
        }
    }

    // MARK: Members

    private static let values = [
        "0", "-1", "1", "2", "7", "9007199254740991", "9007199254740992", "9223372036854775807", "-9223372036854775808",
        "18446744073709551616", "1.5", "1e3", "1e400", "-0", "01", "null", "true", "[]", "{}", "[[1]]", "[1,2,3]",
        #"[1,"x"]"#, #"{"name":null}"#, #"{"phone":"1","email":null,"name":"A"}"#, #""""#, #""x""#, #""\u0000""#,
        #""\ud83d\ude00""#, #""\ud83d""#, #""\"""#, #""\x""#, #""7""#, #""\"7\"""#, #""\"0\"""#,
        #""\"9223372036854775807\"""#, #""2026-11-25T10:00:00.000Z""#, #""9999-12-31T23:59:59.999Z""#,
        #""0001-01-01T00:00:00+23:59""#, #""0b6e5a3e-4b9a-4b7e-9a53-0d0f6a3f2c11""#, #""undo""#, #""synced""#,
        #""cancelled""#,
        #""sending""#, #""covered""#, #""rejected""#, #""conflict""#, #"["name","nobody"]"#,
    ]
    private static let kinds = [
        "create", "edit", "delete", "sending", "unsent", "rebase", "ack", "reject", "conflict", "resolve", "cancel",
        "history", "undo", "hold", "release", "verbatim", "later",
    ]
    private static let names = [
        "s", "t", "k", "more", "for", "id", "op", "as", "etag", "base", "set", "undoes", "redoes", "covers", "problem",
        "theirs", "why", "entered", "state", "by", "attempts", "merges", "fields", "undo", "line", "x", "format",
        "generation", "first", "minReader",
    ]

    private mutating func changeMember(_ body: inout [UInt8]) {
        var members = body.members
        guard !members.isEmpty else { return }
        let index = dice.below(members.count)
        switch dice.below(6) {
        case 0: members.remove(at: index)
        case 1: members.insert(members[dice.below(members.count)], at: index)
        case 2: members[index] = Array("\"k\":\"\(dice.pick(Self.kinds))\"".utf8)
        case 3: members.append(dice.pick(bodies).members.randomElement(using: &dice) ?? [])
        default: members[index] = Array("\"\(dice.pick(Self.names))\":\(dice.pick(Self.values))".utf8)
        }
        body = Array("{".utf8) + members.joined(separator: Array(",".utf8))
    }
}
