import CustomerAPI
import Domain
import DynamoDB
import DynamoDBStore
import Signing
import TestSupport
import Testing

@Suite("A DynamoDB table before it is used", .enabled(if: AWSTools.areExpected), .ministack)
struct VerificationTests {
    private func failure(_ store: DynamoDBCustomerStore) async -> DynamoDBStoreFailure? {
        do throws(DynamoDBStoreFailure) {
            try await store.verify()
            return nil
        } catch {
            return error
        }
    }

    @Test("A table that is laid out as it should be is taken")
    func good() async throws {
        #expect(await failure(try await MiniStack.current.table().store) == nil)
    }

    @Test("A table that does not exist, lacks an index or has another key is reported by name")
    func bad() async throws {
        let stack = try MiniStack.current
        #expect(await failure(try stack.store("nobody")) == .noTable("nobody"))
        try await stack.make("other-index") { $0.replacing("changes-index", with: "else-index") }
        #expect(await failure(try stack.store("other-index")) == .noIndex("changes-index", table: "other-index"))
        try await stack.make("other-key") { definition in
            definition.replacing(
                #""KeySchema":[{"AttributeName":"customer_id","KeyType":"HASH"}]"#,
                with: #""KeySchema":[{"AttributeName":"email","KeyType":"HASH"}]"#
            ).replacing(#"{"AttributeName":"customer_id","AttributeType":"S"},"#, with: "")
        }
        #expect(await failure(try stack.store("other-key")) == .wrongKey(of: "other-key"))
        for failure in [DynamoDBStoreFailure.noTable("t"), .noIndex("i", table: "t"), .wrongKey(of: "t")] {
            #expect(failure.message(region: "eu-central-1").contains("t"))
        }
    }

    @Test("An index that does not carry all that there is to show is reported with what it lacks")
    func incomplete() async throws {
        let stack = try MiniStack.current
        try await stack.make("old-index") { $0.replacing(#""tags","#, with: "") }
        let failure = await failure(try stack.store("old-index"))
        #expect(failure == .incompleteIndex("changes-index", lacks: ["tags"], table: "old-index"))
        #expect(failure?.message().contains("does not carry tags") == true)
        try await stack.store("old-index").verify(for: .copyingFrom)
    }

    @Test("A store in a table that is gone fails in words for the operator, not for the caller")
    func gone() async throws {
        let store = try MiniStack.current.store("nobody")
        do throws(StoreFailure) {
            _ = try await store.record(.random())
            Issue.record("There is no such table")
        } catch {
            guard case .failed(let detail) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(detail.contains("no table nobody") && detail.contains("AWS_REGION"))
        }
    }
}

extension String {
    fileprivate func replacing(_ text: String, with other: String) -> String {
        split(separator: text, omittingEmptySubsequences: false).joined(separator: other)
    }
}
