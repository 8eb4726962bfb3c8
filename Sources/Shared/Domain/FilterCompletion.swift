/// What may follow what was typed of a filter.
package struct FilterCompletion: Hashable, Sendable {
    /// Whole texts for the place, the best first.
    package let candidates: [String]
    /// What they stand for, in Unicode scalars of the text.
    package let place: Range<Int>

    /// - Parameters:
    ///   - cursor: in Unicode scalars; the word that ends there is completed.
    ///   - values: what there is of a field's values, all or some, in the order in which they are offered.
    /// - Returns: `nil` when nothing begins so.
    package init?(of text: String, at cursor: Int, values: (CustomerField) -> [String]) {
        let scalars = Array(text.unicodeScalars.prefix(cursor))
        guard scalars.count == cursor else { return nil }
        let blank = scalars.lastIndex { $0.properties.isWhitespace || $0 == "|" }
        var start = blank.map { $0 + 1 } ?? 0
        if start < cursor, scalars[start] == "-" { start += 1 }
        guard start < cursor else { return nil }
        let word = String(String.UnicodeScalarView(scalars[start...]))
        guard let colon = word.unicodeScalars.firstIndex(of: ":") else {
            self.init(word, among: FilterKey.all.map { $0.name + ":" }, start..<cursor)
            return
        }
        let behind = String(word.unicodeScalars[colon...].dropFirst())
        let place = (cursor - behind.unicodeScalars.count)..<cursor
        switch FilterKey(String(word.unicodeScalars[..<colon])) {
        case .field(let field) where field.isList: self.init(behind, among: values(field), place)
        case .has: self.init(behind, among: CustomerField.readingOrder.map(\.filterName), place)
        case .moment: self.init(behind, among: ["today", "yesterday", "7d", "30d"], place)
        case .field, .domain, .by, nil: return nil
        }
    }

    private init?(_ beginning: String, among words: [String], _ place: Range<Int>) {
        let fold = TextFold.search(beginning)
        candidates = words.filter { TextFold.search($0).utf8.starts(with: fold.utf8) && $0 != beginning }
        self.place = place
        guard !candidates.isEmpty else { return nil }
    }
}
