extension FilterHint {
    /// - Parameter isPasted: whether the text is no filter but a number, id or address, which may have a label.
    static func all(in pieces: [FilterPiece], isPasted: Bool) -> [FilterHint] {
        let hints = pieces.compactMap { FilterHint($0, isPasted: isPasted) }
        guard !isPasted, pieces.count > 1 else { return hints }
        return hints + pieces.compactMap(FilterHint.init(lone:)) + foreign(in: pieces)
    }

    /// Of `NOT` before something and `AND` between two, but in a line of capitals alone, as names are in some lists.
    private static func foreign(in pieces: [FilterPiece]) -> [FilterHint] {
        guard pieces.contains(where: { $0.text.unicodeScalars.contains(where: \.properties.isLowercase) }) else {
            return []
        }
        return pieces.dropLast().enumerated().compactMap { index, piece in
            guard let word = piece.foreignOperator, word == .not || index > 0 else { return nil }
            return FilterHint(message: "\(word.advice). It is looked for as a word.", place: piece.place)
        }
    }

    /// Of an `OR` that has nothing on one of its sides.
    private init?(lone piece: FilterPiece) {
        guard case .plain(let value, isNegated: false) = piece.kind, value.text == "OR", !value.isQuoted else {
            return nil
        }
        self.init(
            message:
                "OR has nothing on one side and is looked for as a word; write something on both, as in anna OR bert.",
            place: piece.place)
    }

    /// Whether a word is nearly that of a date, or a column's that is one: `created:2024` is no number with a label.
    private static func isOfDates(_ word: String) -> Bool {
        Suggestion.closest(to: word, among: FilterMoment.allCases.map(\.rawValue)) != nil
            || CustomerFact(word: word.lowercased()) == .created
    }

    /// Of a word that looks like a field and is none, or is one with a blank behind its colon.
    private init?(_ piece: FilterPiece, isPasted: Bool) {
        guard case .plain(let value, _) = piece.kind, !value.isQuoted else { return nil }
        let scalars = Array(value.text.unicodeScalars)
        guard let colon = scalars.firstIndex(of: ":"), (2...20).contains(colon),
            scalars[..<colon].allSatisfy({ $0.isASCII && $0.properties.isAlphabetic })
        else { return nil }
        let word = String(String.UnicodeScalarView(scalars[..<colon]))
        if isPasted, !Self.isOfDates(word) { return nil }
        let start = value.place.lowerBound
        if let key = FilterKey(word), colon + 1 == scalars.count {
            self.init(
                message:
                    "\(key.name): has a blank behind it and is looked for as a word; write \(key.name):… together.",
                place: start..<(start + colon + 1))
            return
        }
        guard colon + 1 < scalars.count, scalars[colon + 1].wordRole == .letter else { return nil }
        let closest = Suggestion.closest(to: word, among: FilterKey.all.map(\.name))
        let others = closest.map { " Did you mean \($0):?" } ?? ""
        self.init(
            message: "There is no field \(word): to filter by, so it is looked for as a word.\(others)",
            place: start..<(start + colon + 1))
    }
}
