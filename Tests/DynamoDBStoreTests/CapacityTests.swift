import CustomerAPI
import Domain
import DynamoDB
import DynamoDBStore
import SampleData
import TestSupport
import Testing
import Wire

/// What each operation costs, in the units that DynamoDB says were consumed; the README states these figures.
@Suite("What operations cost on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct CapacityTests {
    private func readUnits(_ calls: [DynamoDBCall]) -> Double {
        calls.reduce(0) { $0 + ($1.capacity?.total ?? .infinity) }
    }

    @Test("Reading: a list of 25, one customer, an email, a search, an idle poll")
    func reading() async throws {
        let table = try await MiniStack.current.table()
        let people = Array(SamplePeople(count: 200))
        _ = try await inParallel(people.indices) { number in
            try await table.store.write(
                .random(), .create(people[number]), at: noon.advanced(bySeconds: Int64(number)))
        }
        let store = table.store
        let list = try await table.calls.during { try await store.page(.directory(.name), after: nil, limit: 25) }
        #expect(list.value.customers.count == 25)
        #expect(readUnits(list.calls) <= 2.5)
        let next = try await table.calls.during {
            try await store.page(.directory(.name), after: list.value.next, limit: 25)
        }
        #expect(readUnits(next.calls) <= 2.5)

        let someone = try #require(list.value.customers.first)
        let get = try await table.calls.during { try await store.record(someone.id) }
        #expect(readUnits(get.calls) == 1)
        let find = try await table.calls.during {
            try await store.customer(emailKey: someone.details.emailKey)
        }
        #expect(find.value == someone && readUnits(find.calls) == 2)

        // One letter finds many: a full page. What is looked at costs up to 3 units; each customer who is found by
        // another word than the first is then read, which is half a unit.
        for typed in ["m", "ma", "e", "an s", "m a", "example.com", someone.email] {
            let term = try #require(SearchTerm(typed))
            let search = try await table.calls.during { try await store.page(.search(term), after: nil, limit: 25) }
            #expect(readUnits(search.calls.filter { $0.name == "Query" }) <= 3, "\(typed)")
            #expect(
                readUnits(search.calls.filter { $0.name != "Query" }) <= 0.5 * Double(search.value.customers.count),
                "\(typed)")
            guard let next = search.value.next else { continue }
            let more = try await table.calls.during { try await store.page(.search(term), after: next, limit: 25) }
            #expect(readUnits(more.calls.filter { $0.name == "Query" }) <= 3, "\(typed)")
        }

        var position: StorePosition?
        while true {
            let page = try await store.changes(after: position, limit: 1_000)
            position = page.position
            if !page.more { break }
        }
        let idle = try await table.calls.during { try await store.changes(after: position, limit: 1_000) }
        #expect(idle.value.changes.isEmpty && readUnits(idle.calls) <= 1)
    }

    @Test("Writing: a creation, an address, a name, a deletion")
    func writing() async throws {
        let table = try await MiniStack.current.table()
        let store = table.store
        let create = try await table.calls.during {
            try await store.add(
                "Anna Berg", email: "anna@example.com", phone: "+49 30 123456", address: "1 Main Street")
        }
        let id = create.value.id
        #expect(create.calls.map(\.name) == ["TransactWriteItems"])
        #expect(try #require(create.calls.first?.capacity).table <= 10)

        let move = try await table.calls.during {
            try await store.write(id, .patch(try CustomerPatch([.address: "2 Side Street"])), key: key())
        }
        #expect(move.calls.map(\.name) == ["GetItem", "PutItem"])
        #expect(move.calls.last?.capacity?.table == 1)
        #expect(move.calls.first?.capacity?.total == 1)

        let rename = try await table.calls.during {
            try await store.write(id, .patch(try CustomerPatch([.name: "Anna Holm"])), key: key())
        }
        #expect(rename.calls.map(\.name) == ["GetItem", "TransactWriteItems"])
        #expect(try #require(rename.calls.last?.capacity).table <= 10)

        let delete = try await table.calls.during { try await store.write(id, .delete, key: key()) }
        #expect(delete.calls.map(\.name) == ["GetItem", "TransactWriteItems"])
        #expect(try #require(delete.calls.last?.capacity).table <= 10)

        let replayed = key()
        let details = try CustomerDetails(name: "Bea", email: "bea@example.com")
        let bea = CustomerID.random()
        _ = try await store.write(bea, .create(NewCustomer(details)), key: replayed)
        let taken = try await table.calls.during {
            try await store.write(.random(), .create(NewCustomer(details)))
        }
        #expect(taken.value == .rejected(.emailTaken(owner: bea)))
    }

    @Test("An address costs one unit as long as the item is not above a kilobyte, with eight keyed changes behind it")
    func receipts() async throws {
        let table = try await MiniStack.current.table()
        let ann = try await table.store.add("Anna Berg", email: "anna@example.com", phone: "+49 30 123456")
        var units: [Double] = []
        for number in 0..<8 {
            let change = try await table.calls.during {
                try await table.store.write(
                    ann.id, .patch(try CustomerPatch([.address: "\(number) Main Street"])), key: key())
            }
            units.append(change.calls.last?.capacity?.table ?? .infinity)
        }
        #expect(units == Array(repeating: 1, count: 8))
    }
}
