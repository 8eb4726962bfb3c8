import Domain
import Randomness
import SearchCases
import TestSupport
import Testing
import Wire

@testable import Cache

@Suite("Searches")
struct SearchTests {
    private static let people = samplePeople(1_200, seed: 7) + hostilePeople

    /// Beginnings of what people are called, alone and together, and texts that nobody would type.
    private static let terms: [SearchTerm] = {
        var random = SplitMix(seed: 11)
        var typed = ["a", "e", "s", "example.com", "e a", "a b c", "123", "000", "555", "o'", "ann", "a b@c", "x ex"]
        for _ in 0..<14 {
            let (first, second) = (people.randomElement(using: &random), people.randomElement(using: &random))
            guard let first, let second, let email = first.email, let other = second.email else { continue }
            typed += [
                first.name, email, String(first.name.prefix(2)) + " " + other.prefix(1),
                String(first.name.prefix(1)) + " " + second.name.prefix(1), String((first.phone ?? "").suffix(4)),
                first.name + " " + email, String(first.name.suffix(3)),
            ]
        }
        let needs = [[[" 1"]], [[" "]], [["\u{0}"]], [["a\u{0}b"]], [["a", "e"], ["s", "x"]], [["zz", "zzz"]]]
        return (typed + HostileText.corpus).compactMap { SearchTerm($0) } + needs.compactMap { SearchTerm(needs: $0) }
    }()

    private func expectAll(of people: [Customer], in cache: CustomerCache, limits: [Int]) throws {
        let sorted = byName(people).map { (customer: $0, tokens: SearchTokens($0)) }
        for (number, term) in Self.terms.enumerated() {
            let expected = sorted.filter { term.matches($0.tokens) }.map(\.customer)
            #expect(try cache.count(of: term) == expected.count, "\(term)")
            let limit = limits[number % limits.count]
            guard limit > 2 || expected.count < 40 else { continue }
            #expect(try cache.found(term, limit: limit) == expected, "\(term) by \(limit)")
        }
    }

    @Test("Find and count exactly the customers the term matches, in the order of names, whatever the pages' size")
    func findExactly() async throws {
        for indexDelay in [0, 100, 1_000_000] {
            let cache = try CustomerCache(indexDelay: indexDelay)
            var rest = Self.people[...]
            while !rest.isEmpty {
                try await cache.store(Array(rest.prefix(170)), seenAt: noon)
                rest = rest.dropFirst(170)
            }
            try expectAll(of: Self.people, in: cache, limits: [1_000, 100, 7, 1])
        }
    }

    @Test("Follow everything that is changed, removed and added")
    func followChanges() async throws {
        let cache = try CustomerCache(indexDelay: 90)
        var random = SplitMix(seed: 5)
        var living = Self.people
        try await cache.store(living, seenAt: noon)
        for round in 2..<5 {
            let changed = living.indices.shuffled(using: &random).prefix(60)
            for index in changed {
                living[index] = living[index].with(
                    name: round.isMultiple(of: 2)
                        ? living[index].name : Self.people.randomElement(using: &random)?.name,
                    email: "changed\(round).\(index)@example.net", version: round)
            }
            try await cache.store(changed.map { living[$0] }, seenAt: noon)
            for _ in 0..<20 {
                try await cache.remove(living.remove(at: Int.random(in: living.indices, using: &random)).id)
            }
            let new = samplePeople(40, seed: UInt64(100 + round))
            try await cache.store(new, seenAt: noon)
            living += new
            try expectAll(of: living, in: cache, limits: [1_000, 50])
        }
    }

    @Test("Give no more for more words than a customer can have")
    func endWithTooManyWords() async throws {
        let cache = try CustomerCache()
        try await cache.store([.named("a b c d e f g h")], seenAt: noon)
        #expect(try cache.count(of: #require(SearchTerm("a b c d e f g h"))) == 1)
        let many = (0...SearchTokens.maximumEntries).map { ["\($0)w"] }
        #expect(try cache.count(of: #require(SearchTerm(needs: many))) == 0)
    }

    @Test("The whole table of searches finds exactly whom its rules name", arguments: [0, 1_000_000])
    func table(indexDelay: Int) async throws {
        let cache = try CustomerCache(indexDelay: indexDelay)
        let cases = try SearchTable()
        try await cache.store(cases.people.map(\.customer), seenAt: noon)
        let tokens = cases.people.map { (name: $0.customer.name, tokens: SearchTokens($0.customer)) }
        for typed in cases.texts {
            guard let term = SearchTerm(typed) else { continue }
            let expected = tokens.filter { term.matches($0.tokens) }.map(\.name).sorted()
            #expect(try cache.found(term).map(\.name).sorted() == expected, "\(typed)")
        }
    }

    @Test("Everybody is listed in the order of names and against it, whatever the pages' size")
    func listInOrder() async throws {
        let cache = try CustomerCache()
        try await cache.store(Self.people, seenAt: noon)
        let expected = byName(Self.people)
        for limit in [1_000, 37] {
            #expect(try cache.everybody(limit: limit) == expected)
            #expect(try cache.everybody(.nameDescending, limit: limit) == expected.reversed())
        }
        #expect(try cache.count() == expected.count)
    }

    @Test("Go on where a page ended, although the customer there has gone")
    func goOnBehindTheGone() async throws {
        let cache = try CustomerCache()
        let people = byName(samplePeople(200))
        try await cache.store(people, seenAt: noon)
        let term = try #require(SearchTerm("e"))
        let page = try cache.search(term, limit: 10)
        let last = try #require(page.customers.last?.customer)
        try await cache.remove(last.id)
        let expected = people.filter { term.matches(SearchTokens($0)) }.dropFirst(10).prefix(10)
        #expect(try cache.search(term, after: page.next, limit: 10).customers.map(\.customer) == Array(expected))
    }

    @Test("A page begins behind its position: one that stands on it is not before it")
    func positions() throws {
        let ids = [CustomerID.random(), CustomerID.random()].sorted()
        let (first, second) = (CachePosition(nameFold: "ann", id: ids[0]), CachePosition(nameFold: "ann", id: ids[1]))
        #expect(first < second && !(second < first) && !(first < first))
        let later = CachePosition(nameFold: "bea", id: ids[0])
        #expect(second < later && !(later < second))
    }
}
