import CustomerAPI
import Domain
import DynamoDB

/// Eight entries of a timeline that are not the last ones any more, in an item of their own, whose key follows from their
/// numbers. The newest block may have fewer.
struct TimelineBlock: Hashable {
    let id: CustomerID
    /// From 0.
    let number: Int
    /// Oldest first, from the block's first number on.
    let entries: [StoredEntry]
    /// One more each time it is written; who writes it again must have seen what it was.
    let revision: Int64
    /// Seconds since 1970, after which DynamoDB deletes it: of somebody in the trash.
    let expires: Int64?

    /// Seven entries of 500 bytes, and what there is beside them, are less than four kilobytes, which is what a read unit reads.
    static let size = 7

    init(_ id: CustomerID, _ number: Int, _ entries: [StoredEntry], revision: Int64 = 1, expires: Int64? = nil) {
        (self.id, self.number, self.entries) = (id, number, entries)
        (self.revision, self.expires) = (revision, expires)
    }

    /// - Returns: `nil` for what an erasure has left in the place of a block.
    init?(_ item: Item) throws(StoreFailure) {
        guard let bytes = item[Attribute.timeline]?.bytes else { return nil }
        let (behind, entries) = try PackedEntries.entries(bytes)
        let parts = try item.text(Attribute.id).split(separator: "#")
        guard parts.count == 3, let id = CustomerID(parts[1]), behind.isMultiple(of: Self.size) else {
            throw .failed(detail: "A block of a timeline is nobody's.")
        }
        self.init(
            id, behind / Self.size, entries, revision: try item.integer(Attribute.revision),
            expires: item[Attribute.expires]?.integer)
    }

    var item: Item {
        var item = Self.key(id, number)
        item[Attribute.timeline] = .binary(PackedEntries.bytes(entries, behind: number * Self.size))
        item[Attribute.revision] = .number(revision)
        item[Attribute.expires] = expires.map(AttributeValue.number)
        return item
    }

    /// What an erasure puts in the place of a block: a writer who stalled on copying it must not find the place empty. It goes
    /// by itself, a day later, when none can be under way.
    static func stub(_ id: CustomerID, _ number: Int, at moment: Timestamp) -> Item {
        var stub = key(id, number)
        stub[Attribute.expires] = .number(TrashItem.expiry(moment.advanced(bySeconds: 86_400)))
        return stub
    }

    static func key(_ id: CustomerID, _ number: Int) -> Item {
        [Attribute.id: .string("timeline#\(id.text)#\(number)")]
    }

    /// The block that the entry with a number belongs to.
    static func number(of entry: Int) -> Int { (entry - 1) / size }

    /// How many blocks a timeline of so many entries has, if all lie in blocks.
    static func count(for entries: Int) -> Int { (entries + size - 1) / size }

    /// The same block with other entries, for good.
    func holding(_ entries: [StoredEntry]) -> TimelineBlock {
        TimelineBlock(id, number, entries, revision: revision + 1)
    }

    /// The same block of somebody who has been deleted: as long as the trash has them or, without a trash, only with what
    /// says nothing of anybody.
    func deleted(_ trashed: TrashedCustomer?) -> TimelineBlock {
        guard let trashed else { return holding(entries.map(\.withoutValues)) }
        return TimelineBlock(
            id, number, entries, revision: revision + 1, expires: TrashItem.expiry(trashed.restorableUntil))
    }

    func retracting(_ number: Int) -> TimelineBlock {
        holding(entries.map { $0.retracted(number) })
    }
}
