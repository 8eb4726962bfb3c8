import CustomerAPI
import Domain
import DynamoDBStore
import Foundation
import TestSupport
import Testing

@Suite("Moving everything from store to store, on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct TransferTests {
    @Test("Keeps its promise:", arguments: StoreTransferContract.all)
    func keeps(_ promise: StoreTransferContract) async throws {
        let stack = try MiniStack.current
        try await promise.check { try await stack.table().store }
    }

    /// Runs `customers-api` where AWS is ministack.
    private func run(_ arguments: String...) async throws -> Program.Finished {
        try await Program("customers-api", environment: MiniStack.current.environment).run(arguments)
    }

    @Test("A database goes into a table and back into another database, and all three are the same")
    func thereAndBack() async throws {
        let table = try await MiniStack.current.table()
        try await withTemporaryFolder { folder in
            let (first, second) = ("sqlite:\(folder)/first.db", "sqlite:\(folder)/second.db")
            try await APIServerProcess.serving(["--sample", "40"], store: first) { _ in }
            let there = try await run("copy", "--from", first, "--to", "dynamodb:\(table.name)")
            #expect(there.status == 0, "\(there.error)")
            #expect(there.output.contains("40 customers, 0 deleted ones, the same as \(first); checksum "))
            #expect(there.error.contains("nothing keeps others from writing to dynamodb:\(table.name)"))
            let back = try await run("copy", "--from", "dynamodb:\(table.name)", "--to", second)
            #expect(back.status == 0, "\(back.error)")
            #expect(there.output.suffix(65) == back.output.suffix(65), "the checksum is the same")
            let checked = try await run("check", "--store", second)
            #expect(checked.status == 0 && checked.output.contains("40 customers"), "\(checked.error)")
        }
    }

    @Test("A server does not take an unfinished copy for a store")
    func isNotServed() async throws {
        let table = try await MiniStack.current.table()
        try await table.store.put([], then: TransferProgress(source: .random(), position: nil, records: 0))
        let refused = try await run("serve", "--port", "0", "--store", "dynamodb:\(table.name)")
        #expect(refused.status == 78 && refused.error.contains("is an unfinished copy, with 0 records"))
        let other = try await run("copy", "--from", "dynamodb:\(table.name)", "--to", "dynamodb:\(table.name)")
        #expect(other.status == 64)
    }
}
