extension TextFold {
    /// The search fold: the name fold, with plain letters and digits for those that have no decomposition (ı þ ð ŋ ħ ŧ,
    /// fullwidth ones, Katakana as Hiragana, Arabic and Persian forms of a letter as one), and without what nobody sees.
    ///
    /// Names are not ordered by it. ``LetterTable`` has the letters.
    package static func search(_ text: some StringProtocol) -> String {
        if let folded = asciiLowercased(text) { return folded }
        let fold = name(text)
        guard fold.utf8.contains(where: { $0 >= 0x80 }) else { return fold }
        var plain = String.UnicodeScalarView()
        for scalar in fold.unicodeScalars {
            if scalar.isASCII {
                plain.append(scalar)
            } else if let letters = plainLetters[scalar] {
                plain.append(contentsOf: letters.unicodeScalars)
            } else if !scalar.properties.isDefaultIgnorableCodePoint, !ornaments.contains(scalar) {
                plain.append(scalar)
            }
        }
        return String(plain)
    }

    /// The same of a text spelt for a keyboard without its letters: ä ö ü ø å æ as ae oe ue oe aa ae, ə as a; `nil` for a
    /// text that has none of them.
    package static func secondSpelling(_ text: some StringProtocol) -> String? {
        guard text.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
        var spelt = String.UnicodeScalarView()
        var isOther = false
        for scalar in text.nfc.unicodeScalars {
            if !scalar.isASCII, let letters = digraphs[scalar] {
                spelt.append(contentsOf: letters.unicodeScalars)
                isOther = true
            } else {
                spelt.append(scalar)
            }
        }
        return isOther ? search(String(spelt)) : nil
    }

    private static let digraphs: [Unicode.Scalar: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "ə": "a",
        "Ä": "ae", "Ö": "oe", "Ü": "ue", "Ø": "oe", "Å": "aa", "Æ": "ae", "Ə": "a",
    ]

    /// The Arabic tatweel, and the marks of Kana that stand by themselves.
    private static let ornaments: Set<Unicode.Scalar> = [
        "\u{640}", "\u{309B}", "\u{309C}", "\u{FF9E}", "\u{FF9F}",
    ]

    private static let plainLetters: [Unicode.Scalar: String] = {
        var letters: [Unicode.Scalar: String] = [:]
        for group in LetterTable.groups {
            for scalar in group.letters.unicodeScalars { letters[scalar] = group.plain }
        }
        return letters
    }()
}
