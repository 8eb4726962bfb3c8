import SearchCases
import Testing

@testable import Domain

@Suite("Who may be the same person")
struct DuplicateTests {
    @Test("Every pair of the table is told by what it says, from either side")
    func table() throws {
        let cases = try DuplicateTable().cases
        #expect(cases.count >= 60 && Set(cases.compactMap(\.reason)).count == Duplicate.Reason.allCases.count)
        for pair in cases {
            for (one, other) in pair.directions {
                #expect(DuplicateTraits(one).reason(for: other) == pair.reason, "\(pair.line)")
            }
        }
    }

    @Test("Whoever may be the same is found by what is looked up, dots in emails by a thorough search alone")
    func candidates() throws {
        for pair in try DuplicateTable().cases where pair.reason != nil {
            for (one, other) in pair.directions {
                let tokens = SearchTokens(other, CustomerID.random())
                func finds(isThorough: Bool) -> Bool {
                    DuplicateTraits(one).searches(isThorough: isThorough).contains { $0.matches(tokens) }
                }
                #expect(finds(isThorough: true), "\(pair.line)")
                if !pair.isDotted { #expect(finds(isThorough: false), "\(pair.line)") }
            }
        }
    }

    @Test("An API that searches for texts finds them, too, but for dots in emails")
    func texts() throws {
        for pair in try DuplicateTable().cases where pair.reason != nil && pair.reason != .email {
            for (one, other) in pair.directions {
                let texts = DuplicateTraits(one).searchTexts
                let customer = Customer(
                    id: .random(), details: other, registrationDate: .now(), createdAt: .now(), updatedAt: .now(),
                    version: 1, updatedBy: nil)
                let isFound = try texts.contains { text in
                    try CustomerFilter(text, dates: FilterDates(now: .now()))?.matches(customer) ?? false
                }
                #expect(isFound, "\(pair.line): \(texts)")
            }
        }
    }

    @Test("Nothing is looked up for somebody who has only a name, or nothing yet")
    func nothing() {
        for name in ["", "Anna Berg"] {
            let details = CustomerDetails(trustedName: name, email: nil, phone: "12", address: "Berlin")
            let traits = DuplicateTraits(details)
            #expect(traits.searches(isThorough: true).isEmpty && traits.searchTexts.isEmpty)
            #expect(traits.reason(for: details) == nil)
        }
    }

    @Test("The most telling come first, and then by name")
    func order() throws {
        func somebody(_ name: String, _ reason: Duplicate.Reason) throws -> Duplicate {
            let details = try CustomerDetails(name: name, email: "a@example.org")
            let customer = Customer(
                id: .random(), details: details, registrationDate: .now(), createdAt: .now(), updatedAt: .now(),
                version: 1, updatedBy: nil)
            return Duplicate(customer, by: reason)
        }
        let found = try [
            somebody("Cid", .name), somebody("Bea", .phone), somebody("Ann", .email), somebody("Al", .phone),
        ]
        #expect(found.strongestFirst.map(\.customer.name) == ["Al", "Bea", "Ann", "Cid"])
    }
}
