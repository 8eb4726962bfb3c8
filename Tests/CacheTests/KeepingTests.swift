import Domain
import GRDB
import Testing

@testable import Cache

@Suite("What is kept")
struct KeepingTests {
    private let clock = TestClock()

    @Test("Everything about a customer comes back as the server said it, with when it was seen")
    func comesBack() async throws {
        let cache = try CustomerCache(clock: clock)
        let everything = hostilePeople + samplePeople(50)
        try await cache.store(everything, seenAt: noon)
        for customer in everything {
            #expect(try cache.customer(customer.id) == SeenCustomer(customer, seenAt: noon))
        }
        #expect(try cache.count() == everything.count)
        #expect(try cache.customer(CustomerID.random()) == nil)
    }

    @Test("Company, tags and a missing email come back, and nobody is found by an email that is none")
    func laterFields() async throws {
        let place = TemporaryPlace()
        func caller(_ name: String, _ phone: String) -> Customer {
            var customer = Customer.named(name, version: 2)
            customer.details = CustomerDetails(
                trustedName: name, email: nil, phone: phone, address: nil,
                further: [.company: "Küper & Sons", .tags: "berlin vip"])
            return customer
        }
        let callers = [caller("Ann", "+1 555 0100"), caller("Bob", "+1 555 0199")]
        let cache = try CustomerCache(place.location, clock: clock)
        try await cache.store(callers, seenAt: noon)
        cache.close()
        let again = try CustomerCache(place.location, clock: clock)
        #expect(again.takeReplacement() == nil)
        for customer in callers { #expect(try again.customer(customer.id) == SeenCustomer(customer, seenAt: noon)) }
        #expect(try again.customer(emailKey: "") == nil)
        #expect(try again.names("kuper") == ["Ann", "Bob"] && again.names("vip ann") == ["Ann"])
        #expect(try again.names("0199") == ["Bob"])
    }

    @Test("The index's rows are counted as they are, before and after it is built")
    func countsRows() async throws {
        let cache = try CustomerCache(clock: clock, indexDelay: 20)
        let people = samplePeople(30)
        try await cache.store(people, seenAt: noon)
        for version in 2..<6 {
            let changed = people.prefix(4 * version).map { $0.with(name: "\(version) \($0.name)", version: version) }
            try await cache.store(changed, seenAt: noon)
            try await cache.remove(people[30 - version].id)
            try cache.reading { db in
                let state = try CacheState.fetch(in: db)
                #expect(try state.fresh == Int.fetchOne(db, sql: "SELECT count(*) FROM fresh"))
                #expect(try state.dead == Int.fetchOne(db, sql: "SELECT count(*) FROM dead"))
                #expect(try state.customers == Int.fetchOne(db, sql: "SELECT count(*) FROM customer"))
            }
        }
    }

    @Test("A newer version replaces an older one, and never the other way round")
    func keepsNewest() async throws {
        let cache = try CustomerCache(clock: clock)
        let ann = Customer.named("Ann Old", email: "old@example.com", phone: "111222", version: 3)
        try await cache.store([ann], seenAt: noon)
        let newer = ann.with(name: "Ann New", email: "new@example.com", phone: "333444", version: 4)
        clock.advance(seconds: 10)
        try await cache.store([newer], seenAt: clock.now)
        try await cache.store([ann], seenAt: clock.now.advanced(bySeconds: 50))
        #expect(try cache.customer(ann.id) == SeenCustomer(newer, seenAt: clock.now))
        #expect(try cache.names("old").isEmpty && cache.names("222").isEmpty)
        #expect(try cache.names("new") == ["Ann New"] && cache.names("444") == ["Ann New"])
        #expect(try cache.count() == 1)
    }

    @Test("Customers of a page that are kept in a newer version are listed, as long as they are kept")
    func newer() async throws {
        let cache = try CustomerCache(clock: clock)
        let (ann, bob, kim) = (
            Customer.named("Ann", version: 3), Customer.named("Bob", version: 3), Customer.named("Kim", version: 3)
        )
        #expect(try cache.newer(than: [ann]).isEmpty)
        try await cache.store([ann, bob], seenAt: noon)
        let page = [ann.with(name: "Ann Old", version: 2), bob, kim]
        #expect(try cache.newer(than: page) == [ann.id: ann])
        #expect(try cache.newer(than: [bob.with(name: "Bob New", version: 4)]).isEmpty)
        clock.advance(days: 8)
        #expect(try cache.newer(than: page).isEmpty)
    }

    @Test("Seeing the same version again renews when it was seen, and an older sight does not")
    func renews() async throws {
        let cache = try CustomerCache(clock: clock)
        let ann = Customer.named("Ann")
        try await cache.store([ann], seenAt: noon)
        clock.advance(days: 6)
        try await cache.store([ann], seenAt: clock.now)
        try await cache.store([ann], seenAt: noon)
        #expect(try cache.customer(ann.id)?.seenAt == clock.now)
        clock.advance(days: 6)
        #expect(try cache.customer(ann.id) != nil)
    }

    @Test("Customers are found by their email key; of two who had it in turn, the one seen last")
    func findsEmails() async throws {
        let cache = try CustomerCache(clock: clock)
        let (first, second) = (
            Customer.named("First", email: "Jörg@Example.com"), Customer.named("Second", email: "jörg@example.com")
        )
        try await cache.store([first], seenAt: noon)
        #expect(try cache.customer(emailKey: TextFold.email("JÖRG@example.COM"))?.customer == first)
        try await cache.store([second], seenAt: noon.advanced(bySeconds: 1))
        #expect(try cache.customer(emailKey: "jörg@example.com")?.customer == second)
        #expect(try cache.customer(emailKey: "jorg@example.com") == nil)
    }

    @Test("A customer that the server does not have any more is gone, also from an answer that was late")
    func removes() async throws {
        let cache = try CustomerCache(clock: clock)
        let (ann, bea) = (Customer.named("Ann", phone: "123456"), Customer.named("Bea"))
        try await cache.store([ann, bea], seenAt: noon)
        try await cache.remove(ann.id)
        try await cache.store([ann], seenAt: noon)
        #expect(try cache.everybody() == [bea])
        #expect(try cache.names("ann").isEmpty && cache.names("456").isEmpty)
        try await cache.remove(ann.id)
        #expect(try cache.count() == 1)
        // Long after, it is the server that says so again.
        clock.advance(days: 1)
        try await cache.store([bea], seenAt: clock.now)
        try await cache.store([ann], seenAt: clock.now)
        #expect(try cache.count() == 2)
    }

    @Test("Who was restored by others is kept again at once, and an answer from before the deletion is not")
    func restoredByOthers() async throws {
        let cache = try CustomerCache(clock: clock)
        let (ann, bea) = (Customer.named("Ann", version: 3), Customer.named("Bea", version: 3))
        try await cache.store([ann], seenAt: noon)
        try await cache.remove(ann.id)
        try await cache.remove(bea.id, deletedIn: 4)
        let late = [ann, ann.with(name: "Ann", version: 4), bea, bea.with(name: "Bea", version: 4)]
        for customer in late { try await cache.store([customer], seenAt: noon) }
        #expect(try cache.count() == 0)
        let restored = [ann.with(name: "Ann", version: 5), bea.with(name: "Bea", version: 5)]
        try await cache.store(restored, seenAt: noon)
        #expect(try cache.everybody() == byName(restored))
        try await cache.remove(ann.id)
        try await cache.store([restored[0]], seenAt: noon)
        #expect(try cache.everybody() == [restored[1]])
    }

    @Test("Nobody comes back who was erased, in whatever version an answer from before has them")
    func erased() async throws {
        let cache = try CustomerCache(clock: clock)
        let ann = Customer.named("Ann", version: 3)
        try await cache.store([ann], seenAt: noon)
        try await cache.purge([ann.id])
        try await cache.store([ann.with(name: "Ann", version: 9)], seenAt: noon)
        #expect(try cache.count() == 0)
    }

    @Test("After seven days a customer is not shown any more, in no way of asking")
    func expires() async throws {
        let cache = try CustomerCache(clock: clock)
        let people = samplePeople(120)
        try await cache.store(Array(people.prefix(100)), seenAt: clock.now)
        clock.advance(days: 3)
        let fresh = Array(people.suffix(20))
        try await cache.store(fresh, seenAt: clock.now)
        clock.advance(days: 4, seconds: 1)
        #expect(try cache.count() == 20)
        #expect(try cache.everybody(limit: 7) == byName(fresh))
        #expect(try cache.customer(people[0].id) == nil)
        #expect(try cache.customer(emailKey: #require(people[0].details.emailKey)) == nil)
        for typed in ["a", "e", "example.com", "s e"] {
            let term = try #require(SearchTerm(typed))
            let expected = byName(fresh.filter { term.matches(SearchTokens($0)) })
            #expect(try cache.found(term, limit: 3) == expected && cache.count(of: term) == expected.count)
        }
        clock.advance(days: 4)
        #expect(try cache.count() == 0 && cache.everybody().isEmpty)
    }

    @Test("What is too old is dropped with the next write")
    func purges() async throws {
        let cache = try CustomerCache(clock: clock)
        try await cache.store(samplePeople(100), seenAt: clock.now)
        clock.advance(days: 8)
        try await cache.store([.named("New")], seenAt: clock.now)
        let rows = try cache.reading { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM customer") }
        #expect(rows == 1)
    }

    @Test("Of more than fit, those seen longest ago go")
    func keepsCapacity() async throws {
        let cache = try CustomerCache(clock: clock, capacity: 50, indexDelay: 8)
        let people = samplePeople(90)
        for (number, customer) in people.enumerated() {
            try await cache.store([customer], seenAt: noon.advanced(bySeconds: Int64(number)))
        }
        #expect(try cache.everybody() == byName(Array(people.suffix(50))))
        // One of the oldest is seen again, and stays.
        try await cache.store([people[40]], seenAt: noon.advanced(bySeconds: 100))
        try await cache.store([.named("Newest")], seenAt: noon.advanced(bySeconds: 101))
        #expect(try cache.customer(people[40].id) != nil)
        #expect(try cache.customer(people[41].id) == nil)
        let rows = try cache.reading { db in try Int.fetchOne(db, sql: "SELECT max(row) FROM customer") ?? 0 }
        #expect(rows <= 50 + 2 * 8 + 2, "rows are used again")
    }

    @Test("Wiped, it has no customers and no trace of any")
    func wipes() async throws {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location, clock: clock)
        try await cache.store(samplePeople(100) + [.named("Zaphod Beeblebrox")], seenAt: clock.now)
        try await cache.wipe()
        #expect(try cache.count() == 0 && cache.everybody().isEmpty && cache.names("zaphod").isEmpty)
        try await cache.store([.named("Ann")], seenAt: clock.now)
        #expect(try cache.names("a") == ["Ann"])
        cache.close()
        for suffix in ["", "-wal"] { #expect(try !place.holds("Beeblebrox", suffix)) }
    }

    @Test("Emptied before it is removed, it holds and counts no customers")
    func emptied() async throws {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location, clock: clock)
        try await cache.store(samplePeople(100), seenAt: clock.now)
        CacheConnection.empty(CacheFile(path: place.path))
        #expect(try cache.count() == 0 && cache.everybody().isEmpty)
    }

    @Test("Removed, its files are gone, and a session that still has it open finds nobody")
    func removesFiles() async throws {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location, clock: clock)
        try await cache.store(samplePeople(100), seenAt: clock.now)
        #expect(try CustomerCache.remove(at: place.location))
        #expect(try place.files.isEmpty)
        #expect(try !CustomerCache.remove(at: place.location))
        #expect(try !CustomerCache.remove(at: .memory))
        #expect(try cache.count() == 0)
        try await cache.store([.named("Ann")], seenAt: clock.now)
        #expect(try cache.count() == 1)
    }
}
