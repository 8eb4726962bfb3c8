import CustomerAPI
import Domain
import DynamoDB

/// A record's item, as a writer has read it.
struct StoredItem {
    let record: StoredRecord
    let recent: RecentEntries
    /// `nil` of an item of version 1.
    let revision: Int64?
    /// Whether the search entries are those that this program makes.
    let hasCurrentEntries: Bool
    /// How many items the timeline of an erased customer had.
    let erasedBlocks: Int

    init(_ item: Item) throws(StoreFailure) {
        record = try CustomerItem.record(item)
        recent = try RecentEntries(item)
        revision = item[Attribute.revision]?.integer
        hasCurrentEntries = CustomerItem.hasCurrentEntries(item)
        erasedBlocks = item[Attribute.erasedBlocks]?.integer.flatMap { Int(exactly: $0) } ?? 0
    }

    var customer: Customer? {
        if case .living(let customer, _) = record { customer } else { nil }
    }

    var tombstone: Tombstone? {
        if case .deleted(let tombstone, _) = record { tombstone } else { nil }
    }

    /// That it is still this one. An item of version 1 is known by its version, as long as no later program has written it.
    var condition: ItemCondition {
        if let revision { return .equal(Attribute.revision, .number(revision)) }
        let version = customer?.version ?? tombstone?.version ?? 0
        return .equalWithout(Attribute.version, .number(Int64(version)), other: Attribute.revision)
    }

    var nextRevision: Int64 { (revision ?? 0) + 1 }
}
