import Domain
import SearchCases
import Testing

@testable import Cache

@Suite("Filters of what is kept here")
struct CacheFilterTests {
    @Test("The whole table of filters finds exactly whom its rules name, on pages of any size")
    func table() async throws {
        let table = try FilterTable()
        let cache = try CustomerCache()
        try await cache.store(table.people, seenAt: noon)
        for filter in table.cases {
            let read = try #require(try CustomerFilter(filter.text, dates: FilterTable.dates))
            for limit in [1, 100] {
                let found = try pages(read, cache, limit: limit).found.map(\.id)
                #expect(Set(found) == filter.found && found.count == filter.found.count, "\(filter.text)")
            }
        }
    }

    @Test("A page looks at so many customers and ends, with the place to go on at, in the order of names")
    func bound() async throws {
        let people = samplePeople(CustomerCache.maximumFiltered + 500)
        let cache = try CustomerCache()
        try await cache.store(people, seenAt: noon)
        let nobody = try #require(try CustomerFilter("by:nobody", dates: FilterTable.dates))
        let first = try cache.search(nobody, limit: 10)
        #expect(first.customers.isEmpty && first.next != nil)
        #expect(try pages(nobody, cache, limit: 10).count == 2)
        let filter = try #require(try CustomerFilter("has:email -a", dates: FilterTable.dates))
        #expect(try pages(filter, cache, limit: 100).found == byName(people.filter { filter.matches($0) }))
    }

    private func pages(
        _ filter: CustomerFilter, _ cache: CustomerCache, limit: Int
    ) throws -> (found: [Customer], count: Int) {
        var (found, count): ([Customer], Int) = ([], 0)
        var position: CachePosition?
        repeat {
            let page = try cache.search(filter, after: position, limit: limit)
            found += page.customers.map(\.customer)
            (position, count) = (page.next, count + 1)
        } while position != nil && count < 10_000
        return (found, count)
    }
}
