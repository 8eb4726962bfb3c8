import Domain
import Testing
import Wording

@Suite("Numbers and times for people")
struct PhrasesTests {
    @Test(
        "Numbers are grouped by thousands",
        arguments: [
            (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-123, "-123"), (-1_234, "-1,234"),
        ])
    func counts(_ number: Int, _ text: String) {
        #expect(Phrases.count(number) == text)
    }

    @Test("One is distinguished from many", arguments: [(0, "0 edits"), (1, "1 edit"), (1_200, "1,200 edits")])
    func nouns(_ number: Int, _ text: String) {
        #expect(Phrases.count(number, "edit") == text)
    }

    @Test(
        "An age is given in its largest unit",
        arguments: [
            (-5, "just now"), (59, "just now"), (60, "1 min ago"), (3_600, "1 h ago"), (86_400, "1 d ago"),
            (2_592_000, "on 1970-01-01"),
        ])
    func ages(_ seconds: Int64, _ text: String) {
        let moment = Timestamp(microseconds: 0)
        #expect(Phrases.age(of: moment, at: moment.advanced(bySeconds: seconds), in: .utc) == text)
    }
}
