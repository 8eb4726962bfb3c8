/// A word in capitals, or a mark before a word, that other languages of filters have and this one has not.
enum ForeignOperator: String {
    case and = "AND"
    case not = "NOT"
    case exclamationMark = "!"

    /// What to write in its place, for people, without a full stop.
    var advice: String {
        switch self {
        case .and: "AND is not needed, for all that stands side by side must be met; leave it out"
        case .not, .exclamationMark:
            "\(rawValue) rules nothing out; write - before what is to be ruled out, as in -tag:vip"
        }
    }
}

extension FilterPiece {
    var foreignOperator: ForeignOperator? {
        guard isUnquoted else { return nil }
        let isMarked = text.unicodeScalars.first.map(Self.exclamationMarks.contains) ?? false
        return isMarked ? (beginsMarkedValue ? .exclamationMark : nil) : ForeignOperator(rawValue: text)
    }

    /// Whether something stands behind the marks that they could rule out.
    private var beginsMarkedValue: Bool {
        let value = text.unicodeScalars.drop(while: Self.exclamationMarks.contains).first
        return value.map { $0.wordRole == .letter || $0 == "@" || $0 == "\"" } ?? false
    }

    /// Whether it is plain text, without quotes and without a dash that rules it out.
    fileprivate var isUnquoted: Bool {
        guard case .plain(let value, isNegated: false) = kind else { return false }
        return !value.isQuoted
    }

    /// Whether it is more than a word.
    fileprivate var isNoWord: Bool {
        if case .plain(_, let isNegated) = kind { isNegated } else { true }
    }
}

extension FilterFault {
    /// What is written as in another language of filters, and would be read as something else than is meant: brackets,
    /// and operators that there are not. Beside words alone those are words: Smith AND Sons may be a name.
    ///
    /// - Parameter isPasted: whether the text is a number, id or address, which may have a label.
    static func foreign(in pieces: [FilterPiece], isPasted: Bool) -> FilterFault? {
        let isFilter = pieces.contains(where: \.isFilter)
        for (index, piece) in pieces.enumerated() {
            if piece.opens(isFilter: isFilter, isPasted: isPasted) || regroups(pieces, from: index) {
                return FilterFault(brackets, at: piece.place)
            }
            if let found = piece.foreignOperator, isOperator(found, at: index, in: pieces, isPasted: isPasted) {
                return FilterFault(found.advice, at: piece.place)
            }
        }
        return nil
    }

    private static let brackets =
        "There are no brackets in a search: OR binds closer than the blank, and - rules out one part; leave them out"

    private static func isOperator(
        _ found: ForeignOperator, at index: Int, in pieces: [FilterPiece], isPasted: Bool
    ) -> Bool {
        let before = index > 0 ? pieces[index - 1] : nil
        let behind = index + 1 < pieces.count ? pieces[index + 1] : nil
        return switch found {
        case .exclamationMark: !isPasted
        case .and: before?.isNoWord ?? false || behind?.isNoWord ?? false
        case .not: before?.isOr ?? false || behind?.isNoWord ?? false
        }
    }

    /// Whether brackets that begin here are meant to hold together what an `OR` parts, or the reverse.
    private static func regroups(_ pieces: [FilterPiece], from index: Int) -> Bool {
        guard pieces[index].isBracketed, let end = pieces[index...].firstIndex(where: \.closesBracket), end > index
        else {
            return false
        }
        let ors = pieces[index...end].count { $0.isOr }
        let isBesideOr =
            (index > 0 && pieces[index - 1].isOr) || (end + 1 < pieces.count && pieces[end + 1].isOr)
        return (ors > 0 || isBesideOr) && end - index != 2 * ors
    }
}

extension FilterPiece {
    /// Whether it is to begin a group: `(name:`, `-(word`, or a bracket by itself in a filter. Behind a bracket alone
    /// what is pasted has a label: `(Phone:…)`.
    fileprivate func opens(isFilter: Bool, isPasted: Bool) -> Bool {
        guard isBracketed else { return false }
        let inside = text.unicodeScalars.drop { Self.negations.contains($0) || Self.opening.contains($0) }
        guard let first = inside.first else { return isFilter }
        if let mark = text.unicodeScalars.first, Self.negations.contains(mark), first.properties.isAlphabetic {
            return isFilter || !isPasted
        }
        guard let colon = inside.firstIndex(of: ":"), colon != inside.indices.last,
            let key = FilterKey(String(inside[..<colon]))
        else { return false }
        return isFilter || !isPasted || !key.labelsWhatIsPasted
    }

    /// Whether a bracket is the first of it, or behind a mark that is to rule out what is in brackets.
    fileprivate var isBracketed: Bool {
        guard isUnquoted, let first = text.unicodeScalars.first else { return false }
        let behind = text.unicodeScalars.dropFirst(Self.negations.contains(first) ? 1 : 0).first
        return behind.map(Self.opening.contains) ?? false
    }

    fileprivate var closesBracket: Bool { text.unicodeScalars.last.map(Self.closing.contains) ?? false }

    private static let opening = "([{（［｛".unicodeScalars
    private static let closing = ")]}）］｝".unicodeScalars
    private static let exclamationMarks = "!！".unicodeScalars
    private static let negations = "-!！".unicodeScalars
}

extension FilterKey {
    fileprivate var labelsWhatIsPasted: Bool {
        guard case .field(let field) = self else { return false }
        return field.spec.format == .phone || field.spec.format == .email
    }
}
