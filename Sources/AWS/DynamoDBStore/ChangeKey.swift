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

    /// The id behind the moment.
    var id: CustomerID? { CustomerID(text.dropFirst(Self.digitCount + 1)) }

    var moment: Timestamp? { Int64(text.prefix(Self.digitCount)).flatMap { Timestamp(checked: $0) } }

    static func < (lhs: ChangeKey, rhs: ChangeKey) -> Bool {
        lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8)
    }
}

/// A place in one of a table's feeds: of changes, or of erasures.
struct FeedPosition {
    /// Names the table: one that was restored has another, and its feed is another.
    let epoch: FeedEpoch
    /// `nil` at the very beginning.
    let key: ChangeKey?

    private let kind: UInt8

    /// - Parameter partition: of ``TableLayout/changesIndex``, which tells the feeds apart.
    init(in partition: String, epoch: FeedEpoch, key: ChangeKey?) {
        kind = Self.kind(partition)
        self.epoch = epoch
        self.key = key
    }

    init(_ position: StorePosition, in partition: String) throws(StoreFailure) {
        kind = Self.kind(partition)
        var reader = try ByteReader(position, kind: kind)
        guard let epoch: FeedEpoch = reader.identifier() else { throw .badPosition }
        self.epoch = epoch
        guard !reader.isAtEnd else {
            key = nil
            return
        }
        guard let key = ChangeKey(try reader.keyText(reader.remainder(), atMost: 1_024)) else { throw .badPosition }
        self.key = key
    }

    var storePosition: StorePosition {
        StorePosition([kind] + epoch.bytes + Array((key?.text ?? "").utf8))
    }

    private static func kind(_ partition: String) -> UInt8 { partition.utf8.first ?? 0 }
}
