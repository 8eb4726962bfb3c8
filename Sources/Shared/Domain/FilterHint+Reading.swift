extension FilterHint {
    /// - Parameter pieces: `nil` for a search.
    static func all(in text: String, _ pieces: [FilterPiece]?) -> [FilterHint] {
        let isWhole = pieces == nil && SearchQuery(whole: text) != nil
        let pieces = pieces ?? FilterPiece.all(in: text.unicodeScalars)
        return pieces.compactMap { FilterHint($0, isWhole: isWhole) }
            + (isWhole || pieces.count < 2 ? [] : pieces.compactMap(FilterHint.init(lone:)))
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
    ///
    /// - Parameter isWhole: whether the text is one number, id or address as a whole, which may have a label.
    private init?(_ piece: FilterPiece, isWhole: Bool) {
        guard case .plain(let value, _) = piece.kind, !value.isQuoted else { return nil }
        let scalars = Array(value.text.unicodeScalars)
        guard let colon = scalars.firstIndex(of: ":"), (2...20).contains(colon),
            scalars[..<colon].allSatisfy({ $0.isASCII && $0.properties.isAlphabetic })
        else { return nil }
        let word = String(String.UnicodeScalarView(scalars[..<colon]))
        if isWhole, !Self.isOfDates(word) { return nil }
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
