import Randomness

/// An invented name, and its letters for an email.
struct SampleName {
    let text: String
    let given: String
    let family: String

    init(_ random: inout SplitMix) {
        let culture = Self.culture(&random)
        let given = Self.given(of: culture, &random)
        let family = Self.family(of: culture, &random)
        self.given = given.latin
        self.family = family.latin
        text = Self.arranged(given.text, family.text, culture, &random)
    }

    private static func culture(_ random: inout SplitMix) -> Culture {
        lottery[random.below(lottery.count)]
    }

    private static let lottery = Culture.all.flatMap { Array(repeating: $0.culture, count: $0.weight) }

    private static func given(of culture: Culture, _ random: inout SplitMix) -> WordTable.Word {
        let first = culture.given.word(&random)
        guard culture.separator == " ", random.once(in: 12) else { return first }
        let second = culture.given.word(&random)
        let hyphen = random.once(in: 3) ? "-" : " "
        return WordTable.Word(text: first.text + hyphen + second.text, latin: first.latin)
    }

    private static func family(of culture: Culture, _ random: inout SplitMix) -> WordTable.Word {
        var word = culture.family.word(&random)
        if !culture.familyEndings.words.isEmpty, random.once(in: 2) {
            // The whole table alike: these make the rare names.
            let base = culture.family.words[random.below(culture.family.words.count)]
            let ending = culture.familyEndings.word(&random)
            word = WordTable.Word(text: base.text + ending.text, latin: base.latin + ending.latin)
        }
        guard culture.separator == " ", random.once(in: 20) else { return word }
        let second = culture.family.word(&random)
        return WordTable.Word(text: word.text + "-" + second.text, latin: word.latin)
    }

    private static func arranged(
        _ given: String, _ family: String, _ culture: Culture, _ random: inout SplitMix
    ) -> String {
        switch random.below(1_000) {
        case 0: return String(family.prefix(1))
        case 1: return given
        case 2: return long(given, family)
        case 3: return given + " " + family + ", Jr."
        default: return culture.familyFirst ? family + culture.separator + given : given + culture.separator + family
        }
    }

    /// As long as a name may be: 100 characters.
    private static func long(_ given: String, _ family: String) -> String {
        var scalars = Array((given + " " + family).unicodeScalars)
        let unit = scalars
        while scalars.count < 100 { scalars += ["-"] + unit }
        // No word may end in a space, where trimming would take it away.
        return String(String.UnicodeScalarView(scalars.prefix(99)) + [scalars[0]])
    }
}
