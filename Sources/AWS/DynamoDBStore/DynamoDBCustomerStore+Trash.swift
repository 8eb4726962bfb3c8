package import CustomerAPI
package import Domain
import DynamoDB

extension DynamoDBCustomerStore {
    package func trash(
        after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<TrashedCustomer> {
        let start = try position.map { value throws(StoreFailure) in try TrashPosition(value) }
        // One more than the page tells whether there is a next one.
        let query = IndexQuery(
            table: table, index: TableLayout.changesIndex,
            partition: .init(Attribute.changePartition, TableLayout.trash), isDescending: true, limit: limit + 1,
            start: start?.startKey)
        let found = try await asking { () async throws(DynamoDBFailure) in try await client.page(query) }
        let page = found.items.prefix(limit)
        var places: [CustomerID] = []
        for item in page { places += ChangeKey(try item.text(Attribute.changeSort))?.id.map { [$0] } ?? [] }
        let trashed = try await trashed(places)
        let hasMore = found.items.count > page.count || found.end != nil
        let last = hasMore ? page.last ?? found.end : nil
        let next = try last.map { item throws(StoreFailure) in
            try TrashPosition(item.text(Attribute.changeSort)).storePosition
        }
        // The index lags: who has been restored is not there any more.
        return StorePage(elements: places.compactMap { trashed[$0] }, next: next)
    }

    /// Those of some customers who lie in the trash.
    func trashed(
        _ ids: [CustomerID], isConsistent: Bool = false
    ) async throws(StoreFailure) -> [CustomerID: TrashedCustomer] {
        var found: [CustomerID: TrashedCustomer] = [:]
        for item in try await items(ids.map(TrashItem.key), isConsistent: isConsistent) {
            let trashed = try TrashItem.trashed(item)
            found[trashed.customer.id] = trashed
        }
        return found
    }

    /// However many keys there are; none twice.
    func items(_ keys: [Item], isConsistent: Bool) async throws(StoreFailure) -> [Item] {
        var items: [Item] = []
        for start in stride(from: 0, to: keys.count, by: DynamoDBClient.maximumBatch) {
            let batch = Array(keys[start..<min(start + DynamoDBClient.maximumBatch, keys.count)])
            items += try await asking { () async throws(DynamoDBFailure) in
                try await client.items(batch, of: table, isConsistent: isConsistent)
            }
        }
        return items
    }
}

/// Behind somebody in the trash.
private struct TrashPosition {
    let key: ChangeKey

    private static let kind = UInt8(ascii: "t")

    init(_ sortKey: String) throws(StoreFailure) {
        guard let key = ChangeKey(sortKey), key.id != nil else { throw .badPosition }
        self.key = key
    }

    init(_ position: StorePosition) throws(StoreFailure) {
        var reader = try ByteReader(position, kind: Self.kind)
        try self.init(reader.keyText(reader.remainder(), atMost: 1_024))
    }

    var storePosition: StorePosition { StorePosition([Self.kind] + Array(key.text.utf8)) }

    /// What DynamoDB calls the last evaluated key.
    var startKey: Item {
        (key.id.map(TrashItem.key) ?? [:]).merging([
            Attribute.changePartition: .string(TableLayout.trash), Attribute.changeSort: .string(key.text),
        ]) { own, _ in own }
    }
}
