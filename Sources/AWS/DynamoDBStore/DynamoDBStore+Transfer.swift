package import CustomerAPI
import Domain
import DynamoDB
import Wire

extension DynamoDBStore: StoreTransfer {
    package func feedEpoch() async throws(StoreFailure) -> FeedEpoch {
        try await identity.epoch()
    }

    /// What a table keeps for itself is nobody.
    package func isEmpty() async throws(StoreFailure) -> Bool {
        let page = try await asking { () async throws(DynamoDBFailure) in try await client.scan(table, limit: 10) }
        return page.items.allSatisfy { $0[Attribute.id]?.text?.begins(with: Attribute.ownPrefix) ?? false }
    }

    /// The order is the index's, the records are the table's own.
    package func records(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreRecords {
        let page = try await changes(after: position, limit: min(limit, DynamoDBClient.maximumBatch))
        let found = try await current(page.changes.map(\.id))
        var records: [StoredRecord] = []
        for change in page.changes {
            guard let record = found[change.id] else {
                throw .failed(detail: "An index names a customer that is not in the table.")
            }
            records.append(record)
        }
        return StoreRecords(records: records, position: page.position, more: page.more)
    }

    package func transferProgress() async throws(StoreFailure) -> TransferProgress? {
        let key = TransferItem.key
        let item = try await asking { () async throws(DynamoDBFailure) in try await client.item(key, of: table) }
        return try item.map(TransferItem.progress)
    }

    /// The records' items first, then the emails that are given up, then the progress: what was done when it stops in
    /// between is done again.
    package func put(_ records: [StoredRecord], then progress: TransferProgress) async throws(StoreFailure) {
        let chunks = stride(from: 0, to: records.count, by: DynamoDBClient.maximumBatch).map { start in
            Array(records[start..<min(start + DynamoDBClient.maximumBatch, records.count)])
        }
        for chunk in chunks {
            let plan = TransferPlan(chunk, over: try await current(chunk.map(\.id)))
            try await asking { () async throws(DynamoDBFailure) in
                try await client.write(plan.items, deleting: plan.dropped, in: table)
            }
            for release in plan.released { try await perform(release) }
        }
        let item = TransferItem.item(progress)
        try await asking { () async throws(DynamoDBFailure) in try await client.put(item, into: table, if: .none) }
    }

    package func endTransfer() async throws(StoreFailure) {
        try await perform(.delete(key: TransferItem.key, if: .none))
    }

    /// A scan of the table, which lags behind nothing; its indexes may.
    package func recordSum() async throws(StoreFailure) -> RecordSum {
        var sum = RecordSum()
        var start: Item?
        repeat {
            let from = start
            let page = try await asking { () async throws(DynamoDBFailure) in
                try await client.scan(table, having: Attribute.changePartition, start: from)
            }
            for item in page.items { sum.add(try CustomerItem.record(item)) }
            start = page.end
        } while start != nil
        return sum
    }

    /// Those of the records that are there.
    private func current(_ ids: [CustomerID]) async throws(StoreFailure) -> [CustomerID: StoredRecord] {
        let keys = Set(ids).map(CustomerItem.key)
        guard !keys.isEmpty else { return [:] }
        let items = try await asking { () async throws(DynamoDBFailure) in
            try await client.items(keys, of: table, isConsistent: true)
        }
        var records: [CustomerID: StoredRecord] = [:]
        for item in items {
            let record = try CustomerItem.record(item)
            records[record.id] = record
        }
        return records
    }

    /// One deletion whose condition may fail: then there is nothing to delete.
    private func perform(_ deletion: WriteAction) async throws(StoreFailure) {
        let token = WritePlan.ID.random().text
        do throws(DynamoDBFailure) {
            try await client.transact([deletion], in: table, token: token)
        } catch {
            if case .cancelled(let reasons) = error, case .conditionFailed? = reasons.first { return }
            throw StoreFailure(error, table: table)
        }
    }
}

extension Change {
    fileprivate var id: CustomerID {
        switch self {
        case .changed(let customer): customer.id
        case .deleted(let tombstone): tombstone.id
        }
    }
}

/// What has to be written for records that come from another store, whatever of them is there.
struct TransferPlan {
    var items: [Item] { Array(puts.values) }
    /// By their keys: an operation takes none twice.
    private var puts: [String?: Item] = [:]
    /// Keys of search entries that a record no longer has.
    private(set) var dropped: [Item] = []
    /// Emails that are given up, unless another customer has them by now.
    private(set) var released: [WriteAction] = []

    init(_ records: [StoredRecord], over current: [CustomerID: StoredRecord]) {
        for record in records { add(record, over: current[record.id]) }
    }

    private mutating func add(_ record: StoredRecord, over current: StoredRecord?) {
        let name = WritePlan.ID.random()
        let old = current?.entries
        let new = record.entries
        switch record {
        case .living(let customer, let history):
            put(CustomerItem.living(customer, history, write: name))
        case .deleted(let tombstone, let history):
            put(CustomerItem.deleted(tombstone, history, write: name))
        }
        for item in (new?.ownClaim.map { [$0] } ?? []) + (new?.entries ?? []) { put(item) }
        guard let old else { return }
        dropped += old.entries.dropFirst(new?.entries.count ?? 0).map { $0.filter { $0.key == Attribute.id } }
        if old.details.emailKey != new?.details.emailKey { released += WritePlan.release(old) }
    }

    private mutating func put(_ item: Item) {
        puts[item[Attribute.id]?.text] = item
    }
}

extension StoredRecord {
    /// What a living customer is found by.
    fileprivate var entries: SearchEntries? {
        if case .living(let customer, _) = self { SearchEntries(customer.id, customer.details) } else { nil }
    }
}

/// The item of a table that is being filled from another store; it is in no index, and no finished table has it.
private enum TransferItem {
    static let key: Item = [Attribute.id: .string(Attribute.ownPrefix + "copy")]

    private static let source = "copy_source"
    private static let position = "copy_position"
    private static let records = "copy_records"

    static func item(_ progress: TransferProgress) -> Item {
        var item = key
        item[source] = .binary(Array(progress.source.bytes))
        item[position] = progress.position.map { .binary($0.bytes) }
        item[records] = .number(Int64(progress.records))
        return item
    }

    static func progress(_ item: Item) throws(StoreFailure) -> TransferProgress {
        guard let epoch = item[source]?.bytes.flatMap({ FeedEpoch(bytes: $0) }) else {
            throw .failed(detail: "The table does not say what it is a copy of.")
        }
        return TransferProgress(
            source: epoch, position: item[position]?.bytes.map { StorePosition($0) },
            records: Int(try item.integer(records)))
    }
}
