import CustomerAPI
import Domain
import DynamoDB
import DynamoDBStore
import SampleData
import TestSupport
import Testing
import Wire

/// What each operation costs; Assets/docs/operating.md states these figures. Writes by what ministack says was consumed, which
/// is what AWS counts; reads by the sizes of the items.
@Suite("What operations cost on DynamoDB", .enabled(if: AWSTools.areExpected), .ministack)
struct CapacityTests {
    @Test("Reading: a list of 25, one customer, an email, a search, an idle poll")
    func reading() async throws {
        let stack = try MiniStack.current
        let meter = ReadMeter(stack.transport)
        let table = try await stack.table(through: meter)
        let store = table.store
        let people = Array(SamplePeople(count: 500))
        _ = try await inParallel(people.indices) { number in
            try await store.write(.random(), .create(people[number]), at: noon.advanced(bySeconds: Int64(number)))
        }
        func cost<Value>(_ body: () async throws -> Value) async throws -> (
            value: Value, examined: Double, fetched: Double
        ) {
            _ = meter.take()
            let value = try await body()
            let readings = meter.take()
            func sum(_ isQuery: Bool) -> Double {
                readings.filter { ($0.operation == "Query") == isQuery }.reduce(0) { $0 + $1.units }
            }
            return (value, sum(true), sum(false))
        }

        var list = try await cost { try await store.page(.directory(.name), after: nil, limit: 25) }
        let someone = try #require(list.value.customers.first)
        while let next = list.value.next {
            #expect(list.value.customers.count == 25 && list.examined <= 2.5 && list.fetched == 0)
            list = try await cost { try await store.page(.directory(.name), after: next, limit: 25) }
        }

        let get = try await cost { try await store.record(someone.id) }
        #expect(get.fetched == 1 && get.examined == 0)
        let find = try await cost { try await store.customer(emailKey: someone.details.emailKey) }
        #expect(find.value == someone && find.fetched == 2 && find.examined == 0)

        // Of those who are found, each one who is not found by the beginning of the name is read, which is half a unit.
        for typed in ["m", "ma", "e", "an s", "m a", "a e o", "example.com", someone.email, "123"] {
            let term = try #require(SearchTerm(typed))
            var position: StorePosition?
            for page in 0..<5 {
                let search = try await cost { try await store.page(.search(term), after: position, limit: 25) }
                #expect(search.examined <= 3, "\(typed), page \(page)")
                #expect(search.fetched <= 0.5 * 25, "\(typed), page \(page)")
                position = search.value.next
                if position == nil { break }
            }
        }

        var position: StorePosition?
        while true {
            let page = try await store.changes(after: position, limit: 1_000)
            position = page.position
            if !page.more { break }
        }
        let idle = try await cost { try await store.changes(after: position, limit: 1_000) }
        #expect(idle.value.changes.isEmpty && idle.examined <= 1 && idle.fetched == 0)
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
