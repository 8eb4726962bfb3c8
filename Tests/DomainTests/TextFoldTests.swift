import Domain
import Testing

@Suite("Folds")
struct TextFoldTests {
    @Test(
        "The name fold drops accents, case and strokes",
        arguments: [
            ("Zoë ÅNGSTRÖM", "zoe angstrom"), ("Zoe\u{308}", "zoe"), ("Søren", "soren"), ("ǾRE", "ore"),
            ("Łukasz", "lukasz"), ("Đặng", "dang"), ("Ærø ǢŒuvre", "aero aeoeuvre"), ("Weiß STRAẞE", "weiss strasse"),
            ("ΣΟΦΌΣ σοφός", "σοφοσ σοφοσ"), ("İstanbul", "istanbul"), ("ırmak", "ırmak"), ("ﬁn ſee", "fin see"),
            ("李明", "李明"), ("Ёжик", "ежик"), ("O’Brien-Smith", "o’brien-smith"), ("", ""),
        ])
    func name(text: String, fold: String) {
        #expect(Array(TextFold.name(text).utf8) == Array(fold.utf8))
    }

    @Test("The name fold of a fold is itself, and composition makes no difference to it")
    func isStable() {
        expectStable(TextFold.name, over: [0x20...0x24FF, 0x2C00...0x2DFF, 0xA640...0xA7FF, 0xFB00...0xFB4F])
    }

    @Test("The email key drops case and composition, and keeps accents")
    func email() {
        #expect(TextFold.email("Ann@EXAMPLE.com") == "ann@example.com")
        #expect(Array(TextFold.email("JO\u{308}RG@x.de").utf8) == Array("j\u{F6}rg@x.de".utf8))
        #expect(TextFold.email("jörg@x.de") != TextFold.email("jorg@x.de"))
        #expect(TextFold.email("weiß@x.de") != TextFold.email("weiss@x.de"))
    }
}

/// Expects that folding a fold changes nothing, and that composed text folds as its parts do.
func expectStable(_ fold: (String) -> String, over ranges: [ClosedRange<UInt32>]) {
    for scalar in ranges.joined().compactMap(Unicode.Scalar.init) {
        let text = "a" + String(scalar)
        let folded = Array(fold(text).utf8)
        #expect(Array(fold(fold(text)).utf8) == folded, "U+\(String(scalar.value, radix: 16))")
        #expect(Array(fold(text.nfc).utf8) == folded, "U+\(String(scalar.value, radix: 16))")
    }
}
