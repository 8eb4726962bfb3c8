import Domain
import Randomness
import SearchCases
import Testing

@testable import Panes

@Suite("The directory")
struct DirectoryTests {
    @Test("Whatever comes, changes and goes, what is found is in the order of names")
    func order() throws {
        var random = SplitMix(seed: 3)
        var (directory, all) = (Directory(), [CustomerID: Customer]())
        let term = try #require(SearchTerm("s"))
        let filter = try #require(try CustomerFilter("s", dates: FilterTable.dates))
        for version in 1...600 {
            let names = ["Sam", "sam", "Śam", "Anna Smith", "Samuel", "Bo Sørensen", "Carla"]
            let name = names.randomElement(using: &random) ?? ""
            let customer = Customer.named(name, .random(in: 1...40, using: &random), version: version)
            if Bool.random(using: &random) {
                directory.store(customer)
                all[customer.id] = customer
            } else {
                directory.remove(customer.id)
                all[customer.id] = nil
            }
            let found = all.values.filter { term.matches(SearchTokens($0)) }
                .sorted { ($0.details.nameFold, $0.id) < ($1.details.nameFold, $1.id) }
            #expect(directory.matches(filter) == found.map(\.id))
            #expect(directory.inOrderOfNames(Set(found.map(\.id))) == found.map(\.id))
        }
    }

    @Test("The whole table of searches finds exactly whom its rules name")
    func table() throws {
        let cases = try SearchTable()
        var directory = Directory()
        for person in cases.people { directory.store(person.customer) }
        for person in cases.people {
            for (texts, isFound) in [(person.finding, true), (person.missing, false)] {
                for text in texts {
                    let found = try CustomerFilter(text, dates: FilterTable.dates).map { directory.matches($0) } ?? []
                    #expect(found.contains(person.customer.id) == isFound, "\(text), \(person.customer.name)")
                }
            }
        }
    }

    @Test("An older version replaces nothing")
    func older() {
        var directory = Directory()
        directory.store(anna)
        let isChanged = directory.store(.named("Anna Old", 1, version: 6))
        #expect(!isChanged)
        #expect(directory[anna.id] == anna)
    }
}
