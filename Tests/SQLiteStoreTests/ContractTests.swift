import SQLiteStore
import TestSupport
import Testing

@Suite("The store contract, on SQLite")
struct ContractTests {
    @Test("Keeps its promise:", arguments: CustomerStoreContract.all)
    func keeps(_ promise: CustomerStoreContract) async throws {
        try await withStore { store in try await promise.check(StoreUnderTest(store)) }
    }
}
