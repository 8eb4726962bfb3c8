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
        let someone = try #require(list.value.elements.first)
        while let next = list.value.next {
            #expect(list.value.elements.count == 25 && list.examined <= 2.5 && list.fetched == 0)
            list = try await cost { try await store.page(.directory(.name), after: next, limit: 25) }
        }

        let get = try await cost { try await store.record(someone.id) }
        #expect(get.fetched == 1 && get.examined == 0)
        let find = try await cost { try await store.customer(emailKey: someone.details.emailKey ?? "") }
        #expect(find.value == someone && find.fetched == 2 && find.examined == 0)

        // Of those who are found, each one who is not found by the beginning of the name is read, which is half a unit.
        for typed in [
            "m", "ma", "e", "an s", "m a", "a e o", "example.com", someone.email ?? "", "123", "o'brien", "müller",
            "+49 30 123456", "123456", "@example.com",
        ] {
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
        #expect(idle.value.elements.isEmpty && idle.examined <= 1 && idle.fetched == 0)
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
        #expect(try #require(create.calls.first?.capacity).table <= 16)

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
        // All entries have the name in their rows: it costs what the creation does.
        let renaming = try #require(rename.calls.last?.capacity).table
        #expect(renaming <= 16, "\(renaming)")

        let delete = try await table.calls.during { try await store.write(id, .delete, key: key(), trashDays: 30) }
        // The timeline's entries go to a block first, and the values to the trash.
        #expect(delete.calls.map(\.name) == ["GetItem", "PutItem", "BatchGetItem", "TransactWriteItems"])
        #expect(delete.calls[1].capacity?.table == 1)
        #expect(try #require(delete.calls.last?.capacity).table <= 18)

        let replayed = key()
        let details = try CustomerDetails(name: "Bea", email: "bea@example.com")
        let bea = CustomerID.random()
        _ = try await store.write(bea, .create(NewCustomer(details)), key: replayed)
        let taken = try await table.calls.during {
            try await store.write(.random(), .create(NewCustomer(details)))
        }
        #expect(taken.value == .rejected(.emailTaken(owner: bea)))
    }

    @Test("An edit of an address costs two and a half units, with the timeline, over a hundred keyed ones")
    func addresses() async throws {
        let table = try await MiniStack.current.table()
        let ann = try await table.store.add("Anna Berg", email: "anna@example.com", phone: "+49 30 123456")
        var units: [Double] = []
        for number in 0..<100 {
            let patch = try CustomerPatch([.address: "\(number) Long Main Street\n12345 Bad Homburg"])
            let change = try await table.calls.during { try await table.store.write(ann.id, .patch(patch), key: key()) }
            let writes = change.calls.filter { $0.name == "PutItem" }
            #expect(writes.count == change.calls.count - 1, "nothing but a read besides")
            units.append(writes.reduce(0) { $0 + ($1.capacity?.table ?? .infinity) })
        }
        let average = units.reduce(0, +) / 100
        #expect(average <= 2.5, "\(average)")
        report("an address-only edit costs \(average) write units, \(units)")
        #expect(try await table.store.timeline(of: ann.id, below: nil, limit: 200).count == 101)
    }

    @Test("A page of a timeline costs three read units, however old it is, and a customer with one is read for one")
    func timelines() async throws {
        let stack = try MiniStack.current
        let meter = ReadMeter(stack.transport)
        let table = try await stack.table(through: meter)
        let ann = try await table.store.add("Anna Berg", email: "anna@example.com", phone: "+49 30 123456")
        let text = String(repeating: "x", count: 420)
        for number in 0..<70 {
            _ = try await table.store.write(ann.id, .note(NoteText(trusted: "\(number) \(text)")), key: key())
            _ = meter.take()
            _ = try await table.store.record(ann.id)
            #expect(meter.take().map(\.units) == [1], "after \(number)")
        }
        for below in [nil, 71, 70, 60, 51, 44, 33, 22] as [Int?] {
            // With the one more that tells whether there are older ones.
            let page = try await table.store.timeline(of: ann.id, below: below, limit: 21)
            let units = meter.take().reduce(0) { $0 + $1.units }
            #expect(page.count == 21 && units <= 3, "\(units) below \(below ?? 0)")
        }
    }
}
