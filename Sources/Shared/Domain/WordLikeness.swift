/// How a word that somebody has is like one that was typed and finds nobody; the best first.
enum WordLikeness: Int, Comparable, Sendable {
    /// The same word but for one letter too many, too few or another, or two that changed places.
    case spelling
    /// It begins so.
    case beginning
    /// The typed word stands inside it.
    case inside

    static func < (left: WordLikeness, right: WordLikeness) -> Bool { left.rawValue < right.rawValue }

    /// `nil` for a word that is not like the typed one, or begins with it, for such a one is found as it is.
    ///
    /// - Parameters:
    ///   - word: in UTF-8, as `typed` is.
    ///   - allowsTypo: whether letters may differ; a short word is one typo away from too many.
    init?(of word: UnsafeBufferPointer<UInt8>, to typed: UnsafeBufferPointer<UInt8>, allowsTypo: Bool) {
        guard !typed.isEmpty, !Self.begins(word, 0, typed, 0) else { return nil }
        if allowsTypo, let likeness = Self.afterTypo(word, typed) {
            self = likeness
        } else if Self.isInside(word, typed) {
            self = .inside
        } else {
            return nil
        }
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    /// The first letter that differs is where the typo is; behind it everything is the same.
    private static func afterTypo(_ word: Bytes, _ typed: Bytes) -> WordLikeness? {
        var place = 0
        while place < word.count, place < typed.count, word[place] == typed[place] { place += 1 }
        // Two letters of UTF-8 may begin with the same bytes.
        while place > 0, isInsideLetter(word, place) || isInsideLetter(typed, place) { place -= 1 }
        let (there, here) = (width(word, place), width(typed, place))
        var candidates = [(place, place + here)]
        if there > 0 { candidates += [(place + there, place + here), (place + there, place)] }
        if isSwap(word, typed, at: place, there, here) {
            candidates.append((place + there + here, place + there + here))
        }
        let rests = candidates.filter { begins(word, $0.0, typed, $0.1) }
        if rests.contains(where: { word.count - $0.0 == typed.count - $0.1 }) { return .spelling }
        return rests.isEmpty ? nil : .beginning
    }

    private static func isSwap(_ word: Bytes, _ typed: Bytes, at place: Int, _ there: Int, _ here: Int) -> Bool {
        let end = place + there + here
        guard there > 0, here > 0, end <= word.count, end <= typed.count else { return false }
        return word[place..<(place + there)].elementsEqual(typed[(place + here)..<end])
            && typed[place..<(place + here)].elementsEqual(word[(place + there)..<end])
    }

    /// Whether the rest of `word` begins with the rest of `typed`.
    private static func begins(_ word: Bytes, _ start: Int, _ typed: Bytes, _ typedStart: Int) -> Bool {
        let count = typed.count - typedStart
        guard count >= 0, word.count - start >= count else { return false }
        for offset in 0..<count where word[start + offset] != typed[typedStart + offset] { return false }
        return true
    }

    private static func isInside(_ word: Bytes, _ typed: Bytes) -> Bool {
        guard word.count > typed.count else { return false }
        for start in 1...(word.count - typed.count) where word[start] == typed[0] && begins(word, start, typed, 0) {
            return true
        }
        return false
    }

    private static func isInsideLetter(_ text: Bytes, _ place: Int) -> Bool {
        place < text.count && text[place] & 0xC0 == 0x80
    }

    /// Bytes of the letter that begins there; 0 at the end.
    private static func width(_ text: Bytes, _ place: Int) -> Int {
        guard place < text.count else { return 0 }
        var end = place + 1
        while isInsideLetter(text, end) { end += 1 }
        return end - place
    }
}
