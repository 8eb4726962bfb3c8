/// A list of words as the one text that is stored of it: each word in lower case, none twice, in the order of their bytes,
/// with a blank between them.
///
/// Two lists of the same words are the same text, so that whatever compares, keeps, sends or counts a value needs not know
/// that it is a list. JSON has an array instead (``CustomerField/words(in:)``, ``CustomerField/joined(_:)``).
enum WordList {
    /// The words of a text that is stored.
    static func words(in text: String) -> [String] {
        text.split(separator: " ").map(String.init)
    }

    /// The words as somebody types, pastes or exports them: between blanks, commas, semicolons or line breaks.
    static func cleaned(_ raw: String) -> String {
        text(of: raw.unicodeScalars.split(whereSeparator: isSeparator).map { String($0) })
    }

    static func text(of words: some Sequence<String>) -> String {
        let folded = Set(words.map(folded)).subtracting([""])
        return folded.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: " ")
    }

    /// Whether it ends a word.
    static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "," || scalar == ";" { return true }
        return scalar.isASCII ? (0x09...0x0D).contains(scalar.value) || scalar == " " : scalar.properties.isWhitespace
    }

    /// Whether a word may have it. Marks are of the letter before them, without which many scripts cannot be written.
    static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "-" || scalar == "_" || scalar == "." { return true }
        if scalar.isASCII {
            return ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
        }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark, .enclosingMark:
            !scalar.isInvisible
        default: false
        }
    }

    /// What one side has added to a list and taken from it, done to another one: word by word, for no two words contradict
    /// each other.
    static func applying(from old: String?, to new: String?, onto other: String?) -> String? {
        let (old, new, other) = (set(old), set(new), set(other))
        let merged = text(of: other.subtracting(old.subtracting(new)).union(new.subtracting(old)))
        return merged.isEmpty ? nil : merged
    }

    private static func set(_ text: String?) -> Set<String> {
        Set(words(in: text ?? ""))
    }

    /// As emails are, not as names: a word is shown as it is kept, and without its marks it may be another one.
    private static func folded(_ word: String) -> String {
        // The dot of the Turkish capital İ is the one that every small i has.
        let folded = TextFold.email(word.trimmedToVisible)
        return folded.utf8.allSatisfy { $0 < 0x80 } ? folded : folded.replacing("i\u{307}", with: "i")
    }
}
