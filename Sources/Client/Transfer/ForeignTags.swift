import Domain

/// What other systems call tags, labels or categories, as the words that ours are.
enum ForeignTags {
    /// The tags between commas or semicolons, in quotes or not: a blank within one becomes a dash, and what no tag can have goes.
    static func text(_ list: String) -> String {
        let tags = list.split { $0 == "," || $0 == ";" || $0.isNewline }.map(tag).filter { !$0.isEmpty }
        return tags.prefix(CustomerField.tags.maximumWords ?? 0).joined(separator: " ")
    }

    private static func tag(_ text: Substring) -> String {
        let words = text.split(whereSeparator: \.isWhitespace).map { word in
            String(String.UnicodeScalarView(word.unicodeScalars.filter(CustomerField.isOfWord)))
        }
        let scalars = words.filter { !$0.isEmpty }.joined(separator: "-").unicodeScalars
        return String(String.UnicodeScalarView(scalars.prefix(CustomerField.tags.maximumWordCharacters ?? 0)))
    }
}
