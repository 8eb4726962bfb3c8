package import CustomerAPI
import Domain
import Synchronization
import Wire

extension MemoryStore: StoreTransfer {
    package func feedEpoch() -> FeedEpoch { state.withLock(\.epoch) }

    package func isEmpty() -> Bool { state.withLock { $0.records.isEmpty } }

    package func records(after position: StorePosition?, limit: Int) throws(StoreFailure) -> StoreRecords {
        let page = try changes(after: position, limit: limit)
        let records = page.changes.compactMap { change -> StoredRecord? in
            switch change {
            case .changed(let customer): return record(customer.id)
            case .deleted(let tombstone): return record(tombstone.id)
            }
        }
        return StoreRecords(records: records, position: page.position, more: page.more)
    }

    package func transferProgress() -> TransferProgress? { state.withLock(\.transfer) }

    package func put(_ records: [StoredRecord], then progress: TransferProgress) {
        state.withLock { state in
            for record in records { state.replace(with: record) }
            state.transfer = progress
        }
    }

    package func endTransfer() { state.withLock { $0.transfer = nil } }

    package func recordSum() -> RecordSum {
        state.withLock { state in
            state.records.values.reduce(into: RecordSum()) { $0.add($1) }
        }
    }
}

extension MemoryStore.State {
    fileprivate mutating func replace(with record: StoredRecord) {
        if let old = living(record.id) { owners[old.details.emailKey] = nil }
        if case .living(let customer, _) = record {
            if let owner = owners[customer.details.emailKey] { (records[owner], sequences[owner]) = (nil, nil) }
            owners[customer.details.emailKey] = customer.id
        }
        records[record.id] = record
        lastSequence += 1
        sequences[record.id] = lastSequence
    }
}
