import CustomerAPI
import Domain
import Wire

/// A store whose answers never come, until those who asked give up.
struct StalledStore: CustomerStore {
    private func wait() async throws(StoreFailure) -> Never {
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
        throw .unavailable(detail: "given up", retryAfterSeconds: 1)
    }

    func record(_ id: CustomerID) async throws(StoreFailure) -> StoredRecord? { try await wait() }
    func customer(emailKey: String) async throws(StoreFailure) -> Customer? { try await wait() }
    func page(_ listing: StoreListing, after position: StorePosition?, limit: Int) async throws(StoreFailure)
        -> StorePage<Customer>
    {
        try await wait()
    }
    func changes(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Change> {
        try await wait()
    }
    func latestChange() async throws(StoreFailure) -> StorePosition { try await wait() }
    func cursorKey() async throws(StoreFailure) -> CursorKey { try await wait() }
    func perform(_ write: CustomerWrite) async throws(StoreFailure) -> WriteOutcome { try await wait() }
    func timeline(
        of id: CustomerID, below number: Int?, limit: Int
    ) async throws(StoreFailure) -> [TimelineEntry] { try await wait() }
    func trash(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StorePage<TrashedCustomer> {
        try await wait()
    }
    func erasures(after position: StorePosition?, limit: Int) async throws(StoreFailure) -> StoreFeed<Erasure> {
        try await wait()
    }
    func dismiss(_ pair: CustomerPair) async throws(StoreFailure) { try await wait() }
    func dismissed(among pairs: [CustomerPair]) async throws(StoreFailure) -> Set<CustomerPair> { try await wait() }
    func dismissed(of id: CustomerID) async throws(StoreFailure) -> Set<CustomerID> { try await wait() }
}
