package import CustomerAPI
package import Domain
import GRDB

/// What was, and who is gone.
extension SQLiteCustomerStore {
    package func timeline(
        of id: CustomerID, below number: Int?, limit: Int
    ) async throws(StoreFailure) -> [TimelineEntry] {
        try await reading { db in try EntryRow.page(of: id, below: number, limit: limit, in: db) }
    }

    package func trash(
        after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<TrashedCustomer> {
        let trash = Trash(start: try position.map(Trash.Position.init), limit: limit)
        return try await reading { db in try trash.page(in: db) }
    }

    package func erasures(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Erasure> {
        let feed = ErasureFeed(epoch: epoch, start: try position.map(ErasureFeed.Position.init), limit: limit)
        return try await reading { db in try feed.page(in: db) }
    }

    package func dismiss(_ pair: CustomerPair) async throws(StoreFailure) {
        try await writing { db in try Dismissals.add(pair, in: db) }
    }

    package func dismissed(among pairs: [CustomerPair]) async throws(StoreFailure) -> Set<CustomerPair> {
        try await reading { db in Set(try pairs.filter { try Dismissals.has($0, in: db) }) }
    }

    package func dismissed(of id: CustomerID) async throws(StoreFailure) -> Set<CustomerID> {
        try await reading { db in try Dismissals.others(of: id, in: db) }
    }
}
