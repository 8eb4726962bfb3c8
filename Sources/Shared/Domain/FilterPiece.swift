/// What stands between blanks in the text of a filter, or between quotes.
struct FilterPiece {
    let kind: Kind
    /// In Unicode scalars of the whole text.
    let place: Range<Int>
    /// As it was typed.
    let text: String

    enum Kind {
        /// `OR` in capitals, or `|`.
        case or
        case plain(Value, isNegated: Bool)
        case keyed(FilterKey, Value, isNegated: Bool)
        /// `name:` with a blank or nothing behind it.
        case bareKey(FilterKey)
    }

    struct Value {
        let text: String
        let isQuoted: Bool
        let place: Range<Int>
    }

    var isOr: Bool {
        if case .or = kind { true } else { false }
    }

    /// The pieces of a text, from front to back; an `or` among them has another piece on either side.
    static func all(in text: some Sequence<Unicode.Scalar>) -> [FilterPiece] {
        var scanner = PieceScanner(scalars: Array(text))
        var pieces: [FilterPiece] = []
        while let piece = scanner.next() { pieces.append(piece) }
        return withOperatorsOnly(pieces)
    }

    /// An `OR` that has nothing on one of its sides is a word; such a `|` is nothing, and so is what cannot be seen.
    private static func withOperatorsOnly(_ pieces: [FilterPiece]) -> [FilterPiece] {
        let pieces = pieces.filter { $0.isOr || !$0.text.trimmedToVisible.isEmpty }
        var kept: [FilterPiece] = []
        for (index, piece) in pieces.enumerated() {
            let isBetween =
                kept.last.map { !$0.isOr } ?? false && index + 1 < pieces.count && !pieces[index + 1].isOr
            if !piece.isOr || isBetween {
                kept.append(piece)
            } else if piece.text != "|" {
                let value = FilterPiece.Value(text: piece.text, isQuoted: false, place: piece.place)
                kept.append(FilterPiece(kind: .plain(value, isNegated: false), place: piece.place, text: piece.text))
            }
        }
        return kept
    }
}

private struct PieceScanner {
    let scalars: [Unicode.Scalar]
    private var place = 0

    init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    mutating func next() -> FilterPiece? {
        while place < scalars.count, scalars[place].properties.isWhitespace { place += 1 }
        guard place < scalars.count else { return nil }
        let start = place
        if scalars[place] == "|" {
            place += 1
            return piece(.or, from: start)
        }
        let isNegated = scalars[place] == "-" && beginsValue(place + 1)
        if isNegated { place += 1 }
        if let key = key() {
            guard !endsPiece(place) else {
                // With a blank and more behind it, it is how people write, and no filter; else it waits for its value.
                let isWriting = place < scalars.count && scalars[place] != "|" && hasMore
                return piece(isWriting ? .plain(rest(from: start), isNegated: false) : .bareKey(key), from: start)
            }
            let value = value(ofPhone: key.isPhone)
            return piece(.keyed(key, value, isNegated: isNegated), from: start)
        }
        let value = value()
        let isOr = value.text == "OR" && !value.isQuoted && !isNegated
        return piece(isOr ? .or : .plain(value, isNegated: isNegated), from: start)
    }

    private func piece(_ kind: FilterPiece.Kind, from start: Int) -> FilterPiece {
        FilterPiece(kind: kind, place: start..<place, text: text(start..<place))
    }

    private func rest(from start: Int) -> FilterPiece.Value {
        FilterPiece.Value(text: text(start..<place), isQuoted: false, place: start..<place)
    }

    private func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    private func endsPiece(_ place: Int) -> Bool {
        place >= scalars.count || scalars[place] == "|" || scalars[place].properties.isWhitespace
    }

    /// Whether another piece follows that is not a `|`.
    private var hasMore: Bool {
        scalars[place...].first { !$0.properties.isWhitespace }.map { $0 != "|" } ?? false
    }

    /// Whether there is something behind a dash that it can rule out: no blank, and no further dash.
    private func beginsValue(_ place: Int) -> Bool {
        !endsPiece(place) && (scalars[place] == "\"" || scalars[place].wordRole == .letter || scalars[place] == "@")
    }

    /// A word that is a key, and its colon.
    private mutating func key() -> FilterKey? {
        var end = place
        while end < scalars.count, end - place < Self.longestKey, scalars[end].isASCII,
            scalars[end].properties.isAlphabetic
        {
            end += 1
        }
        guard end < scalars.count, scalars[end] == ":", let key = FilterKey(text(place..<end)) else { return nil }
        place = end + 1
        return key
    }

    private static let longestKey = 20

    /// What is in quotes, or what goes up to a blank; a number has blanks in it as it is read aloud: `030 23125 639`.
    private mutating func value(ofPhone isPhone: Bool = false) -> FilterPiece.Value {
        let start = place
        if scalars[place] == "\"",
            let end = scalars[(place + 1)...].firstIndex(of: "\""), end > start + 1, endsPiece(end + 1)
        {
            place = end + 1
            return FilterPiece.Value(text: text((start + 1)..<end), isQuoted: true, place: start..<place)
        }
        while !endsPiece(place) { place += 1 }
        if isPhone { while let end = endOfDigits { place = end } }
        return FilterPiece.Value(text: text(start..<place), isQuoted: false, place: start..<place)
    }

    /// The end of the next piece, where that can only be more digits of a number.
    private var endOfDigits: Int? {
        guard let next = scalars[place...].firstIndex(where: { !$0.properties.isWhitespace }) else { return nil }
        let end = scalars[next...].firstIndex { $0 == "|" || $0.properties.isWhitespace } ?? scalars.count
        let piece = scalars[next..<end]
        let isOfNumber = piece.allSatisfy { ("0"..."9").contains($0) || "()/.-".unicodeScalars.contains($0) }
        return isOfNumber && piece.contains(where: { ("0"..."9").contains($0) }) && piece.first != "-" ? end : nil
    }
}
