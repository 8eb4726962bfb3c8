import Domain
import Randomness

/// Words, the frequent ones first.
struct WordTable: Sendable {
    struct Word: Sendable {
        let text: String
        /// How it is written in an email: ASCII letters.
        let latin: String
    }

    let words: [Word]

    /// Reads words between white space; behind a colon stands how one of another script is written in Latin letters.
    init(_ table: String) {
        words = table.split(whereSeparator: \.isWhitespace).map { entry in
            let parts = entry.split(separator: ":")
            let text = parts.first.map(String.init) ?? ""
            let latin = TextFold.name(parts.last ?? "").filter { $0.isASCII && $0.isLetter }
            return Word(text: text, latin: latin)
        }
    }

    /// A word; the first is the most likely one, the last is rare.
    func word(_ random: inout SplitMix) -> Word {
        // The product of two even distributions falls off like the frequencies of names do.
        let bound = random.below(words.count) + 1
        return words[random.below(bound)]
    }
}
