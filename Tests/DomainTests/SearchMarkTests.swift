import Domain
import Testing

@Suite("Which parts of a text a search has found")
struct SearchMarkTests {
    private func marked(_ text: String, _ fact: CustomerFact, by query: String) -> [String] {
        guard let term = SearchTerm(query) else { return [] }
        return term.marks(in: text, of: fact).map { String(text[$0]) }
    }

    @Test(
        "Beginnings of words, in whatever spelling",
        arguments: [
            ("Anna Müller", "mueller", ["Müller"]), ("Anna Müller", "MULL", ["Müll"]), ("Anna Müller", "mue", ["Mü"]),
            ("Sean O'Brien", "obrien", ["O'Brien"]), ("Sean O'Brien", "brie", ["Brie"]),
            ("Anna Ann", "ann", ["Ann", "Ann"]),
            ("Joanna", "anna", []), ("Straßer", "strass", ["Straß"]), ("Łukasz", "luk", ["Łuk"]),
            ("山田太郎", "太郎", ["太郎"]), ("Zoë", "zoe", ["Zoë"]), ("Zoe\u{308}", "zoe", ["Zoe\u{308}"]),
            ("Smith/Jones", "jones smi", ["Smi", "Jones"]), ("Anna", "&", []),
        ])
    func words(text: String, query: String, expected: [String]) {
        #expect(marked(text, .name, by: query) == expected)
    }

    @Test(
        "An email from its beginning, and its parts",
        arguments: [
            ("anna.smith@example.org", "anna.smi", ["anna.smi"]), ("anna.smith@example.org", "@exam", ["exam"]),
            ("anna.smith@example.org", "smith", ["smith"]),
        ])
    func emails(text: String, query: String, expected: [String]) {
        #expect(marked(text, .field(.email), by: query) == expected)
    }

    @Test(
        "The digits of a number, at its end or its beginning, and what stands between them",
        arguments: [
            ("+1 555 0100", "0100", ["0100"]), ("+49 89 7654321", "089 7654321", ["89 7654321"]),
            ("089 7654321", "+49 89 7654321", ["89 7654321"]), ("+44 (0)20 79460070", "2079460070", ["20 79460070"]),
            ("+49 89 7654321", "+4989", ["49 89"]), ("030 1234567x22", "1234567", ["1234567"]),
            ("+1 555 0100", "555", []),
        ])
    func phones(text: String, query: String, expected: [String]) {
        #expect(marked(text, .field(.phone), by: query) == expected)
    }

    @Test("The digits of an id, words of an address; and nothing of what is not looked through")
    func others() {
        #expect(marked("d2ae350a-91c2-4b2e-8f6a-000000000001", .id, by: "d2ae350a") == ["d2ae350a"])
        #expect(marked("12 Main St", .field(.address), by: "main 12") == ["12", "Main"])
        #expect(marked("kim", .changedBy, by: "kim").isEmpty)
    }
}
