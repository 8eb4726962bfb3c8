/// What somebody typed that finds nobody, for a look through all words that customers have (``SimilarWords``).
package struct SimilarTerm: Hashable, Sendable {
    /// As it was typed.
    package let text: String
    /// Folded, in the order in which they were typed.
    let words: [Word]
    /// Folded, in one line.
    let phrase: String

    struct Word: Hashable, Sendable {
        let bytes: [UInt8]
        /// Whether others are looked for in its place: it has two letters and no digit.
        let isSought: Bool
        let allowsTypo: Bool

        init(_ word: String) {
            bytes = Array(word.utf8)
            isSought = SimilarWords.hasPlace(for: bytes) && word.unicodeScalars.count > 1
            allowsTypo = word.unicodeScalars.count >= SimilarTerm.minimumCharactersForTypo
        }
    }

    /// Customers at most that are shown as similar.
    package static let maximumCustomers = 50
    /// A word of fewer characters is one typo away from too many.
    private static let minimumCharactersForTypo = 4
    /// Of a longer text nobody expects that something is similar.
    private static let maximumWords = 8

    /// `nil` for a text without words, as an id or a number is.
    package init?(_ text: String) {
        let typed = text.trimmedToVisible
        guard (1...SearchTerm.maximumCharacters).contains(typed.unicodeScalars.count), SearchQuery(id: typed) == nil,
            SearchQuery(phone: typed) == nil, PastedNumbers(ofAddressIn: typed) == nil
        else { return nil }
        let line = SearchQuery(pastedEmail: typed)?.phrase ?? PastedNumbers(in: typed)?.others ?? typed
        let words = line.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
            .flatMap { Self.words(in: TextFold.search(String($0))) }
        guard words.count <= Self.maximumWords, words.contains(where: \.isSought) else { return nil }
        self.text = typed
        self.words = words
        phrase = words.map { String(decoding: $0.bytes, as: UTF8.self) }.joined(separator: " ")
    }

    /// Of an email the words before the `@`, and the domain.
    private static func words(in fold: String) -> [Word] {
        guard let at = fold.utf8.lastIndex(of: UInt8(ascii: "@")) else { return SearchWords(fold).parts.map(Word.init) }
        let domain = String(fold[fold.utf8.index(after: at)...])
        return SearchWords(String(fold[..<at])).parts.map(Word.init) + (domain.isEmpty ? [] : [Word(domain)])
    }
}

/// Those words of a vocabulary that are most like the ones that were typed.
package struct SimilarWords: Sendable {
    private let term: SimilarTerm
    /// For each typed word.
    private var found: [[Candidate]]

    /// So many are taken for each typed word: a search looks for all of them.
    private static let maximumWords = 16
    /// A longer one is in no vocabulary.
    private static let maximumBytes = 64

    private struct Candidate: Sendable {
        let likeness: WordLikeness
        let word: [UInt8]

        func precedes(_ other: Candidate) -> Bool {
            if likeness != other.likeness { return likeness < other.likeness }
            if word.count != other.word.count { return word.count < other.word.count }
            return word.lexicographicallyPrecedes(other.word)
        }
    }

    package init(_ term: SimilarTerm) {
        self.term = term
        found = term.words.map { _ in [] }
    }

    /// Whether a vocabulary has this entry of a customer: names, companies, tags and domains, which many have, and no email,
    /// number or id, which one has.
    package static func hasPlace(for entry: some Collection<UInt8>) -> Bool {
        (2...maximumBytes).contains(entry.count) && entry.first != UInt8(ascii: " ") && !FurtherWord.isMarked(entry)
            && !entry.contains { $0 == UInt8(ascii: "@") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Takes a word of the vocabulary, in UTF-8, if it is among the best so far.
    package mutating func look(at word: UnsafeBufferPointer<UInt8>) {
        for (index, typed) in term.words.enumerated() where typed.isSought {
            let likeness = typed.bytes.withUnsafeBufferPointer {
                WordLikeness(of: word, to: $0, allowsTypo: typed.allowsTypo)
            }
            if let likeness { add(Candidate(likeness: likeness, word: Array(word)), to: index) }
        }
    }

    package mutating func look(at word: String) {
        var word = word
        word.withUTF8 { look(at: $0) }
    }

    private mutating func add(_ candidate: Candidate, to index: Int) {
        let place = found[index].firstIndex { candidate.precedes($0) } ?? found[index].endIndex
        guard place < Self.maximumWords, !found[index].contains(where: { $0.word == candidate.word }) else { return }
        found[index].insert(candidate, at: place)
        if found[index].count > Self.maximumWords { found[index].removeLast() }
    }

    /// What finds the similar customers: for each word, it or one that is like it; `nil` when no word is like any.
    package var search: SearchTerm? {
        guard found.contains(where: { !$0.isEmpty }) else { return nil }
        let needs = zip(term.words, found).map { typed, found in
            ([typed.bytes] + found.map(\.word)).map { String(decoding: $0, as: UTF8.self) }
        }
        return SearchTerm(needs: needs, phrase: term.phrase)
    }

    /// The parts of a customer's name that are why they are similar, as they are written; for what is said of them.
    package func names(in details: CustomerDetails) -> [String] {
        let like = Set(found.joined().map(\.word))
        return details.name.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }
            .filter { part in SearchWords(TextFold.search(part)).parts.contains { like.contains(Array($0.utf8)) } }
    }
}
