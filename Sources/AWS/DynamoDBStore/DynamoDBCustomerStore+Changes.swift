package import CustomerAPI
package import Domain
import DynamoDB
package import Wire

extension DynamoDBCustomerStore {
    /// How far back the next poll begins: what the index may lag, and what the clocks of writers may be slow by.
    package static let reachBackSeconds: Int64 = 120

    package func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Change> {
        let page = try await feed(TableLayout.changes, after: position, limit: limit)
        var changes: [Change] = []
        for item in page.elements { changes.append(try CustomerItem.change(item)) }
        return StoreFeed(elements: changes, position: page.position, more: page.more)
    }

    /// The ids and times stand in the index's key.
    package func erasures(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Erasure> {
        let page = try await feed(TableLayout.erasures, after: position, limit: limit)
        var erasures: [Erasure] = []
        for item in page.elements {
            guard let key = ChangeKey(try item.text(Attribute.changeSort)), let id = key.id, let moment = key.moment
            else {
                throw .failed(detail: "An erasure names no customer and time.")
            }
            erasures.append(Erasure(id, at: moment))
        }
        return StoreFeed(elements: erasures, position: page.position, more: page.more)
    }

    /// What lies in a partition of the index of changes, oldest first. At the end it goes back by what the index may lag:
    /// what is written meanwhile, but stands before the end, comes with the next look, and some of the last comes again.
    private func feed(
        _ partition: String, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StoreFeed<Item> {
        let start = try position.map { value throws(StoreFailure) in try FeedPosition(value, in: partition) }
        let epoch = try await identity.epoch()
        guard start.map({ $0.epoch == epoch }) ?? true else { throw .positionExpired }
        let query = IndexQuery(
            table: table, index: TableLayout.changesIndex, partition: .init(Attribute.changePartition, partition),
            sort: start?.key.map { .after(.init(Attribute.changeSort, $0.text)) } ?? .all, limit: limit + 1)
        let found = try await asking { () async throws(DynamoDBFailure) in try await client.page(query) }
        let items = Array(found.items.prefix(limit))
        let more = found.items.count > limit || found.end != nil
        var end = start?.key
        if let last = items.last ?? (more ? found.end : nil) { end = ChangeKey(try last.text(Attribute.changeSort)) }
        if !more { end = end.map { min($0, horizon(found.moment)) } }
        let place = FeedPosition(in: partition, epoch: epoch, key: end)
        return StoreFeed(elements: items, position: place.storePosition, more: more)
    }

    package func latestChange() async throws(StoreFailure) -> StorePosition {
        // The query is for DynamoDB's clock.
        let query = IndexQuery(
            table: table, index: TableLayout.changesIndex,
            partition: .init(Attribute.changePartition, TableLayout.changes), limit: 1)
        let found = try await asking { () async throws(DynamoDBFailure) in try await client.page(query) }
        let epoch = try await identity.epoch()
        return FeedPosition(in: TableLayout.changes, epoch: epoch, key: horizon(found.moment)).storePosition
    }

    /// Up to here the index can be trusted to show all that was ever written.
    ///
    /// - Parameter moment: DynamoDB's own clock, which counts when this machine's is fast.
    private func horizon(_ moment: Timestamp?) -> ChangeKey {
        let now = now()
        return ChangeKey(min(now, moment ?? now).advanced(bySeconds: -Self.reachBackSeconds))
    }
}
