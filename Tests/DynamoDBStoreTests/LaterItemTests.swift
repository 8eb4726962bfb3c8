import CustomerAPI
import Domain
import DynamoDBStore
import TestSupport
import Testing
import Wire

@Suite("Items as the next version will write them", .enabled(if: AWSTools.areExpected), .ministack)
struct LaterItemTests {
    /// Puts a customer without an email, and so without a claim, into a table, with attributes of all types.
    private func put(_ name: String, _ id: CustomerID, into table: MiniStack.Table) async throws {
        let moment = noon.microseconds
        try await MiniStack.current.ask(
            "PutItem",
            """
            {"TableName":"\(table.name)","Item":{"customer_id":{"S":"\(id)"},"name":{"S":"\(name)"},"phone":{"S":"555"},\
            "registration_date":{"N":"\(moment)"},"created_at":{"N":"\(moment)"},"updated_at":{"N":"\(moment)"},\
            "version":{"N":"1"},"ix_pk":{"S":"n"},"ix_sk":{"S":"\(TextFold.name(name))\\u0001\(id)"},"ch_pk":{"S":"c"},\
            "ch_sk":{"S":"\(String(repeating: "0", count: 20 - String(moment).count))\(moment)#\(id)"},"company":{"S":"ACME"},\
            "tags":{"SS":["a","b"]},"rank":{"N":"1.5"},"vip":{"BOOL":true},"notes":{"L":[{"NULL":true}]}}}
            """)
    }

    @Test("Customers without an email are read, found, changed and deleted, and are in nobody's way")
    func withoutEmail() async throws {
        let table = try await MiniStack.current.table()
        let (ann, bea) = (CustomerID.random(), CustomerID.random())
        try await put("Ann", ann, into: table)
        try await put("Bea", bea, into: table)
        #expect(try await table.store.living(ann)?.email == nil)
        #expect(try await table.store.everybody().map(\.name) == ["Ann", "Bea"])
        #expect(try await table.store.changes(after: nil, limit: 10).elements.count == 2)
        for (id, name) in [(ann, "Ann Berg"), (bea, "Bea Berg")] {
            let outcome = try await table.store.write(id, .patch(try CustomerPatch([.name: name])))
            guard case .changed(let customer, replayOf: nil) = outcome else {
                Issue.record("\(outcome)")
                continue
            }
            #expect(customer.version == 2 && customer.email == nil)
        }
        let term = try #require(SearchTerm("berg"))
        #expect(try await table.store.everybody(.search(term)).map(\.name).sorted() == ["Ann Berg", "Bea Berg"])
        #expect(try await table.store.customer(emailKey: "") == nil)
        #expect(try await table.store.write(ann, .delete) == .deleted(replayOf: nil))
        let outcome = try await table.store.write(bea, .patch(try CustomerPatch([.email: "bea@example.com"])))
        guard case .changed(let given, replayOf: nil) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(try await table.store.customer(emailKey: "bea@example.com") == given)
    }
}
