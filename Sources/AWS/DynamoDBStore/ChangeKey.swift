import CustomerAPI
import Domain
import DynamoDB

/// A place in the order of changes: a moment, and behind it the id of the customer that was changed then.
struct ChangeKey: Hashable, Comparable {
    /// Twenty digits of microseconds; `#` and the id unless it stands for the moment alone.
    let text: String

    private static let digitCount = 20

    init(_ moment: Timestamp, _ id: CustomerID? = nil) {
        let digits = String(max(0, moment.microseconds))
        text =
            String(repeating: "0", count: Self.digitCount - digits.utf8.count) + digits
            + (id.map { "#" + $0.text } ?? "")
    }

    /// `nil` for any other text.
    init?(_ text: String) {
        let digits = text.utf8.prefix(Self.digitCount)
        let rest = text.utf8.dropFirst(Self.digitCount)
        guard digits.count == Self.digitCount,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            rest.isEmpty || rest.first == UInt8(ascii: "#") && CustomerID(Substring(rest.dropFirst())) != nil
        else { return nil }
        self.text = text
    }

    static func < (lhs: ChangeKey, rhs: ChangeKey) -> Bool {
        lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8)
    }
}

/// A place in one table's feed of changes.
struct FeedPosition {
    /// Names the table: one that was restored has another, and its feed is another.
    let epoch: FeedEpoch
    /// `nil` at the very beginning.
    let key: ChangeKey?

    private static let kind = UInt8(ascii: "c")

    init(epoch: FeedEpoch, key: ChangeKey?) {
        self.epoch = epoch
        self.key = key
    }

    init(_ position: StorePosition) throws(StoreFailure) {
        var reader = try ByteReader(position, kind: Self.kind)
        guard let epoch = reader.bytes(16).flatMap({ FeedEpoch(bytes: $0) }) else { throw .badPosition }
        self.epoch = epoch
        guard !reader.isAtEnd else {
            key = nil
            return
        }
        guard let key = ChangeKey(try reader.keyText(reader.remainder(), atMost: 1_024)) else { throw .badPosition }
        self.key = key
    }

    var storePosition: StorePosition {
        StorePosition([Self.kind] + epoch.bytes + Array((key?.text ?? "").utf8))
    }
}
