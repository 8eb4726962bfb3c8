import APIClient
import Cache
import CustomerAPI
import Domain
import HTTP
import Logging
import SQLiteStore
import SampleData
import Synchronization
import TestSupport
import Testing
import Wire

/// The client's copy of the directory, beside the real handler on a real store.
@Suite("The copy of a real server's directory")
struct ReplicaTests {
    @Test("Holds everybody after one pass, and follows what is added, changed and deleted")
    func followsTheDirectory() async throws {
        try await withTemporaryFolder { folder in
            let server = try await Server(folder + "/a.db", people: 2_300)
            let cache = try CustomerCache(at: .file(folder + "/cache/c.db"), origin: "https://a.example")
            try await follow(server, into: cache) { round in
                switch round {
                case 1:
                    #expect(try cache.replicaState().isComplete)
                    try await expectSame(cache, server)
                    try await server.change()
                    return true
                case 2:
                    try await expectSame(cache, server)
                    return false
                default: return false
                }
            }
            cache.close()
        }
    }

    @Test("Becomes that of a restored server without ever being empty")
    func followsARestore() async throws {
        try await withTemporaryFolder { folder in
            let server = try await Server(folder + "/a.db", people: 1_200)
            let cache = try CustomerCache(at: .file(folder + "/cache/c.db"), origin: "https://a.example")
            try await follow(server, into: cache) { round in
                guard round == 1 else { return false }
                try await server.restore(folder + "/b.db", people: 1_100, seed: 2)
                #expect(try cache.count() == 1_200)
                return true
            }
            try await expectSame(cache, server)
            #expect(try cache.count() == 1_100)
            cache.close()
        }
    }

    /// Follows until `between`, which is told how many rounds are done, says that it is enough.
    private func follow(
        _ server: Server, into cache: CustomerCache, between: @Sendable @escaping (Int) async throws -> Bool
    ) async throws {
        let rounds = Mutex(0)
        let problem = Mutex<(any Error)?>(nil)
        let pace = ReplicaPace(
            interval: .nanoseconds(1),
            sleep: { _ in
                let round = rounds.withLock { round in
                    round += 1
                    return round
                }
                do {
                    if try await between(round) { return }
                } catch {
                    problem.withLock { $0 = error }
                }
                throw CancellationError()
            })
        await ChangeFollower(cache, copies: true, client: CustomerClient(transport: server), pace: pace).follow { _ in }
        if let error = problem.withLock({ $0 }) { throw error }
    }

    /// Everybody, and everybody a search finds, as the server has them.
    private func expectSame(_ cache: CustomerCache, _ server: Server) async throws {
        let expected = try await server.everybody()
        var known: [Customer] = []
        var position: CachePosition?
        repeat {
            let page = try cache.page(after: position, limit: 500)
            known += page.customers.map(\.customer)
            position = page.next
        } while position != nil
        #expect(known == expected)
        for typed in ["e", "a s", "example.com", "123"] {
            let term = try #require(SearchTerm(typed))
            #expect(try cache.count(of: term) == expected.filter { term.matches(SearchTokens($0)) }.count)
        }
    }
}

/// The handler on a store, without sockets between it and its client.
private final class Server: Transport {
    private let current: Mutex<(api: CustomerHandler, store: SQLiteCustomerStore)>

    init(_ path: String, people: Int) async throws {
        current = Mutex(try await Self.made(path, people, seed: 1))
    }

    private static func made(
        _ path: String, _ people: Int, seed: UInt64
    ) async throws -> (CustomerHandler, SQLiteCustomerStore) {
        let store = try SQLiteCustomerStore(path: path)
        try await store.load(SamplePeople(count: people, seed: seed), now: .now())
        return (CustomerHandler(store: store, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }), store)
    }

    func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
        await current.withLock(\.api).respond(to: request, context: RequestContext(requestID: "r"))
    }

    /// Puts another store in the place of this one, as from a backup.
    func restore(_ path: String, people: Int, seed: UInt64) async throws {
        let other = try await Self.made(path, people, seed: seed)
        current.withLock { $0 = other }
    }

    func everybody() async throws -> [Customer] {
        let client = CustomerClient(transport: self)
        var query: ListQuery? = ListQuery()
        var customers: [Customer] = []
        while let next = query {
            let page = try await client.page(next)
            customers += page.customers
            query = page.next
        }
        return customers
    }

    /// Adds one customer, changes one and deletes one.
    func change() async throws {
        let client = CustomerClient(transport: self)
        let some = try await client.page(ListQuery(limit: 10)).customers
        let (first, second) = (try #require(some.first), try #require(some.last))
        let new = try CustomerDetails(name: "Zaphod Beeblebrox", email: "zaphod@example.com")
        _ = try await client.create(id: .random(), NewCustomer(new), key: .random())
        _ = try await client.patch(
            first.id, CustomerPatch([.name: "Somebody Else"]), ifVersion: first.version, key: .random())
        try await client.delete(second.id, ifVersion: second.version, key: .random())
    }
}
