import APIClient
import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Logging
import Randomness
import SQLiteStore
import SampleData
import Synchronization
import TestSupport
import Testing
import Wire

/// Listings and exports beside somebody who renames, creates and deletes between two pages: the real handler on a real
/// store, and nothing left to chance but what a seed decides.
@Suite("Everybody is listed and exported once")
struct EverybodyTests {
    @Test(
        "A customer who moves from ahead of the reader to behind is exported, and one who moves ahead not twice",
        arguments: [1, 7, 100])
    func export(_ pageSize: Int) async throws {
        try await withRival(people: 60) { server in
            let moving = try await server.add("Zz Moving")
            let leaving = try await server.add("Aaa Leaving")
            server.between = { server, request in
                guard request == 2 else { return }
                try await server.rename(moving, "Aab Moving")
                try await server.rename(leaving, "Zzz Leaving")
            }
            let exported = try await server.collect(Pages(everybodyOf: server.client, pageSize: pageSize))
            #expect(exported.count { $0.id == moving } == 1)
            #expect(exported.count { $0.id == leaving } == 1)
            #expect(exported.count == 62)
        }
    }

    @Test(
        "A listing in order of names ends with the customers it has missed, nobody twice",
        arguments: ListQuery.Sort.names)
    func listing(_ sort: ListQuery.Sort) async throws {
        try await withRival(people: 60) { server in
            let (first, last) = (try await server.add("Aaa"), try await server.add("Zzz"))
            server.between = { server, request in
                guard request == 4 else { return }
                try await server.rename(first, "Zzzz")
                try await server.rename(last, "Aaaa")
            }
            let query = ListQuery(limit: 10, sort: sort)
            let listed = try await server.collect(Pages(server.client, query))
            let everybody = try await server.everybody().keys
            #expect(Set(listed.map(\.id)) == Set(everybody))
            #expect(listed.count == 62)
            let missed = sort == .name ? last : first
            #expect(listed.last?.id == missed)
        }
    }

    @Test("A search has everybody it matches from beginning to end, and nobody else")
    func search() async throws {
        try await withRival(people: 0) { server in
            let ids = try await server.add((10..<50).map { "Kim Walker\($0)" })
            let other = try await server.add("Otis Marl")
            server.between = { server, request in
                guard request == 4 else { return }
                try await server.rename(ids[39], "Kim Aaa")
                try await server.rename(ids[0], "Zoe Kim")
                try await server.rename(other, "Otis Aaa")
            }
            let found = try await server.collect(
                Pages(server.client, ListQuery(limit: 7, search: "kim")))
            #expect(found.count == 40)
            #expect(Set(found.map(\.id)) == Set(ids))
        }
    }

    @Test(
        "Whatever happens between two pages, customers who are there from beginning to end come exactly once",
        arguments: 0..<60)
    func anyRival(_ seed: UInt64) async throws {
        try await withRival(people: 40) { server in
            let before = Set(try await server.everybody().keys)
            let chance = Mutex(SplitMix(seed: seed))
            server.between = { server, request in
                guard request < 60 else { return }
                let number = chance.withLock { Int.random(in: 0...3, using: &$0) }
                for _ in 0..<number { try await server.doSomething(chance) }
            }
            let pageSize = chance.withLock { Int.random(in: 1...15, using: &$0) }
            let pages =
                switch seed % 3 {
                case 0: Pages(everybodyOf: server.client, pageSize: pageSize)
                case 1: Pages(server.client, ListQuery(limit: pageSize))
                default: Pages(server.client, ListQuery(limit: pageSize, sort: .nameDescending))
                }
            let listed = try await server.collect(pages)
            server.between = nil
            let stayed = before.intersection(try await server.everybody().keys)
            #expect(Set(listed.map(\.id)).count == listed.count)
            #expect(stayed.isSubset(of: listed.map(\.id)))
        }
    }

    @Test("A limit is kept, and a listing that ends before it is complete")
    func limits() async throws {
        try await withRival(people: 30) { server in
            for limit in [1, 10, 29, 30, 31, 100] {
                let pages = Pages(server.client, ListQuery(limit: 8), limit: limit)
                #expect(try await server.collect(pages).count == min(limit, 30))
            }
            server.requests.withLock { $0 = [] }
            _ = try await server.collect(Pages(server.client, ListQuery(limit: 100)))
            // One page is complete in itself.
            #expect(server.requests.withLock(\.self) == ["/api/customers"])
        }
    }

    @Test("A customer seen in a newer version than a page or the feed has is given as seen, and counted")
    func older() async throws {
        try await withRival(people: 0) { server in
            let ids = try await server.add((10..<30).map { "Kim Walker\($0)" })
            let old = try #require(try await server.everybody()[ids[3]])
            let seen = Customer(
                id: old.id, details: try CustomerDetails(name: "Zoe Newer", email: old.email),
                registrationDate: old.registrationDate, createdAt: old.createdAt, updatedAt: old.updatedAt, version: 3,
                updatedBy: nil)
            let known: Pages.Known = { page in page.contains { $0.id == seen.id } ? [seen.id: seen] : [:] }
            for pages in [
                Pages(server.client, ListQuery(limit: 7), known: known),
                Pages(server.client, ListQuery(limit: 7), limit: 10, known: known),
                Pages(everybodyOf: server.client, pageSize: 7, known: known),
            ] {
                var (customers, iterator) = ([Customer](), pages.makeAsyncIterator())
                while let page = try await iterator.next() { customers += page }
                #expect(customers.filter { $0.id == seen.id } == [seen])
                #expect(iterator.outdated == 1)
            }
            // As they are now, a search for what they were does not find them, and its limit is filled by others.
            let query = ListQuery(limit: 7, search: "kim")
            let found = try await server.collect(Pages(server.client, query, limit: 10, known: known))
            #expect(found.count == 10 && !found.contains { $0.id == seen.id })
        }
    }

