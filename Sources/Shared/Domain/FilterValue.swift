/// What one field of a customer is to have.
struct FilterValue: Hashable {
    let field: CustomerField
    /// What the entries of everybody meet who has it; `nil` where nobody is found by the field.
    let term: SearchTerm?
    private let test: Test

    private enum Test: Hashable {
        /// Each begins a word of the field.
        case words(SearchTerm)
        /// Words that stand together.
        case phrase(FilterPhrase)
        /// Whole words of a list: who is *vip* is not *vip-former*.
        case members(Set<String>)
    }

    /// - Parameter isQuoted: whether the words are to stand together.
    /// - Returns: `nil` when there is nothing to look for in it.
    init?(_ field: CustomerField, _ text: String, isQuoted: Bool) {
        let query = field.spec.format == .phone ? SearchQuery(phone: text) : SearchQuery(words: text)
        let needs = query?.needs.map { need in need.filter { Self.isOf(field, $0) } } ?? []
        guard let words = SearchTerm(needs: needs) else { return nil }
        self.field = field
        term = field.spec.isSearched ? words : nil
        test =
            if field.isList {
                .members(Set(field.words(in: field.cleaned(text)).map { TextFold.search($0) }))
            } else if isQuoted, field.spec.format != .phone, let phrase = FilterPhrase(text) {
                .phrase(phrase)
            } else {
                .words(words)
            }
    }

    /// Whether a prefix is one of the field's entries: of a phone the codes, of anything else the words.
    private static func isOf(_ field: CustomerField, _ prefix: String) -> Bool {
        let isCode = prefix.utf8.first == UInt8(ascii: " ")
        guard field.spec.format == .phone else { return !isCode }
        return isCode && !prefix.utf8.starts(with: SearchCode.id("").utf8)
    }

    func isMet(by details: CustomerDetails) -> Bool {
        guard let value = details[field] else { return false }
        return switch test {
        case .words(let words): words.matches(SearchTokens(of: field, in: details))
        case .phrase(let phrase): phrase.isSaid(in: value)
        case .members(let members):
            members.isSubset(
                of: field.words(in: value).flatMap { [TextFold.search($0), TextFold.secondSpelling($0) ?? ""] })
        }
    }
}

/// Words that stand together, in this order; the last of them may go on.
struct FilterPhrase: Hashable {
    private let words: FilterWords
    /// Whose words all have, whatever stands between.
    let term: SearchTerm

    /// `nil` for less than two words.
    init?(_ text: String) {
        words = FilterWords(text)
        guard words.first.count > 1 else { return nil }
        term = SearchTerm(SearchQuery(words: text))
    }

    /// In one of the fields.
    func isSaid(of details: CustomerDetails) -> Bool {
        CustomerField.allCases.contains { field in details[field].map(isSaid) ?? false }
    }

    func isSaid(in value: String) -> Bool {
        let value = FilterWords(value)
        return words.spellings.contains { words in value.spellings.contains { Self.stand(words, in: $0) } }
    }

    private static func stand(_ words: [String], in others: [String]) -> Bool {
        guard let last = words.last, others.count >= words.count else { return false }
        return (0...(others.count - words.count)).contains { start in
            let found = others[start..<(start + words.count)]
            return found.dropLast().elementsEqual(words.dropLast())
                && (found.last?.utf8.starts(with: last.utf8) ?? false)
        }
    }
}

/// The words of a text, in both of its spellings.
struct FilterWords: Hashable {
    let first: [String]
    private let second: [String]

    init(_ text: String) {
        first = SearchWords(TextFold.search(text)).parts
        second = TextFold.secondSpelling(text).map { SearchWords($0).parts } ?? []
    }

    var spellings: [[String]] { second.isEmpty ? [first] : [first, second] }

    /// Whether each of them begins a word of the text.
    func begin(wordsOf text: String) -> Bool {
        let others = FilterWords(text).spellings.joined()
        return spellings.contains { words in
            words.allSatisfy { word in others.contains { $0.utf8.starts(with: word.utf8) } }
        }
    }
}

/// The domain of an email: the whole of it, what it ends with, or one of the names in it.
struct FilterDomain: Hashable {
    private let name: String
    /// Of a name with a dot in it alone, for nobody is found by the last name of a domain.
    let term: SearchTerm?

    /// - Returns: `nil` when there is nothing to look for in it.
    init?(_ text: String) {
        name = TextFold.search(text).trimmed("@.")
        guard name.unicodeScalars.contains(where: { $0.wordRole == .letter }),
            !name.unicodeScalars.contains(where: \.properties.isWhitespace)
        else { return nil }
        term = name.utf8.contains(UInt8(ascii: ".")) ? SearchTerm(needs: [[name]]) : nil
    }

    func isMet(by details: CustomerDetails) -> Bool {
        CustomerField.allCases.lazy.filter { $0.spec.format == .email }.contains { field in
            details[field].map { isOf(email: $0) } ?? false
        }
    }

    private func isOf(email: String) -> Bool {
        let fold = TextFold.search(email)
        guard let at = fold.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let domain = "." + String(fold[at...].dropFirst())
        return domain.utf8.count > name.utf8.count
            && (domain.hasSuffix("." + name) || domain.hasPrefix("." + name + ".")
                || (term == nil && domain.contains("." + name + ".")))
    }
}
