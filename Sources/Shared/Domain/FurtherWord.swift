/// A word of the fields that are not searched (``CustomerField/further``), among what customers are found by.
///
/// It has a mark before it: it counts for words that are typed plainly and for no others, and where a store has no index of
/// these words, none of them counts.
package enum FurtherWord {
    /// No word holds it.
    private static let mark = "\u{1}"

    package static func marked(_ word: String) -> String { mark + word }

    /// The word of a marked one; `nil` for anything else.
    static func word(of text: String) -> String? {
        isMarked(text.utf8) ? String(text.utf8.dropFirst()) : nil
    }

    /// Whether a text that is UTF-8 begins with the mark.
    package static func isMarked(_ text: some Collection<UInt8>) -> Bool {
        text.first == mark.utf8.first
    }
}
