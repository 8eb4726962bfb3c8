package import CustomerAPI
import Domain
import Synchronization
import Wire

extension MemoryStore: StoreTransfer {
    package func feedEpoch() -> FeedEpoch { state.withLock(\.epoch) }

    package func isEmpty() -> Bool { state.withLock { $0.records.isEmpty } }

    package func records(
        after position: StorePosition?, limit: Int
    ) throws(StoreFailure) -> StoreFeed<TransferredRecord> {
        let page = try changes(after: position, limit: limit)
        let records = state.withLock { state in
            page.elements.compactMap { change -> TransferredRecord? in
                switch change {
                case .changed(let customer): state.transferred(customer.id)
                case .deleted(let tombstone): state.transferred(tombstone.id)
                }
            }
        }
        return StoreFeed(elements: records, position: page.position, more: page.more)
    }

    package func transferProgress() -> TransferProgress? { state.withLock(\.transfer) }

    package func put(_ records: [TransferredRecord], then progress: TransferProgress) {
        state.withLock { state in
            for record in records { state.replace(with: record) }
            state.transfer = progress
        }
    }

    package func endTransfer() { state.withLock { $0.transfer = nil } }

    package func recordSum() -> RecordSum {
        state.withLock { state in
            state.records.keys.compactMap(state.transferred).reduce(into: RecordSum()) { $0.add($1) }
        }
    }
}

extension MemoryStore.State {
    fileprivate func transferred(_ id: CustomerID) -> TransferredRecord? {
        records[id].map { record in
            TransferredRecord(
                record, entries: timelines[id] ?? [], trashed: trash[id],
                dismissed: Set(dismissed.compactMap { $0.other(of: id) }))
        }
    }

    fileprivate mutating func replace(with transferred: TransferredRecord) {
        let id = transferred.id
        if let key = living(id)?.details.emailKey { owners[key] = nil }
        if case .living(let customer, _) = transferred.record, let key = customer.details.emailKey {
            if let owner = owners[key] { remove(owner) }
            owners[key] = id
        }
        remove(id)
        records[id] = transferred.record
        timelines[id] = transferred.entries
        trash[id] = transferred.trashed
        dismissed.formUnion(transferred.dismissed.map { CustomerPair(id, $0) })
        lastSequence += 1
        sequences[id] = lastSequence
        if case .deleted(let tombstone, _) = transferred.record, let erasedAt = tombstone.erasedAt {
            erasures.append(Erasure(id, at: erasedAt))
        }
    }

    private mutating func remove(_ id: CustomerID) {
        (records[id], sequences[id], timelines[id], trash[id]) = (nil, nil, nil, nil)
        dismissed = dismissed.filter { $0.other(of: id) == nil }
        erasures.removeAll { $0.customerID == id }
    }
}
