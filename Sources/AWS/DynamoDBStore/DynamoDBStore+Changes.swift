package import CustomerAPI
import Domain
import DynamoDB
import Wire

extension DynamoDBStore {
    /// How far back the next poll begins: what the index may lag, and what the clocks of writers may be slow by.
    package static let reachBackSeconds: Int64 = 120

    package func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreChanges {
        let start = try position.map(FeedPosition.init)
        let epoch = try await identity.epoch()
        guard start.map({ $0.epoch == epoch }) ?? true else { throw .positionExpired }
        let query = IndexQuery(
            table: table, index: TableLayout.changesIndex,
            partition: .init(Attribute.changePartition, TableLayout.changes),
            sort: start?.key.map { .after(.init(Attribute.changeSort, $0.text)) } ?? .all, limit: limit + 1)
        let found = try await asking { () async throws(DynamoDBFailure) in try await client.page(query) }
        let items = found.items.prefix(limit)
        var changes: [Change] = []
        for item in items { changes.append(try CustomerItem.change(item)) }
        let more = found.items.count > limit || found.end != nil
        var end = start?.key
        if let last = items.last ?? (more ? found.end : nil) { end = ChangeKey(try last.text(Attribute.changeSort)) }
        if !more { end = end.map { min($0, horizon(found.moment)) } }
        return StoreChanges(
            changes: changes, position: FeedPosition(epoch: epoch, key: end).storePosition, more: more)
    }

    package func latestChange() async throws(StoreFailure) -> StorePosition {
        // The query is for DynamoDB's clock.
        let query = IndexQuery(
            table: table, index: TableLayout.changesIndex,
            partition: .init(Attribute.changePartition, TableLayout.changes), limit: 1)
        let found = try await asking { () async throws(DynamoDBFailure) in try await client.page(query) }
        return FeedPosition(epoch: try await identity.epoch(), key: horizon(found.moment)).storePosition
    }

    /// Up to here the index can be trusted to show all that was ever written.
    ///
    /// - Parameter moment: DynamoDB's own clock, which counts when this machine's is fast.
    private func horizon(_ moment: Timestamp?) -> ChangeKey {
        let now = now()
        return ChangeKey(min(now, moment ?? now).advanced(bySeconds: -Self.reachBackSeconds))
    }
}
