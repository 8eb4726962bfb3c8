/// Makes clauses of the pieces of a text: all groups must be met, each by one of its clauses.
struct FilterReader {
    private let dates: FilterDates
    private(set) var groups: [[FilterClause]] = []
    /// Plain words that stand side by side are one clause: a number may have blanks in it.
    private var words: [FilterPiece] = []

    init(dates: FilterDates) {
        self.dates = dates
    }

    mutating func read(_ pieces: [FilterPiece]) throws(FilterFault) {
        var pieces = pieces[...]
        while let piece = pieces.popFirst() {
            guard pieces.first?.isOr == true else {
                try addAlone(piece)
                continue
            }
            var group = [try clause(piece)]
            while pieces.first?.isOr == true {
                pieces.removeFirst()
                if let next = pieces.popFirst() { group.append(try clause(next)) }
            }
            endWords()
            groups.append(group)
        }
        endWords()
    }

    private mutating func addAlone(_ piece: FilterPiece) throws(FilterFault) {
        if case .plain(let value, isNegated: false) = piece.kind, FilterPhrase(quoted: value) == nil,
            !value.isQuoted || SearchQuery(whole: value.text) == nil
        {
            words.append(piece)
        } else {
            let clause = try clause(piece)
            endWords()
            groups.append([clause])
        }
    }

    private mutating func endWords() {
        let text = words.map(\.text).joined(separator: " ")
        words = []
        guard let term = SearchTerm(text) else { return }
        groups.append([FilterClause(condition: .term(term), isNegated: false, typed: text)])
    }

    // MARK: One piece

    private func clause(_ piece: FilterPiece) throws(FilterFault) -> FilterClause {
        switch piece.kind {
        case .plain(let value, let isNegated):
            return FilterClause(condition: Self.condition(value), isNegated: isNegated, typed: piece.text)
        case .keyed(let key, let value, let isNegated):
            return FilterClause(condition: try condition(key, value), isNegated: isNegated, typed: piece.text)
        case .bareKey(let key):
            throw FilterFault("\(key.name): needs \(key.wanted)", at: piece.place)
        case .or:
            // Those that are left are no operands.
            return FilterClause(condition: .term(SearchTerm(SearchQuery(words: "or"))), isNegated: false, typed: "or")
        }
    }

    private static func condition(_ value: FilterPiece.Value) -> FilterClause.Condition {
        if let phrase = FilterPhrase(quoted: value) { return .phrase(phrase) }
        return .term(SearchTerm(SearchQuery(whole: value.text) ?? SearchQuery(words: value.text)))
    }

    private func condition(_ key: FilterKey, _ value: FilterPiece.Value) throws(FilterFault) -> FilterClause.Condition {
        let condition: FilterClause.Condition? =
            switch key {
            case .field(let field):
                FilterValue(field, value.text, isQuoted: value.isQuoted).map(FilterClause.Condition.field)
            case .domain: FilterDomain(value.text).map(FilterClause.Condition.domain)
            case .by: FilterWords(value.text).nonEmpty.map(FilterClause.Condition.by)
            case .has: CustomerField(filterName: value.text).map(FilterClause.Condition.has)
            case .moment(let moment): dates.range(value.text).map { .moment(moment, $0) }
            }
        guard let condition else {
            throw FilterFault("\(key.name): needs \(key.wanted), not “\(value.text.excerpt)”", at: value.place)
        }
        if case .moment(_, let range) = condition, range.isEmpty {
            throw FilterFault("\(key.name): “\(value.text.excerpt)” ends before it begins", at: value.place)
        }
        return condition
    }
}

extension FilterPhrase {
    /// `nil` for what is not quoted, and for what is a number, an id or an address.
    fileprivate init?(quoted value: FilterPiece.Value) {
        guard value.isQuoted, SearchQuery(whole: value.text) == nil else { return nil }
        self.init(value.text)
    }
}

extension FilterWords {
    fileprivate var nonEmpty: FilterWords? { first.isEmpty ? nil : self }
}

extension FilterKey {
    /// What may stand behind the colon, for people.
    fileprivate var wanted: String {
        switch self {
        case .field(let field) where field.spec.format == .phone:
            "\(DialledNumber.minimumDigits) digits of a number or more"
        case .field, .by: "a word"
        case .domain: "a domain such as example.org"
        case .has: "a field: " + CustomerField.readingOrder.map(\.filterName).joined(separator: ", ")
        case .moment: "a date such as today, 7d, 2026-11-01, >2026-11 or 2026-01..2026-03"
        }
    }
}
