import DynamoDB
import TestSupport
import Testing

@Suite("The store contract, on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct ContractTests {
    @Test("Keeps its promise:", arguments: CustomerStoreContract.all)
    func keeps(_ promise: CustomerStoreContract) async throws {
        let table = try await MiniStack.current.table()
        // Every query has ministack sort the whole partition.
        try await promise.check(StoreUnderTest(table.store, tryingEvery: max(1, 8 / scale)))
        // Records from before timelines are put in as a copy does it, with rights of its own.
        let used = Set(table.calls.all.map(\.name)).subtracting(["BatchWriteItem"])
        #expect(
            used.isSubset(of: [
                "BatchGetItem", "DescribeTable", "GetItem", "PutItem", "Query", "TransactWriteItems",
            ]))
    }
}
