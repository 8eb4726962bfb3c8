import CustomerAPI
import Domain
import Wire

/// A store that fails in a way that a real one does only on a bad day.
struct BrokenStore: CustomerStore {
    let failure: StoreFailure

    func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord? { throw failure }
    func customer(emailKey: String) async throws(StoreFailure) -> Customer? { throw failure }
    func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<Customer> { throw failure }
    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Change> {
        throw failure
    }
    func latestChange() async throws(StoreFailure) -> StorePosition { throw failure }
    func cursorKey() async throws(StoreFailure) -> CursorKey { throw failure }
    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome { throw failure }
    func timeline(
        of id: CustomerID, below number: Int?, limit: Int
    ) async throws(StoreFailure) -> [TimelineEntry] { throw failure }
    func trash(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StorePage<TrashedCustomer> {
        throw failure
    }
    func erasures(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Erasure> {
        throw failure
    }
    func dismiss(_ pair: CustomerPair) async throws(StoreFailure) { throw failure }
    func dismissed(among pairs: [CustomerPair]) async throws(StoreFailure) -> Set<CustomerPair> { throw failure }
    func dismissed(of id: CustomerID) async throws(StoreFailure) -> Set<CustomerID> { throw failure }
}

/// A store that answers only when it is told to give up.
struct HangingStore: CustomerStore {
    private func hang() async throws(StoreFailure) -> Never {
        try? await Task.sleep(for: .seconds(3_600))
        throw StoreFailure.failed(detail: "cancelled")
    }

    func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord? { try await hang() }
    func customer(emailKey: String) async throws(StoreFailure) -> Customer? { try await hang() }
    func page(
        _ listing: StoreListing, after position: StorePosition?, limit: Int
    ) async throws(StoreFailure) -> StorePage<Customer> { try await hang() }
    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Change> {
        try await hang()
    }
    func latestChange() async throws(StoreFailure) -> StorePosition { try await hang() }
    func cursorKey() async throws(StoreFailure) -> CursorKey { try await hang() }
    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome { try await hang() }
    func timeline(
        of id: CustomerID, below number: Int?, limit: Int
    ) async throws(StoreFailure) -> [TimelineEntry] { try await hang() }
    func trash(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StorePage<TrashedCustomer> {
        try await hang()
    }
    func erasures(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Erasure> {
        try await hang()
    }
    func dismiss(_ pair: CustomerPair) async throws(StoreFailure) { try await hang() }
    func dismissed(among pairs: [CustomerPair]) async throws(StoreFailure) -> Set<CustomerPair> { try await hang() }
    func dismissed(of id: CustomerID) async throws(StoreFailure) -> Set<CustomerID> { try await hang() }
}
