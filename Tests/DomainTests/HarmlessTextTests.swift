import Domain
import Testing

@Suite("Text that a terminal can be given")
struct HarmlessTextTests {
    /// What a terminal, or a reader of lines, may take for more than text: C0 and DEL, C1, line ends, direction, no look.
    private static let harmful: [Unicode.Scalar] =
        (0...0x1F).map { Unicode.Scalar(UInt8($0)) } + (0x7F...0x9F).map { Unicode.Scalar(UInt8($0)) }
        + ["\u{2028}", "\u{2029}", "\u{202E}", "\u{2066}", "\u{061C}", "\u{FEFF}", "\u{E000}", "\u{FFFE}"]

    @Test("Each becomes a sign of its own, so that nothing is hidden", arguments: harmful)
    func replaced(_ scalar: Unicode.Scalar) {
        #expect("a\(scalar)b".harmlessLine == "a\u{FFFD}b")
        #expect("a\(scalar)b".harmlessLines == (scalar == "\n" ? "a\nb" : "a\u{FFFD}b"))
    }

    @Test("A carriage return with its line feed is two of them")
    func lineEnds() {
        #expect("a\r\nb".harmlessLine == "a\u{FFFD}\u{FFFD}b")
        #expect("a\r\nb".harmlessLines == "a\u{FFFD}\nb")
    }

    @Test("Everything else stays as it is", arguments: ["", "Zoë 山田 👩\u{200D}🔬 ❤\u{FE0F}", "e\u{301} – “x” שלום"])
    func kept(_ text: String) {
        #expect(text.harmlessLine == text && text.harmlessLines == text)
        #expect(text.withoutControls(keepingLineFeeds: false) == text)
    }

    @Test("What is to be pasted loses its control characters, and keeps its lines where it has them")
    func pasted() {
        let text = "a\u{1B}[201~\r\nb\u{9B}\t"
        #expect(text.withoutControls(keepingLineFeeds: true) == "a[201~\nb")
        #expect(text.withoutControls(keepingLineFeeds: false) == "a[201~b")
        let turned = "a\u{202E}b\u{2028}c\u{2066}\u{2029}d"
        for keepsLineFeeds in [true, false] {
            #expect(turned.withoutControls(keepingLineFeeds: keepsLineFeeds) == "abcd")
        }
    }
}
