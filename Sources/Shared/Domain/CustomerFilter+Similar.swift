extension CustomerFilter {
    /// What may be mistyped, for a look at what is similar where nobody is found: words, those of names by themselves
    /// (`name:andeson`) too; `nil` where more is asked for, for nobody who is similar to a word need meet that.
    package var similarTerm: SimilarTerm? {
        guard let groups else { return SimilarTerm(text) }
        var words: [String] = []
        for group in groups {
            guard group.count == 1, let asked = group[0].words else { return nil }
            words.append(asked)
        }
        return SimilarTerm(words.joined(separator: " "))
    }
}

extension CustomerFilter {
    /// The same words as a filter of addresses, into which no search looks; `nil` for anything but a few words.
    package var addressText: String? {
        plainWords?.map { CustomerField.address.filterName + ":" + $0 }.joined(separator: " ")
    }

    /// The same words, with what may be the end of a number as a filter of that: `Gates phone:0100`. A search looks for words
    /// or for a number and not for both; `nil` for anything but a few words and one row of digits.
    package var numberText: String? {
        guard var words = plainWords, words.count > 1, words.count(where: DialledNumber.mayEnd(in:)) == 1,
            let index = words.firstIndex(where: DialledNumber.mayEnd(in:))
        else { return nil }
        let digits = words.remove(at: index)
        return (words + [CustomerField.phone.filterName + ":" + digits]).joined(separator: " ")
    }

    /// `nil` for anything but a few words, with commas or blanks between them.
    private var plainWords: [String]? {
        guard isSearch, SearchQuery(pasted: text) == nil else { return nil }
        let words = text.unicodeScalars.split { $0 == "," || $0.properties.isWhitespace }.map { String($0) }
        guard (1...Self.maximumWords).contains(words.count),
            words.allSatisfy({ $0.unicodeScalars.allSatisfy(Self.isOfWord) && !FilterWords($0).first.isEmpty })
        else { return nil }
        return words
    }

    /// Whether it may well be an address: a number and a word.
    package var isLikeAddress: Bool {
        addressText != nil && text.unicodeScalars.contains(where: \.isDigit)
            && text.unicodeScalars.contains(where: \.properties.isAlphabetic) && FilterWords(text).first.count > 1
    }

    private static let maximumWords = 6

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool { !"\"|:@".unicodeScalars.contains(scalar) }
}

extension FilterClause {
    /// The words that it is about alone, as they were typed.
    fileprivate var words: String? {
        guard !isNegated else { return nil }
        switch condition {
        case .term: return typed
        case .field(let value) where value.field == .name:
            return typed.drop { $0 != ":" }.dropFirst().filter { $0 != "\"" }
        case .field, .phrase, .domain, .by, .has, .moment: return nil
        }
    }
}
