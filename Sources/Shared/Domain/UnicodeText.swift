@_spi(_Unicode) import Swift

/// Normal forms and trimming that the standard library has and FoundationEssentials lacks.
extension StringProtocol {
    /// Normalization form C (UAX #15).
    package var nfc: String {
        let text = String(self)
        return text.utf8.allSatisfy { $0 < 0x80 } ? text : String(String.UnicodeScalarView(text._nfc))
    }

    /// Without white space (Unicode property White_Space) at either end.
    package var trimmed: String {
        if hasVisibleEnds { return String(self) }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }

    /// Whether the first and the last character are visible ones of ASCII, as of nearly every text: it is trimmed already.
    var hasVisibleEnds: Bool {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last else { return false }
        return (0x21...0x7E).contains(first.value) && (0x21...0x7E).contains(last.value)
    }
}

extension Unicode.Scalar {
    /// C0, DEL and C1: what a terminal may take for a command.
    package var isControl: Bool {
        isASCII ? value < 0x20 || value == 0x7F : properties.generalCategory == .control
    }

    /// Controls of the bidirectional algorithm (UAX #9 §2): they can show a text other than it is.
    package var isBidiControl: Bool {
        switch value {
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
