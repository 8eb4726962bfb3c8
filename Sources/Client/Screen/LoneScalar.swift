/// Scalars that are a cluster by themselves, whatever stands beside them: what nearly all names are written with.
///
/// Text of these alone needs no search for clusters (UAX #29), which costs more than all the rest of drawing it.
enum LoneScalar {
    /// Columns that the scalar takes, 1 or 2; `nil` when it has to be looked at together with its neighbours.
    static func width(_ scalar: Unicode.Scalar) -> Int? {
        switch scalar.value {
        // ASCII, Latin, and what follows the soft hyphen of it up to the modifier letters.
        case 0x20..<0x7F, 0xA1..<0xAD, 0xAE..<0x300: 1
        // Greek, Cyrillic, Latin with more than one accent.
        case 0x391...0x3A1, 0x3A3...0x481, 0x48A...0x52F, 0x1E00...0x1EFF: 1
        // Dashes, quotes and the ellipsis; arrows; lines; the signs of the panes.
        case 0x2010...0x2027, 0x2190...0x21FF, 0x23CE, 0x2500...0x257F, 0x25B8, 0x25CB, 0x25CF: 1
        // Kana, Han, Hangul syllables.
        case 0x3041...0x3096, 0x30A1...0x30FA, 0x4E00...0x9FFF, 0xAC00...0xD7A3: 2
        default: nil
        }
    }

    /// Whether a text has nothing but such scalars.
    static func makesUp(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { width($0) != nil }
    }
}
