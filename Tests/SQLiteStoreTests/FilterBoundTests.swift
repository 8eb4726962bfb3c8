import CustomerAPI
import Domain
import SampleData
import SearchCases
import Testing
import Wire

@testable import SQLiteStore

@Suite("Rows examined by a filter")
struct FilterBoundTests {
    private static let parts = [
        "a", "name:anna", "email:example", "domain:example.org", "phone:555", "company:nobody", "tag:vip", "-tag:vip",
        "by:nobody", "has:phone", "-has:phone", "address:berlin", "changed:today", "-changed:2020", "registered:2024",
        "registered:<2000", "\"anna b\"", "name:anna OR name:bert", "tag:vip OR has:company", "&",
    ]

    @Test("Are five thousand at most for a page, whatever is combined and in whichever order")
    func areBounded() async throws {
        try await withStore { store in
            try await store.load(SamplePeople(count: 4_000, seed: 5), now: FilterTable.now)
            for (number, first) in Self.parts.enumerated() {
                for second in [""] + Self.parts[number...] {
                    let filter = try Self.filter(first + " " + second)
                    for sort in ListQuery.Sort.allCases {
                        let (_, examined) = try await store.filteredPage(filter, sort, after: nil, limit: 100)
                        #expect(examined <= 5_000, "\(filter.text) by \(sort.rawValue): \(examined)")
                    }
                }
            }
        }
    }

    @Test("Pages end at their bound, short or empty, and together find everybody once")
    func pagesGoOn() async throws {
        try await withStore { store in
            try await store.load(SamplePeople(count: 3_000, seed: 5), now: FilterTable.now)
            let everybody = try await store.everybody()
            for (text, sort) in [
                ("address:zzzz", .name), ("has:phone", .nameDescending), ("by:nobody", .changed),
                ("a -has:phone", .name), ("changed:2026 address:1", .name), ("registered:>1990 has:phone", .name),
                ("e changed:2026", .name), ("-e", .registeredDescending),
            ] as [(String, ListQuery.Sort)] {
                let filter = try Self.filter(text)
                var (found, pages): ([CustomerID], Int) = ([], 0)
                var position: StorePosition?
                repeat {
                    let (page, examined) = try await store.filteredPage(filter, sort, after: position, limit: 40)
                    #expect(examined <= SearchScan.maximumFiltered + 1 + 2 * (64 + 512) + 400, "\(text)")
                    found += page.elements.map(\.id)
                    (position, pages) = (page.next, pages + 1)
                } while position != nil && pages < 1_000
                let expected = everybody.filter { filter.matches($0) }.map(\.id)
                #expect(found.count == expected.count && Set(found) == Set(expected), "\(text)")
                #expect(pages > 1, "\(text)")
            }
        }
    }

    @Test("Few of a day are looked through instead of all who share a word, and of none nobody is")
    func choosesMoments() async throws {
        try await withStore { store in
            try await store.load(SamplePeople(count: 3_000, seed: 5), now: FilterTable.now)
            let day = try await store.everybody().map(\.registrationDate.dateText).min() ?? ""
            let (_, first) = try await store.filteredPage(
                try Self.filter("example registered:\(day)"), .name, after: nil, limit: 10)
            #expect(first < 400)
            let (page, none) = try await store.filteredPage(
                try Self.filter("example registered:1900"), .name, after: nil, limit: 10)
            #expect(page == StorePage(elements: [], next: nil) && none == 0)
        }
    }

    private static func filter(_ text: String) throws -> CustomerFilter {
        try #require(try CustomerFilter(text, dates: FilterTable.dates))
    }
}

extension SQLiteCustomerStore {
    fileprivate func everybody() async throws -> [Customer] {
        var (customers, position): ([Customer], StorePosition?) = ([], nil)
        repeat {
            let page = try await page(.directory(.name), after: position, limit: 1_000)
            customers += page.elements
            position = page.next
        } while position != nil
        return customers
    }
}