    @Test("Beside a server without the newest kind of cursor a listing reads the whole feed instead")
    func olderServer() async throws {
        try await withRival(people: 25) { server in
            server.refuses = { request in request.query.contains("cursor=latest") ? Problem(.badCursor, "None.") : nil }
            let last = try await server.add("Zzz")
            server.between = { server, request in
                if request == 4 { try await server.rename(last, "Aaaa") }
            }
            let listed = try await server.collect(Pages(server.client, ListQuery(limit: 5)))
            #expect(listed.count == 26 && listed.contains { $0.id == last })
        }
    }

    @Test("Without a change feed nothing is said to be complete: an export and a listing of many end with an error")
    func noFeed() async throws {
        try await withRival(people: 25) { server in
            server.refuses = { request in request.path.hasPrefix("/api/changes") ? Problem(.notFound, "None.") : nil }
            await #expect(throws: APIFailure.self) { try await server.collect(Pages(everybodyOf: server.client)) }
            await #expect(throws: APIFailure.self) {
                try await server.collect(Pages(server.client, ListQuery(limit: 5)))
            }
            // What fits a page needs none.
            for limit in [5, 100] {
                let page = try await server.collect(Pages(server.client, ListQuery(limit: limit), limit: limit))
                #expect(page.count == min(limit, 25))
            }
        }
    }

    private func withRival(people: Int, _ body: (Rival) async throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            let store = try SQLiteCustomerStore(path: folder + "/a.db")
            if people > 0 { try await store.load(SamplePeople(count: people, seed: 3), now: .now()) }
            try await body(Rival(store))
        }
    }
}

/// The handler, and somebody else who works on the same customers between two requests of the reader.
private final class Rival: Transport {
    /// What is done before the reader's request of this number, from 1.
    typealias Work = @Sendable (Rival, Int) async throws -> Void

    private let api: CustomerHandler
    private let store: SQLiteCustomerStore
    private let work = Mutex<Work?>(nil)
    private let refusal = Mutex<(@Sendable (Request) -> Problem?)?>(nil)
    /// The paths that the reader has asked for.
    let requests = Mutex<[String]>([])

    init(_ store: SQLiteCustomerStore) {
        self.store = store
        api = CustomerHandler(store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    var between: Work? {
        get { work.withLock(\.self) }
        set { work.withLock { $0 = newValue } }
    }

    var refuses: (@Sendable (Request) -> Problem?)? {
        get { refusal.withLock(\.self) }
        set { refusal.withLock { $0 = newValue } }
    }

    var client: CustomerClient { CustomerClient(transport: self) }
    /// For the rival's own requests.
    private var ownClient: CustomerClient { CustomerClient(transport: Direct(api: api)) }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        let number = requests.withLock { requests in
            requests.append(String(request.path))
            return requests.count
        }
        do {
            try await between?(self, number)
        } catch {
            Issue.record(error)
        }
        if let problem = refuses?(request) { return problem.response }
        return await api.respond(to: request, context: RequestContext(requestID: "r"))
    }

    private struct Direct: Transport {
        let api: CustomerHandler

        func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
            await api.respond(to: request, context: RequestContext(requestID: "r"))
        }
    }

    // MARK: What others do

    func add(_ name: String) async throws -> CustomerID {
        let id = CustomerID.random()
        let details = try CustomerDetails(name: name, email: "\(id.text)@example.com")
        return try await ownClient.create(id: id, NewCustomer(details), key: .random()).id
    }

    func add(_ names: [String]) async throws -> [CustomerID] {
        var ids: [CustomerID] = []
        for name in names { ids.append(try await add(name)) }
        return ids
    }

    func rename(_ id: CustomerID, _ name: String) async throws {
        let known = try await ownClient.customer(id)
        _ = try await ownClient.patch(id, CustomerPatch([.name: name]), ifVersion: known.version, key: .random())
    }

    func doSomething(_ chance: borrowing Mutex<SplitMix>) async throws {
        let people = try await everybody().keys.sorted()
        let (what, id, letter) = chance.withLock { chance in
            (
                Int.random(in: 0...9, using: &chance), people.randomElement(using: &chance),
                "ABMYZ".randomElement(using: &chance)
            )
        }
        let name = "\(letter ?? "A") Renamed"
        guard let id, what > 1 else {
            _ = try await add(name)
            return
        }
        guard what > 2 else {
            return try await ownClient.delete(
                id, ifVersion: try await ownClient.customer(id).version, key: .random())
        }
        try await rename(id, name)
    }

    // MARK: What there is

    func everybody() async throws -> [CustomerID: Customer] {
        var customers: [CustomerID: Customer] = [:]
        var query: ListQuery? = ListQuery()
        while let next = query {
            let page = try await ownClient.page(next)
            for customer in page.customers { customers[customer.id] = customer }
            query = page.next
        }
        return customers
    }

    func collect(_ pages: Pages) async throws -> [Customer] {
        var customers: [Customer] = []
        for try await page in pages { customers += page }
        return customers
    }
}
