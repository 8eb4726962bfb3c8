extension String {
    /// As much of it as a sentence can quote.
    package var excerpt: String { excerpt(characters: 40) }

    /// The beginning of it, with a mark that there is more; the whole text where it is no longer.
    package func excerpt(characters: Int) -> String {
        guard unicodeScalars.count > characters else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(characters - 1))) + "…"
    }
}
