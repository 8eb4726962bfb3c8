import SearchCases
import Testing

@testable import Domain

@Suite("Search terms")
struct SearchTermTests {
    private static let id = CustomerID("3fa85f64-5717-4562-b3fc-2c963f66afa6") ?? .random()

    private static func tokens(_ name: String, _ email: String = "", phone: String? = nil) -> SearchTokens {
        SearchTokens(CustomerDetails(trustedName: name, email: email, phone: phone, address: nil), id)
    }

    private static func prefixes(_ text: String) -> [[String]]? {
        SearchTerm(text)?.withoutFurther.needs.map(\.prefixes)
    }

    @Test("Words may be those of an address, too; what is no word, and what is asked of one field, may not")
    func addresses() throws {
        let details = CustomerDetails(
            trustedName: "Ilse Quartier", email: "iq@example.com", phone: "030 7650042",
            address: "Hauptstraße 12\n10969 Berlin")
        let (all, entries) = (SearchTokens(details, Self.id), SearchTokens(details, Self.id, hasFurther: false))
        #expect(all.entries == entries.entries && entries.further.isEmpty && all.further.count == 4)
        for typed in ["hauptstr", "10969 berlin", "ilse berlin", "109", "12 quartier"] {
            let term = try #require(SearchTerm(typed))
            #expect(term.matches(all) && !term.matches(entries) && !term.withoutFurther.matches(all), "\(typed)")
            #expect(term.hasFurther && term.withoutFurther.needs.count == term.needs.count)
        }
        for typed in ["name:berlin", "company:hauptstr", "berlin@", "-berlin", "Berlin <iq@example.net>"] {
            let filter = try #require(try CustomerFilter(typed, dates: FilterTable.dates))
            let customer = Customer(
                id: Self.id, details: details, registrationDate: FilterTable.now, createdAt: FilterTable.now,
                updatedAt: FilterTable.now, version: 1, updatedBy: nil)
            #expect(!filter.matches(customer), "\(typed)")
        }
    }

    @Test("A term is its distinct folded words, without those that others begin with")
    func words() {
        #expect(Self.prefixes("  Zoë\u{3000}ÅN  zoe ") == [["zoe"], ["aan", "an"]])
        #expect(Self.prefixes("ann anna") == [["anna"]])
        #expect(Self.prefixes("O'Brien") == [["o"], ["brien", "o'brien", "obrien"]])
        for blank in ["", " ", "\u{A0}\n", "\u{200B}"] { #expect(SearchTerm(blank) == nil) }
    }

    @Test(
        "A term of marks alone is not the blank one that asks for everybody: it finds nobody",
        arguments: ["&", "-", ",", "---", "( )", "@", "\u{301}"])
    func marksAlone(typed: String) throws {
        let term = try #require(SearchTerm(typed))
        #expect(term.findsNobody && !term.matches(Self.tokens("A & B, -", "a@b.c")))
    }

    @Test(
        "Three digits or more are the end of a number, and a word; six may be a whole number's end, and an id",
        arguments: [
            ("123", [" 321", "123"]), ("+49 (30)", [" +4930", " 0394"]), ("12", ["12"]), ("123a", ["123a"]),
            ("x12", ["x12"]),
            ("１２３", [" 321", "123"]), ("4711-1", [" 11174"]),
            ("4567890", [" #4567890", " 098765.", " 0987654", "4567890"]),
            ("089 123456", [" 654321.", " 6543219.", " 65432198"]),
        ])
    func numbers(typed: String, prefixes: [String]) {
        #expect(Self.prefixes(typed) == [prefixes])
    }

    @Test("A customer's entries are the words of name and email, the ends and the beginning of the phone, and the id")
    func entries() {
        let tokens = Self.tokens("Zoë O'Brien-Smith, Jr.", "zoe.b@shop.example.com", phone: "+1 (555) 010-0123 x7")
        #expect(
            tokens.words
                == [
                    "zoe", "o", "brien", "smith", "jr", "zoe.b@shop.example.com", "shop.example.com", "obriensmith",
                    "briensmith", "example.com",
                ])
        #expect(tokens.codes == [" 32100105551.", " 732100105551.", " +15550100123", " #3fa85f64"])
    }

    @Test("Only the first eight distinct words of a name count, and eight characters of one without spaces")
    func eightWords() {
        let tokens = Self.tokens("a b a c d e f g h i", "x@y.z")
        #expect(tokens.words == ["a", "b", "c", "d", "e", "f", "g", "h", "x@y.z", "y.z"])
        #expect(Self.tokens("一二三四五六七八九").words.last == "八九")
    }

