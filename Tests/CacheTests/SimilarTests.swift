import Domain
import Testing

@testable import Cache

@Suite("What is similar, among the customers kept here")
struct SimilarTests {
    @Test("Customers are found by a typo and by a part of a word, indexed or just come", arguments: [0, 1_000_000])
    func find(indexDelay: Int) async throws {
        let cache = try CustomerCache(indexDelay: indexDelay)
        let people = samplePeople(300)
        try await cache.store(people, seenAt: noon)
        try await cache.store([people[7].with(name: "Xaver Quuxington", version: 2)], seenAt: noon)
        for typed in ["quuxingtn", "uxingto", "xavre quux"] {
            let found = try cache.similar(to: #require(SimilarTerm(typed)), limit: 50)
            #expect(found.map(\.customer.name) == ["Xaver Quuxington"], "\(typed)")
        }
        #expect(try cache.similar(to: #require(SimilarTerm("qqqqqq")), limit: 50).isEmpty)
    }

    @Test("Who was removed is not found, and no more are given than are asked for")
    func remove() async throws {
        let cache = try CustomerCache(indexDelay: 0)
        let people = samplePeople(20).map { $0.with(name: "Quuxington " + $0.name, version: 2) }
        try await cache.store(people, seenAt: noon)
        let term = try #require(SimilarTerm("quuxingtn"))
        #expect(try cache.similar(to: term, limit: 5).count == 5)
        for customer in people { try await cache.remove(customer.id) }
        #expect(try cache.similar(to: term, limit: 50).isEmpty)
    }
}
