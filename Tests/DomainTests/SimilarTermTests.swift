import Testing

@testable import Domain

@Suite("Similar words")
struct SimilarTermTests {
    @Test(
        "A word with one typo, or any part of one, finds the word",
        arguments: [
            ("andeson", "anderson"), ("andersson", "anderson"), ("andirson", "anderson"), ("nadersen", nil),
            ("nadersone", "andersone"), ("andersno", "anderson"), ("derson", "anderson"), ("ders", "anderson"),
            ("xanderson", "anderson"), ("ndes", nil), ("addeso", nil),
            ("петрво", "петров"), ("пeтров", "петров"), ("етро", "петров"),
        ] as [(String, String?)])
    func find(typed: String, word: String?) throws {
        let vocabulary = ["anderson", "andersone", "петров", "zoe"]
        let found = try Self.words(like: typed, in: vocabulary)
        if let word { #expect(found.contains(word)) } else { #expect(found.isEmpty) }
        #expect(!found.contains("zoe"))
    }

    @Test("Below four letters only parts of words are found, no typos")
    func keepShortWordsExact() throws {
        #expect(try Self.words(like: "nna", in: ["anna", "ann"]) == ["anna"])
        #expect(try Self.words(like: "anx", in: ["anna", "ann"]).isEmpty)
        #expect(try Self.words(like: "anxa", in: ["anna", "annabel"]) == ["anna"])
    }

    @Test("The whole word comes before longer ones, and no more than sixteen are taken")
    func takeTheBest() throws {
        let many = (0..<40).map { "x" + String(repeating: "y", count: $0) + "meyer" }
        let found = try Self.words(like: "meyer", in: many + ["meyre"])
        #expect(found.count == 16)
        #expect(found.contains("meyre") && found.contains("xmeyer") && !found.contains(many[39]))
    }

    @Test("Of several words each may be found as it is or by one that is like it")
    func takeSeveralWords() throws {
        var words = SimilarWords(try #require(SimilarTerm("Anna Andeson 7")))
        words.look(at: "anderson")
        let needs = try #require(words.search?.needs.map(\.prefixes))
        #expect(needs == [["anna"], ["anderson", "andeson"], ["7"]])
    }

    @Test("An email is looked for by its words and its domain")
    func takeEmails() throws {
        var words = SimilarWords(try #require(SimilarTerm("anna@exmaple.org")))
        words.look(at: "example.org")
        #expect(words.search?.needs.map(\.prefixes) == [["anna"], ["example.org", "exmaple.org"]])
    }

    @Test(
        "Nothing is like a number or an id",
        arguments: ["089 1234567", "d2ae350a-91c3-4c2e-9b0e-3f1d2a4b5c6d", "&", "x"])
    func leaveNumbers(typed: String) {
        #expect(SimilarTerm(typed) == nil)
    }

    @Test(
        "The vocabulary has words that many may have, and nothing that names one person",
        arguments: [
            ("anderson", true), ("example.org", true), ("anna@example.org", false), (" w49891234567", false),
            ("anna7", false), ("a", false), (String(repeating: "a", count: 65), false), ("петров", true),
        ])
    func keepVocabularySmall(entry: String, isIn: Bool) {
        #expect(SimilarWords.hasPlace(for: Array(entry.utf8)) == isIn)
    }

    /// What stands beside the typed word.
    private static func words(like typed: String, in vocabulary: [String]) throws -> [String] {
        var words = SimilarWords(try #require(SimilarTerm(typed)))
        for word in vocabulary { words.look(at: word) }
        return words.search?.needs.flatMap(\.prefixes).filter { $0 != TextFold.search(typed) } ?? []
    }
}
