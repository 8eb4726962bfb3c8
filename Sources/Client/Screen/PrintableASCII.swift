/// Text of which each byte takes one cell and needs no second look.
enum PrintableASCII {
    /// Whether a text has nothing but the characters from blank to tilde.
    static func holds(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    }
}
