@_spi(_Unicode) import Swift

/// The two foldings of text that decide who is found and who is equal.
package enum TextFold {
    /// The name fold, for order and search: NFD, without nonspacing marks, full case folding, and a fixed table for
    /// letters that carry their stroke inside. Compared as UTF-8 bytes.
    package static func name(_ text: some StringProtocol) -> String {
        if let folded = asciiLowercased(text) { return folded }
        var folded = String.UnicodeScalarView()
        var isASCII = true
        for scalar in String(text)._nfd {
            if scalar.isASCII {
                // Most of the letters, even in a text that is not all ASCII.
                folded.append(Unicode.Scalar(UInt8(ascii: scalar).asciiLowercased))
                continue
            }
            guard scalar.properties.generalCategory != .nonspacingMark else { continue }
            isASCII = false
            for lower in scalar.caseFolded {
                if let letters = strokeless[lower] {
                    folded.append(contentsOf: letters.unicodeScalars)
                } else {
                    folded.append(lower)
                }
            }
        }
        guard !isASCII else { return String(folded) }
        // Folding may compose or decompose again: ẞ̈ and the like settle after a second pass.
        return String(
            String.UnicodeScalarView(
                String(folded)._nfd.filter { $0.isASCII || $0.properties.generalCategory != .nonspacingMark }))
    }

    /// The email key, for uniqueness: NFC and lower case, accents kept (`jörg@` is not `jorg@`).
    package static func email(_ text: some StringProtocol) -> String {
        asciiLowercased(text) ?? text.nfc.lowercased().nfc
    }

    private static let strokeless: [Unicode.Scalar: String] = [
        "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss",
    ]

    /// The lower-case form of a text that is all ASCII, which nearly every one is; `nil` otherwise.
    static func asciiLowercased(_ text: some StringProtocol) -> String? {
        var isLower = true
        for byte in text.utf8 {
            if byte >= 0x80 { return nil }
            if byte != byte.asciiLowercased { isLower = false }
        }
        return isLower ? String(text) : text.lowercased()
    }
}

extension UInt8 {
    fileprivate var asciiLowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}

extension Unicode.Scalar {
    /// Full case folding (UAX #44, CaseFolding.txt C + F), through the mappings that the standard library publishes.
    ///
    /// Upper case first and lower case then joins what folding joins (ς σ Σ, ſ s, ﬁ fi). The exceptions are letters
    /// that have no folding although they have an upper case: the dotless ı.
    fileprivate var caseFolded: String.UnicodeScalarView {
        if self == "ı" { return String.UnicodeScalarView([self]) }
        var folded = String.UnicodeScalarView()
        for upper in properties.uppercaseMapping.unicodeScalars {
            folded.append(contentsOf: upper.properties.lowercaseMapping.unicodeScalars)
        }
        return folded
    }
}
