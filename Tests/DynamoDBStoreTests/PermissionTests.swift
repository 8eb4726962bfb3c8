import CustomerAPI
import Domain
import DynamoDBStore
import Signing
import TestSupport
import Testing
import Wire

/// ministack checks signatures and enforces policies for the users that are made here.
@Suite("Permissions on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct PermissionTests {
    /// What a policy has to allow; a transaction needs those of its actions.
    private static let actions = ["BatchGetItem", "DeleteItem", "DescribeTable", "GetItem", "PutItem", "Query"]
        .map { "dynamodb:" + $0 }

    /// Everything that a store does, once.
    private func useAll(_ store: DynamoDBCustomerStore) async throws {
        try await store.verify()
        let ann = try await store.add("Ann Berg", email: "\(CustomerID.random())@example.com", phone: "12345")
        _ = try await store.write(ann.id, .patch(try CustomerPatch([.address: "Here"])))
        _ = try await store.write(ann.id, .patch(try CustomerPatch([.name: "Anna Holm"])))
        #expect(try await store.customer(emailKey: ann.email ?? "")?.name == "Anna Holm")
        #expect(try await store.everybody().map(\.id) == [ann.id])
        #expect(try await store.everybody(.search(#require(SearchTerm("holm")))).map(\.id) == [ann.id])
        #expect(try await store.changes(after: nil, limit: 10).elements.count == 1)
        for _ in 0..<16 { _ = try await store.write(ann.id, .note(NoteText(trusted: "Called.")), key: key()) }
        _ = try await store.write(ann.id, .retract(3, ofAnybody: true))
        #expect(try await store.timeline(of: ann.id, below: nil, limit: 20).count == 19)
        try await store.dismiss(CustomerPair(ann.id, .random()))
        #expect(try await store.write(ann.id, .delete, trashDays: 30) == .deleted(replayOf: nil))
        #expect(try await store.trash(after: nil, limit: 10).elements.map(\.customer.id) == [ann.id])
        _ = try await store.write(ann.id, .restore)
        #expect(try await store.write(ann.id, .erase) == .deleted(replayOf: nil))
        #expect(try await store.erasures(after: nil, limit: 10).elements.map(\.customerID) == [ann.id])
    }

    @Test("Six actions are enough, and the signatures are good")
    func enough() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let key = try await stack.user("enough", mayDo: Self.actions)
        try await useAll(try stack.store(table.name, key: key))
    }

    @Test("Not one of the six can be missing, and the one that is missing is named", arguments: actions)
    func needed(action: String) async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let name = "without-" + action.split(separator: ":")[1]
        let key = try await stack.user(name, mayDo: Self.actions.filter { $0 != action })
        do {
            try await useAll(try stack.store(table.name, key: key))
            Issue.record("\(action) is not needed")
        } catch DynamoDBStoreFailure.forbidden(let message) {
            #expect(message.contains(action))
        } catch StoreFailure.failed(let detail) {
            #expect(detail.contains("lack a permission") && detail.contains(action))
        }
    }

    @Test("A wrong secret and an unknown key are refused with messages that name the settings")
    func wrongKeys() async throws {
        let stack = try MiniStack.current
        let table = try await stack.table()
        let known = try await stack.user("known", mayDo: Self.actions)
        for (key, type) in [
            (AccessKey(id: known.id, secret: "wrong"), "InvalidSignatureException"),
            (AccessKey(id: "AKIAIOSFODNN7EXAMPLE", secret: "wrong"), "UnrecognizedClientException"),
        ] {
            await #expect(throws: DynamoDBStoreFailure.keyRefused(type: type)) {
                try await stack.store(table.name, key: key).verify()
            }
        }
        #expect(DynamoDBStoreFailure.keyRefused(type: "x").message(region: "r").contains("AWS_SECRET_ACCESS_KEY"))
    }
}