    @Test("However long the values are, there are forty entries at most")
    func fortyEntries() {
        let name = (1...30).map { "ä\($0)-ö\($0)'ü\($0)" }.joined(separator: " ")
        let tokens = Self.tokens(name, "a.b.c.d.e.f.g.h.i.j@k.l.m.n.o.p.example.org", phone: "+1 555 010 0123 x7")
        #expect(tokens.entries.count <= SearchTokens.maximumEntries)
        #expect(Set(tokens.entries).count == tokens.entries.count)
    }

    @Test("An id is found by its first six digits, by eight, and as a whole, in any letter case")
    func ids() {
        let tokens = Self.tokens("Ann")
        for typed in ["3fa85f", "3FA85F64", "3fa85f64-", "3FA85F64-5717-45", "3fa85f64-5717-4562-b3fc-2c963f66afa6"] {
            #expect(SearchTerm(typed)?.matches(tokens) == true, "\(typed)")
        }
        for typed in ["3fa85", "3fa85f65", "3fa85f65-57", "3fa85f64-57171", "3fa85f645-717", "ann 3fa85f64"] {
            #expect(SearchTerm(typed)?.matches(tokens) == false, "\(typed)")
        }
    }

    @Test("The beginning of an id may be all digits, and a word of that form is found, too")
    func idBeginnings() throws {
        let id = try #require(CustomerID("12345678-9012-4562-b3fc-2c963f66afa6"))
        let details = CustomerDetails(trustedName: "Ann", email: "a@b.c", phone: nil, address: nil)
        #expect(SearchTerm("12345678-9012")?.matches(SearchTokens(details, id)) == true)
        #expect(SearchTerm("deadbeef-cafe")?.matches(Self.tokens("Deadbeef-Cafe")) == true)
    }

    @Test("A phone with fewer than three digits is not found")
    func shortPhones() {
        #expect(Self.tokens("A", phone: "12").codes == [" #3fa85f64"])
    }

    @Test("More needs than anybody has entries find nobody")
    func tooMany() throws {
        let term = try #require(SearchTerm(needs: (0...SearchTokens.maximumEntries).map { ["\($0)a"] }))
        #expect(term.findsNobody && !term.matches(Self.tokens("0a")))
    }

    @Test("A term that has prefixes of codes has one need")
    func codesStandAlone() {
        for text in ["+49 89 1234567", "123", "facade", "3fa85f64-5717-4562-b3fc-2c963f66afa6", "ann facade 123456"] {
            let needs = Self.prefixes(text) ?? []
            #expect(needs.count == 1 || !needs.joined().contains { $0.hasPrefix(" ") }, "\(text)")
        }
    }

    @Test(
        "The best hit is what was typed as a whole, then a name that begins so",
        arguments: [
            ("ann berg", SearchRank.exact), ("Änn Berg", .exact), ("ann.b@example.com", .exact), ("089 123456", .exact),
            ("+49 89 123456", .exact), ("0049 (0)89 123456", .exact), ("9123456", .other), ("ann", .beginning),
            ("ann b", .beginning), ("berg", .other), ("an be", .other),
            ("Ann <ann.b@example.com>", .exact), ("Ann Berg 089 7654321", .exact), ("Ann 089 7654321", .beginning),
            ("089 7654321 home", .other),
        ])
    func ranks(typed: String, rank: SearchRank) throws {
        let details = CustomerDetails(
            trustedName: "Ann Berg", email: "ann.b@example.com", phone: "089 123456", address: nil)
        #expect(try #require(SearchTerm(typed)).rank(of: details) == rank)
    }

    @Test(
        "A number is the best hit with and without a country's code, one of another country or area is not",
        arguments: [
            ("+81 3 1234 5678", "03-1234-5678", SearchRank.exact), ("03-1234-5678", "+81 3 1234 5678", .exact),
            ("49 89 7654321", "089 7654321", .exact), ("49 089 7654321", "089 7654321", .exact),
            ("+1 555 010 0123", "(555) 010-0123", .exact), ("+7 916 123-45-67", "8 916 123-45-67", .exact),
            ("+353 1 234 5678", "01 234 5678", .exact), ("+81 3 1234 5678", "1234-5678", .other),
            ("+81 3 1234 5678", "+82 3 1234 5678", .other), ("089 123456", "123456", .other),
            ("+81 3 1234 5678", "+3 1234 5678", .other),
        ])
    func phoneRanks(typed: String, phone: String, rank: SearchRank) throws {
        let details = CustomerDetails(trustedName: "Ann", email: "a@b.c", phone: phone, address: nil)
        #expect(try #require(SearchTerm(typed)).rank(of: details) == rank)
    }
}
