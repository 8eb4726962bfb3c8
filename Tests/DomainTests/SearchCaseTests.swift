import Domain
import SearchCases
import Testing

@Suite("The table of searches")
struct SearchCaseTests {
    @Test("Every text finds whom it is to find, and nobody whom it is not")
    func all() throws {
        let cases = try SearchTable()
        #expect(cases.count >= 400)
        for person in cases.people {
            let tokens = SearchTokens(person.customer)
            #expect(tokens.entries.count <= SearchTokens.maximumEntries, "\(person.customer.name)")
            for text in person.finding {
                #expect(
                    SearchTerm(text)?.matches(tokens) == true,
                    "\(text) finds \(person.customer.name): \(tokens.entries)")
            }
            for text in person.missing {
                #expect(
                    SearchTerm(text)?.matches(tokens) != true,
                    "\(text) misses \(person.customer.name): \(tokens.entries)")
            }
        }
    }
}
