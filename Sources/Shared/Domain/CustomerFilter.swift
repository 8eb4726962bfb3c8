/// What somebody typed to find customers, read once: words as a search has them, and fields, dates, what is ruled out and
/// alternatives beside them. `name:anna OR name:bert -tag:former changed:7d "two words"`
///
/// A text that uses none of this is a search, exactly as ``SearchTerm`` reads it.
package struct CustomerFilter: Hashable, Sendable {
    /// What was typed, without blanks at the ends.
    package let text: String
    /// What everybody who is found meets, for a look into an index; `nil` when it is about nothing that indexes have.
    package let term: SearchTerm?
    /// What is probably meant otherwise than it is read.
    package let hints: [FilterHint]
    /// All must be met, each by one of its clauses; `nil` for a search.
    let groups: [[FilterClause]]?

    /// Clauses at most, words that stand side by side being one.
    static let maximumClauses = 20
    /// The longest text with clauses, in Unicode scalars, as it is typed and as ``wireText`` has it.
    package static let maximumCharacters = 2_000

    /// Reads a text; `nil` when it is blank.
    ///
    /// - Throws: what in it makes no sense, and where.
    package init?(_ text: String, dates: FilterDates) throws(FilterFault) {
        let trimmed = text.trimmedToVisible
        guard !trimmed.isEmpty else { return nil }
        let start = text.unicodeScalars.firstIndex { $0 == trimmed.unicodeScalars.first }
        let offset = start.map { text.unicodeScalars.distance(from: text.unicodeScalars.startIndex, to: $0) } ?? 0
        do throws(FilterFault) {
            try self.init(trimmed: trimmed, dates, offset)
        } catch {
            throw FilterFault(error.message, at: error.place.moved(by: offset))
        }
    }

    private init(trimmed text: String, _ dates: FilterDates, _ offset: Int) throws(FilterFault) {
        self.text = text
        let all = FilterPiece.all(in: text.unicodeScalars)
        let whole = SearchQuery(whole: text)
        let pasted = whole ?? SearchQuery(numberIn: text)
        let pieces = all.contains { $0.isFilter || ($0.mayBeFilter && whole == nil) } ? all : nil
        hints = FilterHint.all(in: all, isPasted: pieces == nil && pasted != nil).map {
            FilterHint(message: $0.message, place: $0.place.moved(by: offset))
        }
        let length = text.unicodeScalars.count
        let limit = pieces == nil ? SearchTerm.maximumCharacters : Self.maximumCharacters
        guard length <= limit else {
            throw FilterFault("A search has \(limit) characters at most, not \(length)", at: limit..<length)
        }
        if let fault = FilterFault.foreign(in: all, isPasted: pasted != nil) { throw fault }
        guard let pieces else {
            (groups, term) = (nil, SearchTerm(pasted ?? SearchQuery(words: text)))
            return
        }
        var reader = FilterReader(dates: dates)
        try reader.read(pieces)
        let groups = reader.groups
        guard groups.joined().count <= Self.maximumClauses else {
            throw FilterFault(
                "A search has \(Self.maximumClauses) parts at most, not \(groups.joined().count)", at: 0..<length)
        }
        self.groups = groups
        term = FilterDriver.term(of: groups)
        guard wireText.unicodeScalars.count <= Self.maximumCharacters else {
            throw FilterFault(
                "A search has \(Self.maximumCharacters) characters at most with its dates", at: 0..<length)
        }
    }
}

// MARK: - Who is found

extension CustomerFilter {
    /// Whether the term alone says who is found.
    package var isSearch: Bool { groups == nil }

    /// Whether it finds by numbers alone, whatever stands beside them: words, or a dash that seems to rule one out. They put the
    /// best hit first; who changes or takes away all that is found has to mean one number.
    package var overlooksWords: Bool {
        guard groups == nil else { return false }
        if SearchQuery(whole: text) != nil { return text.hasPrefix("-") }
        return SearchQuery(numberIn: text) != nil
    }

    /// Whether nobody can be found.
    package var findsNobody: Bool { term?.findsNobody ?? false }

    /// - Parameters:
    ///   - tokens: the customer's own, where they are there already.
    ///   - hasFurther: whether there is an index of the fields that are not searched.
    package func matches(_ customer: Customer, _ tokens: SearchTokens? = nil, hasFurther: Bool = true) -> Bool {
        var subject = FilterSubject(customer, tokens, hasFurther: hasFurther)
        guard let groups else { return term?.matches(subject.tokens) ?? false }
        return groups.allSatisfy { group in group.contains { $0.matches(&subject) } }
    }

    /// The moments that everybody who is found has; `nil` when they may be any.
    package func range(of moment: FilterMoment) -> MomentRange? {
        var common: MomentRange?
        for case let group in groups ?? [] where group.count == 1 && !group[0].isNegated {
            guard case .moment(moment, let range) = group[0].condition else { continue }
            common = common?.intersection(range) ?? range
        }
        return common
    }

    /// How good a hit is.
    ///
    /// - Parameter details: of a customer who is found.
    package func rank(of details: CustomerDetails) -> SearchRank {
        wordsTerm?.rank(of: details) ?? .other
    }

    /// The plain words among all that is asked for, by which a hit is better than another.
    package var wordsTerm: SearchTerm? {
        guard let groups else { return term }
        return groups.lazy.compactMap { group -> SearchTerm? in
            guard group.count == 1, !group[0].isNegated, case .term(let term) = group[0].condition else { return nil }
            return term
        }.first
    }

    /// The same filter on another day and elsewhere: with moments for its dates, as servers take them.
    package var wireText: String {
        guard let groups else { return text }
        return groups.map { $0.map(\.wireText).joined(separator: " OR ") }.joined(separator: " ").trimmedToVisible
    }
}

extension FilterPiece {
    /// Whether no search has it.
    var isFilter: Bool {
        switch kind {
        case .keyed, .bareKey, .or: true
        case .plain: false
        }
    }

    /// Whether no search has it but what is one thing as a whole, as a number or a line of a mail is, however it is labelled
    /// and quoted.
    fileprivate var mayBeFilter: Bool {
        guard case .plain(let value, let isNegated) = kind else { return true }
        return isNegated || (value.isQuoted && FilterWords(value.text).first.count > 1)
    }
}

extension Range<Int> {
    fileprivate func moved(by offset: Int) -> Range { (lowerBound + offset)..<(upperBound + offset) }
}
