package import CustomerAPI
package import Domain
import DynamoDB

extension DynamoDBCustomerStore {
    package func dismiss(_ pair: CustomerPair) async throws(StoreFailure) {
        let item = PairItem.item(pair)
        try await asking { () async throws(DynamoDBFailure) in try await client.put(item, into: table, if: .none) }
    }

    package func dismissed(among pairs: [CustomerPair]) async throws(StoreFailure) -> Set<CustomerPair> {
        let items = try await items(Set(pairs).map(PairItem.key), isConsistent: true)
        return Set(items.compactMap(PairItem.pair))
    }

    /// As far as the indexes know them.
    package func dismissed(of id: CustomerID) async throws(StoreFailure) -> Set<CustomerID> {
        Set(try await pairs(of: id).compactMap { $0.other(of: id) })
    }

    /// The pairs that a customer is one of, as far as the indexes know them.
    func pairs(of id: CustomerID) async throws(StoreFailure) -> [CustomerPair] {
        let first = try await pairs(in: TableLayout.changesIndex, (Attribute.changePartition, Attribute.changeSort), id)
        return first
            + (try await pairs(in: TableLayout.searchIndex, (Attribute.searchPartition, Attribute.searchSort), id))
    }

    /// Every pair there is, as far as the index knows it: for who copies all of them.
    func allPairs() async throws(StoreFailure) -> [CustomerPair] {
        try await pairs(in: TableLayout.changesIndex, (Attribute.changePartition, Attribute.changeSort), nil)
    }

    private func pairs(
        in index: String, _ key: (partition: String, sort: String), _ id: CustomerID?
    ) async throws(StoreFailure) -> [CustomerPair] {
        var query = IndexQuery(
            table: table, index: index, partition: .init(key.partition, TableLayout.pairs),
            sort: id.map { .beginsWith(.init(key.sort, $0.text + "#")) } ?? .all, limit: 1_000)
        var pairs: [CustomerPair] = []
        repeat {
            let next = query
            let page = try await asking { () async throws(DynamoDBFailure) in try await client.page(next) }
            pairs += page.items.compactMap(PairItem.pair)
            query.start = page.end
        } while query.start != nil
        return pairs
    }
}
