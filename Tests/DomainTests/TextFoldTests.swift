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
        let ranges: [ClosedRange<UInt32>] = [0x20...0x24FF, 0x2C00...0x2DFF, 0xA640...0xA7FF, 0xFB00...0xFB4F]
        for scalar in ranges.joined().compactMap(Unicode.Scalar.init) {
            let text = "a" + String(scalar)
            let fold = TextFold.name(text)
            #expect(Array(TextFold.name(fold).utf8) == Array(fold.utf8), "U+\(String(scalar.value, radix: 16))")
            #expect(Array(TextFold.name(text.nfc).utf8) == Array(fold.utf8), "U+\(String(scalar.value, radix: 16))")
        }
    }

    @Test("The email key drops case and composition, and keeps accents")
    func email() {
        #expect(TextFold.email("Ann@EXAMPLE.com") == "ann@example.com")
        #expect(Array(TextFold.email("JO\u{308}RG@x.de").utf8) == Array("j\u{F6}rg@x.de".utf8))
        #expect(TextFold.email("jörg@x.de") != TextFold.email("jorg@x.de"))
        #expect(TextFold.email("weiß@x.de") != TextFold.email("weiss@x.de"))
    }
}

@Suite("Identities")
struct CustomerIDTests {
    @Test(
        "Derived ids are those of RFC 9562 §5.5, as another implementation computes them",
        arguments: [
            ("a", "92f9d31f-9d1b-598d-a20a-3f2fe2d4f7c8"), ("", "a2fa566d-8f27-51f3-9799-04e940f52f8e"),
        ])
    func derivation(name: String, expected: String) {
        #expect(CustomerID(derivedFrom: name, in: .idempotencyKey).text == expected)
    }

    @Test("Derived ids differ between the purposes")
    func namespaces() {
        #expect(
            CustomerID(derivedFrom: "jörg@example.com", in: .importedEmail).text
                == "5343ef5f-c31e-5083-99b2-ee9249414850")
        #expect(CustomerID(derivedFrom: "a", in: .importedEmail) != CustomerID(derivedFrom: "a", in: .idempotencyKey))
    }

    @Test("Are read in any letter case, written in lower case, and ordered as their texts")
    func text() throws {
        let id = try #require(CustomerID("8C1E6B0A-525d-4F1B-9A37-3C945E20D101"))
        #expect(id.text == "8c1e6b0a-525d-4f1b-9a37-3c945e20d101")
        let ids = (0..<200).map { CustomerID(derivedFrom: String($0), in: .importedEmail) }
        #expect(ids.sorted().map(\.text) == ids.map(\.text).sorted())
    }

    @Test(
        "Are not read from anything else",
        arguments: [
            "", "x", "8c1e6b0a525d4f1b9a373c945e20d101", "{8c1e6b0a-525d-4f1b-9a37-3c945e20d101}",
            "8c1e6b0a-525d-4f1b-9a37-3c945e20d10g", "8c1e6b0a-525d-4f1b-9a37-3c945e20d1010",
            " 8c1e6b0a-525d-4f1b-9a37-3c945e20d10", "8c1e6b0a-525d-4f1b-9a37_3c945e20d101",
        ])
    func refusal(text: String) {
        #expect(CustomerID(text) == nil)
    }
}
