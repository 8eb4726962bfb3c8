import Domain

/// What was searched for, to be called up again as a shell does.
struct SearchHistory: Sendable {
    /// The newest last, none twice.
    private(set) var terms: [String]

    static let maximum = 200

    /// - Parameter terms: of earlier sessions; what cannot be one is left out.
    init(_ terms: [String] = []) {
        self.terms = []
        for term in terms { _ = remember(term) }
    }

    /// Remembers what was searched for.
    ///
    /// - Returns: whether that is news.
    mutating func remember(_ text: String) -> Bool {
        let term = text.withoutControls(keepingLineFeeds: false).trimmed
        guard !term.isEmpty, term.unicodeScalars.count <= SearchTerm.maximumCharacters, term != terms.last else {
            return false
        }
        terms.removeAll { $0 == term }
        terms.append(term)
        terms.removeFirst(max(0, terms.count - Self.maximum))
        return true
    }
}
