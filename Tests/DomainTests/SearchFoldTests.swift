import Domain
import Testing

@Suite("The search fold")
struct SearchFoldTests {
    @Test(
        "Takes plain letters for those without a decomposition",
        arguments: [
            ("ıIİ", "iii"), ("Þóra", "thora"), ("ðĐđ", "ddd"), ("ŋħŧ", "nht"), ("ŁØÆŒẞſ", "loaeoesss"), ("ＡＢ１", "ab1"),
            ("ﬃ", "ffi"), ("ǅ", "dz"), ("カタカナ", "かたかな"), ("ｶﾞ", "か"), ("٣۴५", "345"), ("a\u{200B}b\u{AD}c", "abc"),
            ("حســن", "حسن"), ("שלום", "שלומ"), ("李明", "李明"), ("plain", "plain"), ("", ""),
        ])
    func letters(text: String, fold: String) {
        #expect(Array(TextFold.search(text).utf8) == Array(fold.utf8))
    }

    @Test("The fold of a fold is itself, and composition makes no difference to it")
    func isStable() {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x24FF, 0x2C00...0x2DFF, 0x3040...0x30FF, 0xA640...0xA7FF, 0xFB00...0xFB4F, 0xFF00...0xFFDC,
            0x1D400...0x1D7FF,
        ]
        expectStable(TextFold.search, over: ranges)
    }

    @Test("A second spelling is there for those letters alone")
    func secondSpellings() {
        #expect(TextFold.secondSpelling("Jürgen ÅSE Møller") == "juergen aase moeller")
        #expect(TextFold.secondSpelling("U\u{308}ber") == "ueber")
        #expect(TextFold.secondSpelling("Zoë") == nil && TextFold.secondSpelling("ann") == nil)
    }
}
