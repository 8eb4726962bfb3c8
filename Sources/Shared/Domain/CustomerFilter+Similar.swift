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
        guard isSearch, SearchQuery(pasted: text) == nil else { return nil }
        let words = text.unicodeScalars.split { $0 == "," || $0.properties.isWhitespace }.map { String($0) }
        guard (1...Self.maximumAddressWords).contains(words.count),
            words.allSatisfy({ $0.unicodeScalars.allSatisfy(Self.isOfAddress) && !FilterWords($0).first.isEmpty })
        else { return nil }
        return words.map { CustomerField.address.filterName + ":" + $0 }.joined(separator: " ")
    }

    /// Whether it may well be an address: a number and a word.
    package var isLikeAddress: Bool {
        addressText != nil && text.unicodeScalars.contains(where: \.isDigit)
            && text.unicodeScalars.contains(where: \.properties.isAlphabetic) && FilterWords(text).first.count > 1
    }

    private static let maximumAddressWords = 6

    private static func isOfAddress(_ scalar: Unicode.Scalar) -> Bool { !"\"|:@".unicodeScalars.contains(scalar) }
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
