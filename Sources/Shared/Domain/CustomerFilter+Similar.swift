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
