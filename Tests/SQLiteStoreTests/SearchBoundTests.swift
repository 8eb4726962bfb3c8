import CustomerAPI
import Domain
import SampleData
import SearchCases
import Testing
import Wire

@testable import SQLiteStore

@Suite("Rows examined by a search")
struct SearchBoundTests {
    /// Everybody shares a word and a phone's last digits; each has one of two common words, and a single one both.
    private struct NastyPeople: Sequence, Sendable {
        let count: Int

        func makeIterator() -> AnyIterator<NewCustomer> {
            var number = 0
            return AnyIterator {
                guard number < count else { return nil }
                number += 1
                let name = number == count ? "Alpha Omega" : number.isMultiple(of: 2) ? "Alpha" : "Omega"
                return NewCustomer(
                    CustomerDetails(
                        trustedName: name + " Shared", email: "\(number)@example.com", phone: "\(number) 555123",
                        address: nil))
            }
        }
    }

    @Test("Stay within the bound for every page, and the pages together find everybody")
    func areBounded() async throws {
        let count = 24_000
        try await withStore { store in
            try await store.load(NastyPeople(count: count), now: .now())
            let shared = try await store.pages("shared", limit: 100, atMost: 1)
            #expect(shared.examined.max() == 101)
            let both = try await store.pages("alpha omega", limit: 100)
            #expect(both.customers.map(\.name) == ["Alpha Omega Shared"])
            // Before the first page both words are counted, to two bounds. The pages read the entries of one of them, and
            // the last says that nobody follows.
            let bound = SearchScan.maximumExamined
            #expect(both.examined.first == bound + 2 * (64 + 512))
            #expect(both.examined.reduce(0, +) == 2 * (64 + 512) + count / 2)
            let everybody = try await store.pages("sha exam", limit: 1_000)
            #expect(Set(everybody.customers.map(\.id)).count == count && everybody.customers.count == count)
        }
    }

    @Test("Are five thousand at most for a page, whatever is looked for and however many share it")
    func arePagesBounded() async throws {
        try await withStore { store in
            try await store.load(NastyPeople(count: 8_000), now: .now())
            for typed in [
                "a", "alpha omega", "sha exam alp", "example.com", "@example", "o'mega", "al-pha", "alphä", "1", "123",
                "555123",
                "9555123", "+49 30 9555123", "facade", "zz", "alpha zz",
            ] {
                let examined = try await store.pages(typed, limit: 100, atMost: 4).examined
                #expect(examined.allSatisfy { $0 <= 5_000 }, "\(typed): \(examined)")
            }
        }
    }

    /// All live in one town, in streets that many are named after; a few live where nobody else does.
    private struct Town: Sequence, Sendable {
        let count: Int

        func makeIterator() -> AnyIterator<NewCustomer> {
            var number = 0
            return AnyIterator {
                guard number < count else { return nil }
                number += 1
                let name = number.isMultiple(of: 2) ? "Anna Seldom\(number / 1_000)" : "Bert Often"
                return NewCustomer(
                    CustomerDetails(
                        trustedName: name, email: "\(number)@example.com", phone: nil,
                        address: number.isMultiple(of: 3_000) ? "Nowhere 1" : "Bertstraße \(number)\n10115 Berlin"))
            }
        }
    }

    @Test("Are as few where words look into addresses, of everybody's town too, and nobody is missed or shown twice")
    func areBoundedInAddresses() async throws {
        try await withStore { store in
            try await store.load(Town(count: 12_000), now: .now())
            let everybody = try await store.pages("example.com", limit: 1_000).customers
            #expect(everybody.count == 12_000)
            for typed in [
                "berlin", "anna berlin", "bert berlin", "bert", "10115", "1011", "seldom3 berl", "nowhere",
                "nowhere anna",
                "bert nowhere", "bertstr 11 10115 berlin", "seldom3 -berlin", "name:anna berlin", "berlin OR nowhere",
                "has:email nowhere",
            ] {
                let filter = try #require(try CustomerFilter(typed, dates: FilterTable.dates))
                let expected = everybody.filter { filter.matches($0) }.map(\.id)
                var (found, position): ([CustomerID], StorePosition?) = ([], nil)
                repeat {
                    let (page, examined) =
                        if filter.isSearch, let term = filter.term {
                            try await store.searchPage(term, after: position, limit: 100)
                        } else {
                            try await store.filteredPage(filter, .name, after: position, limit: 100)
                        }
                    found += page.elements.map(\.id)
                    #expect(examined <= 5_000, "\(typed): \(examined)")
                    position = page.next
                } while position != nil
                #expect(found.count == expected.count && Set(found) == Set(expected), "\(typed)")
            }
            // Whoever is rare is looked through, and not everybody of the street.
            let few = try await store.pages("bert nowhere", limit: 100).examined
            #expect(few.reduce(0, +) < 1_000, "\(few)")
        }
    }

    @Test("Are empty for more words than a customer can have")
    func areNoneForTooManyWords() async throws {
        try await withStore { store in
            try await store.create("a b c d e f g h")
            let term = try #require(SearchTerm(needs: (0...SearchTokens.maximumEntries).map { ["\($0)w"] }))
            let (page, examined) = try await store.searchPage(term, after: nil, limit: 10)
            #expect(page == StorePage(elements: [], next: nil))
            #expect(examined == 0)
        }
    }

    @Test("Everybody of a varied directory is found by their own words, and nobody else is")
    func findsEverybody() async throws {
        try await withStore { store in
            try await store.load(SamplePeople(count: 600, seed: 3), now: .now())
            let everybody = try await store.page(.directory(.name), after: nil, limit: 1_000).elements
            let tokens = everybody.map { ($0.id, SearchTokens($0)) }
            for customer in everybody.enumerated().filter({ $0.offset.isMultiple(of: 5) }).map(\.element) {
                for typed in [customer.name, String(customer.name.prefix(2)) + " " + (customer.email ?? "").prefix(3)] {
                    let term = try #require(SearchTerm(typed))
                    let found = try await store.pages(typed, limit: 50).customers.map(\.id)
                    let expected = tokens.filter { term.matches($0.1) }.map(\.0)
                    #expect(found.count == expected.count && Set(found) == Set(expected), "\(typed)")
                }
            }
        }
    }
}

extension SQLiteCustomerStore {
    /// The pages of a search, `atMost` so many.
    fileprivate func pages(
        _ typed: String, limit: Int, atMost: Int = .max
    ) async throws -> (customers: [Customer], examined: [Int]) {
        let term = try #require(SearchTerm(typed))
        var customers: [Customer] = []
        var examined: [Int] = []
        var position: StorePosition?
        repeat {
            let (page, rows) = try await searchPage(term, after: position, limit: limit)
            customers += page.elements
            examined.append(rows)
            position = page.next
        } while position != nil && examined.count < atMost
        return (customers, examined)
    }
}
