import TestSupport
import Testing

@Suite("The store contract, in memory")
struct MemoryStoreTests {
    @Test("Keeps its promise:", arguments: CustomerStoreContract.all)
    func keeps(_ promise: CustomerStoreContract) async throws {
        try await promise.check(StoreUnderTest(MemoryStore()))
    }
}
