import Domain
import Randomness
import Testing

/// Texts in ASCII are checked on a shorter way than others; a letter of another script sends them on the long one.
@Suite("Ordinary texts are judged as all others are")
struct OrdinaryTextTests {
    private static let pieces = [
        "a", "Z", "0", "9", "-", "_", "+", ".", "..", "@", " ", "<", ">", "mailto:", "'", ",", ";", "(", ")", "!", "\t",
        "\u{7F}",
    ]

    private static func random(_ generator: inout SplitMix) -> String {
        var words = (0..<Int.random(in: 0...8, using: &generator)).compactMap { _ in
            pieces.randomElement(using: &generator)
        }
        // Of chance alone hardly any is an address.
        if Bool.random(using: &generator) { words += ["@", "b", ".", "de"] }
        return "a" + words.joined()
    }

    @Test(
        "An address is one with another letter in front of it, too, and what is around it is taken away or left alike")
    func addresses() {
        var generator = SplitMix(seed: 31)
        var valid = 0
        for _ in 0..<20_000 {
            let text = Self.random(&generator)
            let other = "ä" + text
            let value = try? CustomerField.email.validated(text)
            #expect(value.map { "ä" + $0 } == (try? CustomerField.email.validated(other)), "\(text.debugDescription)")
            if value != nil { valid += 1 }
            // A scheme is one at the beginning alone, and what stands before a bracket is a name.
            guard !text.contains("mailto"), !text.contains("<") else { continue }
            #expect("ä" + CustomerField.email.unwrapped(text) == CustomerField.email.unwrapped(other))
        }
        #expect(valid > 1_000)
    }

    @Test(
        "A text is trimmed at either end, whatever the other end is",
        arguments: [" ", "\t", "\n", "\u{A0}", "\u{2003}"])
    func ends(blank: String) {
        for text in ["a", "a b", "ä", "b ä", "~", "!"] {
            for around in [blank + text, text + blank, blank + text + blank, text] {
                #expect(around.trimmed == text)
                #expect(around.trimmedToVisible == text)
            }
        }
        #expect(blank.trimmed.isEmpty && blank.trimmedToVisible.isEmpty && "".trimmed.isEmpty)
    }

    @Test("Characters of ASCII are what Unicode says of them")
    func properties() {
        for scalar in (0..<0x80).compactMap({ Unicode.Scalar($0 as UInt32) }) {
            let properties = scalar.properties
            #expect(scalar.isControl == (properties.generalCategory == .control))
            #expect(
                CustomerField.isOfWord(scalar)
                    == (properties.isAlphabetic || properties.numericType != nil
                        || "-_.".unicodeScalars.contains(scalar))
            )
        }
    }

    @Test("Of a text as long as it may be the characters count, not the bytes")
    func lengths() {
        #expect((try? CustomerField.name.validated(String(repeating: "ä", count: 100))) != nil)
        #expect((try? CustomerField.name.validated(String(repeating: "ä", count: 101))) == nil)
        #expect((try? CustomerField.name.validated(String(repeating: "a", count: 100))) != nil)
        #expect((try? CustomerField.name.validated(String(repeating: "a", count: 101))) == nil)
    }
}
