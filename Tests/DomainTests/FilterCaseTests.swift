import Domain
import SearchCases
import Testing

@Suite("The table of filters")
struct FilterCaseTests {
    @Test("Every filter finds those it is to find, and nobody else")
    func all() throws {
        let table = try FilterTable()
        #expect(table.cases.count * table.people.count >= 1_000)
        for filter in table.cases {
            let read = try CustomerFilter(filter.text, dates: FilterTable.dates)
            let found = table.people.filter { read?.matches($0) == true }.map(\.id)
            #expect(Set(found) == filter.found, "\(filter.text) finds \(names(found, table))")
        }
    }

    @Test("Everybody who is found meets the term that an index is asked for, and has the moments of the ranges")
    func drivers() throws {
        let table = try FilterTable()
        for filter in table.cases {
            let read = try #require(try CustomerFilter(filter.text, dates: FilterTable.dates))
            #expect(read.findsNobody ? filter.found.isEmpty : true, "\(filter.text)")
            for customer in table.people where filter.found.contains(customer.id) {
                #expect(read.term.map { $0.matches(SearchTokens(customer)) } ?? true, "\(filter.text)")
                for moment in FilterMoment.allCases {
                    #expect(read.range(of: moment)?.contains(moment.of(customer)) ?? true, "\(filter.text)")
                }
            }
        }
    }

    @Test("What makes no sense says so and points at its place")
    func faults() throws {
        for fault in try FilterTable().faults {
            let error = #expect(throws: FilterFault.self, "\(fault.text)") {
                try CustomerFilter(fault.text, dates: FilterTable.dates)
            }
            #expect(error?.place.lowerBound == fault.place, "\(fault.text): \(error?.message ?? "")")
        }
    }

    @Test("A filter as it is sent finds the same on another day, and is sent the same from there")
    func wire() throws {
        let table = try FilterTable()
        let later = FilterDates(now: FilterTable.now.advanced(bySeconds: 400 * 86_400))
        for filter in table.cases {
            let read = try #require(try CustomerFilter(filter.text, dates: FilterTable.dates))
            let sent = try #require(try CustomerFilter(read.wireText, dates: later), "\(read.wireText)")
            #expect(sent.wireText == read.wireText)
            #expect(sent.term == read.term, "\(read.wireText)")
            let found = table.people.filter { sent.matches($0) }.map(\.id)
            #expect(Set(found) == filter.found, "\(filter.text), sent as \(read.wireText)")
        }
    }

    @Test("Every text of the table of searches means what it means without filters")
    func searches() throws {
        let table = try SearchTable()
        for text in table.texts {
            let filter = try #require(try CustomerFilter(text, dates: FilterTable.dates), "\(text)")
            #expect(filter.isSearch, "\(text)")
            #expect(filter.term == SearchTerm(text), "\(text)")
            #expect(filter.wireText == filter.text, "\(text)")
        }
    }

    private func names(_ ids: [CustomerID], _ table: FilterTable) -> [String] {
        table.people.filter { ids.contains($0.id) }.map(\.name)
    }
}
