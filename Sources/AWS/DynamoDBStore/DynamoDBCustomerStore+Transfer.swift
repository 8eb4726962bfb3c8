package import CustomerAPI
import Domain
import DynamoDB
import Wire

extension DynamoDBCustomerStore: StoreTransfer {
    package func feedEpoch() async throws(StoreFailure) -> FeedEpoch {
        try await identity.epoch()
    }

    /// What a table keeps for itself is nobody.
    package func isEmpty() async throws(StoreFailure) -> Bool {
        let page = try await asking { () async throws(DynamoDBFailure) in try await client.scan(table, limit: 10) }
        return page.items.allSatisfy { $0[Attribute.id]?.text?.begins(with: Attribute.ownPrefix) ?? false }
    }

    /// The order is the index's, the records are the table's own; the pairs are those that the index knows.
    package func records(
        after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StoreFeed<TransferredRecord> {
        let page = try await changes(after: position, limit: min(limit, DynamoDBClient.maximumBatch))
        let found = try await current(page.elements.map(\.customerID))
        var records: [StoredItem] = []
        for change in page.elements {
            guard let record = found[change.customerID] else {
                throw .failed(detail: "An index names a customer that is not in the table.")
            }
            records.append(record)
        }
        let pairs = records.isEmpty ? [] : try await allPairs()
        return StoreFeed(
            elements: try await transferred(records, PairLists(pairs)), position: page.position, more: page.more)
    }

    /// With all that belongs to them.
    private func transferred(
        _ records: [StoredItem], _ pairs: PairLists
    ) async throws(StoreFailure) -> [TransferredRecord] {
        let keys = records.flatMap { stored in
            (0..<TimelineBlock.count(for: stored.recent.moved)).map { TimelineBlock.key(stored.record.id, $0) }
        }
        var blocks: [CustomerID: [TimelineBlock]] = [:]
        for item in try await items(keys, isConsistent: true) {
            if let block = try TimelineBlock(item) { blocks[block.id, default: []].append(block) }
        }
        let deleted = records.filter { $0.tombstone?.restorableUntil != nil }.map(\.record.id)
        let trash = try await trashed(deleted, isConsistent: true)
        var transferred: [TransferredRecord] = []
        for stored in records {
            let id = stored.record.id
            let older = (blocks[id] ?? []).sorted { $0.number < $1.number }.flatMap(\.entries)
                .prefix(stored.recent.moved)
            // Those of somebody deleted may be gone with the trash.
            guard older.count == stored.recent.moved || stored.tombstone != nil else {
                throw .failed(detail: "An item of a timeline is missing; was something written meanwhile?")
            }
            transferred.append(
                TransferredRecord(
                    stored.record, entries: older + stored.recent.entries, trashed: trash[id], dismissed: pairs[id]))
        }
        return transferred
    }

    package func transferProgress() async throws(StoreFailure) -> TransferProgress? {
        let key = TransferItem.key
        let item = try await asking { () async throws(DynamoDBFailure) in try await client.item(key, of: table) }
        return try item.map(TransferItem.progress)
    }

    /// The records' items first, then the emails that are given up, then the progress: what was done when it stops in
    /// between is done again.
    package func put(_ records: [TransferredRecord], then progress: TransferProgress) async throws(StoreFailure) {
        let chunks = stride(from: 0, to: records.count, by: DynamoDBClient.maximumBatch).map { start in
            Array(records[start..<min(start + DynamoDBClient.maximumBatch, records.count)])
        }
        for chunk in chunks {
            let plan = TransferPlan(chunk, over: try await current(chunk.map(\.id)))
            var dropped = plan.dropped
            for id in plan.erased { dropped += try await pairs(of: id).map(PairItem.key) }
            try await asking { [dropped] () async throws(DynamoDBFailure) in
                try await client.write(plan.items, deleting: dropped, in: table)
            }
            for release in plan.released { try await perform(release) }
        }
        let item = TransferItem.item(progress)
        try await asking { () async throws(DynamoDBFailure) in try await client.put(item, into: table, if: .none) }
    }

    package func endTransfer() async throws(StoreFailure) {
        try await perform(.delete(key: TransferItem.key, if: .none))
    }

    /// Two scans of the table, which lags behind nothing; its indexes may. The first is for the pairs, of which every record
    /// has to know its own.
    package func recordSum() async throws(StoreFailure) -> RecordSum {
        var found: [CustomerPair] = []
        try await scan(having: Attribute.pair) { items throws(StoreFailure) in found += items.compactMap(PairItem.pair)
        }
        let pairs = PairLists(found)
        var sum = RecordSum()
        try await scan(having: Attribute.changePartition) { items throws(StoreFailure) in
            var records: [StoredItem] = []
            for item in items where item[Attribute.changePartition]?.text == TableLayout.changes {
                records.append(try StoredItem(item))
            }
            for record in try await transferred(records, pairs) { sum.add(record) }
        }
        return sum
    }

    private func scan(
        having attribute: String, _ take: (_ items: [Item]) async throws(StoreFailure) -> Void
    ) async throws(StoreFailure) {
        var start: Item?
        repeat {
            let from = start
            let page = try await asking { () async throws(DynamoDBFailure) in
                try await client.scan(table, having: attribute, start: from)
            }
            try await take(page.items)
            start = page.end
        } while start != nil
    }

    /// Those of the records that are there.
    private func current(_ ids: [CustomerID]) async throws(StoreFailure) -> [CustomerID: StoredItem] {
        var records: [CustomerID: StoredItem] = [:]
        for item in try await items(Set(ids).map(CustomerItem.key), isConsistent: true) {
            let stored = try StoredItem(item)
            records[stored.record.id] = stored
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

/// Who is of one pair with whom.
private struct PairLists {
    private var others: [CustomerID: Set<CustomerID>] = [:]

    init(_ pairs: [CustomerPair]) {
        for pair in pairs {
            others[pair.first, default: []].insert(pair.second)
            others[pair.second, default: []].insert(pair.first)
        }
    }

    subscript(_ id: CustomerID) -> Set<CustomerID> { others[id] ?? [] }
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
