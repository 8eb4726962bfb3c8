/// What somebody typed or pasted to find customers, as what it looks for among their entries (``SearchTokens``).
///
/// Stores look entries up and decide nothing: found is everybody who has, for each need, an entry that begins with one of
/// its prefixes.
package struct SearchTerm: Hashable, Sendable {
    /// All must be met; none follows from another. Empty when nothing that was typed is in anybody's entries, as in `&`: such a
    /// term finds nobody.
    package private(set) var needs: [Need]
    /// What was typed, folded, in one line: for ``rank(of:)``.
    package let phrase: String

    /// The longest term that is looked for, in Unicode scalars.
    package static let maximumCharacters = 300

    /// Some prefixes of entries, one of which a customer has.
    package struct Need: Hashable, Sendable {
        /// In the order of their bytes, none beginning with another. Of words, of further words (``FurtherWord``), or of codes
        /// (which begin with a blank).
        package let prefixes: [String]

        package init(_ prefixes: [String]) {
            guard prefixes.count > 1 else {
                self.prefixes = prefixes
                return
            }
            var reduced: [String] = []
            for prefix in prefixes.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
            where reduced.last.map({ !prefix.utf8.starts(with: $0.utf8) }) ?? true {
                reduced.append(prefix)
            }
            self.prefixes = reduced
        }

        /// Whether everybody who meets this need meets `other`, too.
        fileprivate func implies(_ other: Need) -> Bool {
            prefixes.allSatisfy { own in other.prefixes.contains { own.utf8.starts(with: $0.utf8) } }
        }
    }

    /// Takes needs as they are; `nil` without any.
    package init?(needs: [[String]], phrase: String = "") {
        let reduced = Self.reduced(needs)
        guard !reduced.isEmpty else { return nil }
        self.needs = reduced
        self.phrase = phrase
    }

    private static func reduced(_ needs: [[String]]) -> [Need] {
        var kept: [Need] = []
        for need in needs.map(Need.init) where !need.prefixes.isEmpty && !kept.contains(where: { $0.implies(need) }) {
            kept.removeAll { need.implies($0) }
            kept.append(need)
        }
        return kept
    }

    /// Reads a typed or pasted term; `nil` when the text is blank, which is no search. What has neither letters nor digits, as
    /// `&`, is one that finds nobody.
    package init?(_ text: String) {
        let trimmed = text.trimmedToVisible
        guard !trimmed.isEmpty else { return nil }
        self.init(SearchQuery(pasted: trimmed) ?? SearchQuery(words: trimmed))
    }

    /// What is typed plainly: its words may be those of fields that are not searched, too.
    init(_ query: SearchQuery) {
        needs = Self.reduced(query.needs.map { $0 + $0.filter(Self.mayBeFurther).map(FurtherWord.marked) })
        phrase = query.phrase
    }

    private static func mayBeFurther(_ prefix: String) -> Bool {
        prefix.utf8.first != UInt8(ascii: " ") && !prefix.utf8.contains(UInt8(ascii: "@"))
    }

    /// What the entries of words meet alone, or those of codes: it has as many needs, in the same order. Of several needs no
    /// code meets any, for words and codes are entries of their own.
    package var withoutFurther: SearchTerm {
        var term = self
        term.needs = needs.map { Need($0.prefixes.filter { !isFurther($0) }) }
        return term
    }

    /// Whether it finds more than ``withoutFurther`` does.
    package var hasFurther: Bool { !further.prefixes.isEmpty }

    /// What meets one of its needs besides.
    package var further: Need { Need(needs.flatMap(\.prefixes).filter(isFurther)) }

    private func isFurther(_ prefix: String) -> Bool {
        FurtherWord.isMarked(prefix.utf8) || (needs.count > 1 && prefix.utf8.first == UInt8(ascii: " "))
    }

    /// Whether nobody can be found: there is nothing to look for, or a customer has fewer entries than this needs.
    package var findsNobody: Bool { needs.isEmpty || needs.count > SearchTokens.maximumEntries }

    /// Whether a customer with these tokens is found.
    package func matches(_ tokens: SearchTokens) -> Bool {
        !findsNobody
            && needs.allSatisfy { need in need.prefixes.contains { tokens.hasEntry(beginningWith: $0) } }
    }
}

// MARK: - The best hit

/// How good a hit is; within a rank the order is that of names.
package enum SearchRank: Int, Comparable, Sendable {
    /// The name, the email or the phone is what was typed, as a whole.
    case exact
    /// The name begins with what was typed.
    case beginning
    case other

    package static func < (left: SearchRank, right: SearchRank) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension SearchTerm {
    /// - Parameter details: of a customer whom the term finds.
    package func rank(of details: CustomerDetails) -> SearchRank {
        let names = [TextFold.search(details.name), TextFold.secondSpelling(details.name)].compactMap { fold in
            fold.map { SearchWords($0).line }
        }
        if names.contains(phrase) || details.email.map(TextFold.search) == phrase { return .exact }
        if let phone = details.phone, DialledNumber.digits(of: phrase).count >= DialledNumber.fullDigits,
            DialledNumber(phone).isReached(by: DialledNumber(phrase))
        {
            return .exact
        }
        return names.contains { $0.utf8.starts(with: phrase.utf8) } ? .beginning : .other
    }
}
