import Domain
import Testing

@Suite("Search terms")
struct SearchTermTests {
    @Test("A term is its distinct folded words")
    func words() {
        #expect(SearchTerm("  Zoë\u{3000}ÅN  zoe ") == .words(["zoe", "an"]))
        #expect(SearchTerm("O'Brien") == .words(["o'brien"]))
        for blank in ["", " ", "\u{A0}\n"] { #expect(SearchTerm(blank) == nil) }
    }

    @Test("A term of nothing but accents looks for nothing")
    func accentsAlone() {
        #expect(SearchTerm("\u{301}") == nil)
    }

    @Test(
        "A term of phone characters with three digits or more is an ending",
        arguments: [
            ("123", SearchTerm.phoneEnding("123")), (" +49 (30) 1-2.3#4x5 ", .phoneEnding("493012345")),
            ("12", .words(["12"])), ("1-2", .words(["1-2"])), ("123a", .words(["123a"])), ("x12", .words(["x12"])),
            ("１２３", .words(["１２３"])),
        ])
    func phones(typed: String, term: SearchTerm) {
        #expect(SearchTerm(typed) == term)
    }

    @Test("Customers are found by the words of name, email and domain, parted and whole")
    func tokens() throws {
        let details = try CustomerDetails(
            name: "Zoë O'Brien-Smith, Jr.", email: "Zoe.B@Example.com", phone: "+1 (555) 01-23")
        let tokens = SearchTokens(details)
        #expect(
            tokens.words == [
                "zoe", "o", "brien", "smith", "o'brien-smith,", "jr", "jr.", "zoe.b@example.com", "example.com",
            ])
        #expect(tokens.reversedPhone == "32105551")
    }

    @Test("Only the first eight distinct words of a name count")
    func eightWords() throws {
        let details = try CustomerDetails(name: "a b a c d e f g h i", email: "x@y.z")
        #expect(SearchTokens(details).words == ["a", "b", "c", "d", "e", "f", "g", "h", "x@y.z", "y.z"])
    }

    @Test("A phone with fewer than three digits is not found")
    func shortPhones() throws {
        #expect(SearchTokens(try CustomerDetails(name: "A", email: "x@y.z", phone: "12")).reversedPhone == nil)
        #expect(SearchTokens(try CustomerDetails(name: "A", email: "x@y.z")).reversedPhone == nil)
    }

    @Test(
        "A term matches when every word begins a word, or the phone ends with the digits",
        arguments: [
            ("zoë smi", true), ("SMITH zoe EXAMPLE", true), ("zoe zo", true), ("ith", false), ("zoe miller", false),
            ("0123", true), ("1-555-01-23", true), ("555", false), ("com", false),
        ])
    func matching(typed: String, isFound: Bool) throws {
        let details = try CustomerDetails(
            name: "Zoë O'Brien-Smith", email: "Zoe.B@Example.com", phone: "+1 (555) 01-23")
        #expect(SearchTerm(typed)?.matches(SearchTokens(details)) == isFound)
    }
}
