import CustomerAPI
import Domain
import DynamoDB

/// What has to be written for records that come from another store, whatever of them is there.
struct TransferPlan {
    var items: [Item] { Array(puts.values) }
    /// By their keys: an operation takes none twice.
    private var puts: [String?: Item] = [:]
    /// Keys of items that a record no longer has.
    private(set) var dropped: [Item] = []
    /// Emails that are given up, unless another customer has them by now.
    private(set) var released: [WriteAction] = []
    /// Whose pairs go.
    private(set) var erased: [CustomerID] = []

    init(_ records: [TransferredRecord], over current: [CustomerID: StoredItem]) {
        for record in records { add(record, over: current[record.id]) }
    }

    private mutating func add(_ transferred: TransferredRecord, over current: StoredItem?) {
        let (record, id) = (transferred.record, transferred.id)
        let recent = transferred.recent
        put(CustomerItem.item(record, recent, revision: current?.nextRevision ?? 1, write: .random()))
        let expires = transferred.trashed.map { TrashItem.expiry($0.restorableUntil) }
        addTimeline(transferred.entries.prefix(recent.moved), id, expires, over: current)
        if let trashed = transferred.trashed { put(TrashItem.item(trashed)) }
        for other in transferred.dismissed { put(PairItem.item(CustomerPair(id, other))) }
        if case .deleted(let tombstone, _) = record, let moment = tombstone.erasedAt {
            put(ErasureItem.item(id, at: moment))
            if current != nil { erased.append(id) }
        }
        if current?.tombstone != nil, transferred.trashed == nil { dropped.append(TrashItem.key(id)) }
        addEntries(of: record, over: current?.record)
    }

    private mutating func addTimeline(
        _ entries: ArraySlice<StoredEntry>, _ id: CustomerID, _ expires: Int64?, over current: StoredItem?
    ) {
        let blocks = Dictionary(grouping: entries) { TimelineBlock.number(of: $0.entry.number) }
        for (number, entries) in blocks { put(TimelineBlock(id, number, entries, expires: expires).item) }
        let former = 0..<TimelineBlock.count(for: current?.recent.moved ?? 0)
        dropped += former.filter { blocks[$0] == nil }.map { TimelineBlock.key(id, $0) }
    }

    private mutating func addEntries(of record: StoredRecord, over current: StoredRecord?) {
        let (old, new) = (current?.entries, record.entries)
        for item in new?.items ?? [] { put(item) }
        guard let old else { return }
        let former = old.entries.map { $0.filter { $0.key == Attribute.id } } + SearchEntries.formerEntries(old.id)
        let kept = (new?.entries ?? []).map { $0[Attribute.id] }
        for key in Set(former) where !kept.contains(key[Attribute.id]) { dropped.append(key) }
        if old.details.emailKey != new?.details.emailKey { released += WritePlan.release(old) }
    }

    private mutating func put(_ item: Item) {
        puts[item[Attribute.id]?.text] = item
    }
}

extension TransferredRecord {
    /// Those of the entries that lie in the record's item: of a customer what is behind the last whole block, of a tombstone
    /// no values.
    fileprivate var recent: RecentEntries {
        switch record {
        case .living:
            let moved = entries.count / TimelineBlock.size * TimelineBlock.size
            let recent = RecentEntries(behind: moved, Array(entries.dropFirst(moved)))
            return recent.isLong ? recent.dropping(recent.entries.count) : recent
        case .deleted:
            let last = entries.suffix(1).filter { $0.entry.edit.isEmpty && $0.entry.note == nil }
            return RecentEntries(behind: entries.count - last.count, last)
        }
    }
}

extension StoredRecord {
    /// What a living customer is found by.
    fileprivate var entries: SearchEntries? {
        if case .living(let customer, _) = self { SearchEntries(customer.id, customer.details) } else { nil }
    }
}
