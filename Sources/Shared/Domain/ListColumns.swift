/// Which columns a list of customers has, and in which order.
package struct ListColumns: Hashable, Sendable {
    /// The most important first: where there is no room for all, the last ones go.
    package let facts: [CustomerFact]
    /// Those that come behind them only where all others have all the room that they want.
    package let spare: [CustomerFact]

    /// Those of who has chosen none.
    package static let standard = ListColumns(
        exactly: CustomerField.readingOrder.filter(\.spec.isListed).map(CustomerFact.field),
        spare: CustomerField.readingOrder.filter(\.spec.isListedWhereWide).map(CustomerFact.field))

    /// These, whether or not the name is among them.
    package init(exactly facts: [CustomerFact], spare: [CustomerFact] = []) {
        self.facts = facts
        self.spare = spare
    }

    /// The columns of a list in which one chooses somebody.
    ///
    /// - Parameter facts: each counts once; the name comes first where it is missing.
    package init(_ facts: [CustomerFact]) {
        let named = facts.contains(.name) ? facts : [.name] + facts
        self.init(exactly: named.reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    }

    /// The columns of these words.
    ///
    /// - Throws: the first word that is none's.
    package init(words: [String]) throws(UnknownListColumn) {
        self.init(try CustomerFact.facts(words: words))
    }

    /// Exactly the columns of these words.
    ///
    /// - Throws: the first word that is none's.
    package init(exactly words: [String]) throws(UnknownListColumn) {
        self.init(exactly: try CustomerFact.facts(words: words))
    }

    /// All of them, as ``init(words:)`` takes them.
    package var words: [String] { (facts + spare).map(\.word) }
}

extension CustomerFact {
    /// Those that the words name, in their order.
    ///
    /// - Throws: the first word that is none's.
    package static func facts(words: [String]) throws(UnknownListColumn) -> [CustomerFact] {
        var facts: [CustomerFact] = []
        for word in words {
            guard let fact = CustomerFact(word: word) else { throw UnknownListColumn(word: word) }
            facts.append(fact)
        }
        return facts
    }
}

/// A word that names no column.
package struct UnknownListColumn: Error, Hashable, Sendable {
    package let word: String

    /// Those that name one.
    package static let valid = CustomerFact.allCases.map(\.word)

    package var message: String {
        let guess = Suggestion.closest(to: word, among: Self.valid).map { "; did you mean \($0)?" } ?? "."
        return "\"\(word)\" is not a column\(guess) Valid: \(Self.valid.joined(separator: ", "))."
    }
}
