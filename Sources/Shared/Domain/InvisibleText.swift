extension Unicode.Scalar {
    /// Whether nobody sees it, or nobody can know what it looks like: default-ignorable, private-use and unassigned code
    /// points, noncharacters, annotation anchors, what stands for an object, and the signs that are drawn as nothing
    /// (UAX #44).
    ///
    /// Two texts that differ only in these look the same. What is unassigned depends on the Unicode of this toolchain.
    package var isInvisible: Bool {
        guard value > 0x7F else { return false }
        switch value {
        case 0x2800, 0xFFF9...0xFFFC, 0x13441...0x13442, 0x16FE4, 0x1D159: return true
        default: break
        }
        return switch properties.generalCategory {
        case .privateUse, .unassigned, .surrogate: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }

    /// Whether somebody sees something where it stands alone: marks need a letter to stand on.
    var isVisible: Bool {
        if isASCII { return (0x21...0x7E).contains(value) }
        guard !isInvisible, !properties.isWhitespace else { return false }
        return switch properties.generalCategory {
        case .control, .format, .nonspacingMark, .enclosingMark: false
        default: true
        }
    }

    /// Whether it decides how the character before it is drawn, and so belongs to it.
    ///
    /// Joiners behind a virama (RFC 5892, appendix A.1), variation selectors behind what has variants. Elsewhere at the
    /// end of a text they have nothing to do.
    fileprivate func shapes(_ base: Unicode.Scalar) -> Bool {
        switch value {
        case 0x200C, 0x200D: base.properties.canonicalCombiningClass == .virama
        case 0x180B...0x180D, 0x180F: (0x1820...0x18AA).contains(base.value)
        case 0xFE00...0xFE0F, 0xE0100...0xE01EF:
            base.properties.isIdeographic || !base.isASCII && base.properties.isEmoji
        default: false
        }
    }

    /// `U+001B`
    var codePoint: String {
        let hex = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
    }
}

extension StringProtocol {
    /// Without white space and invisible characters at either end; ``trimmed`` keeps the latter.
    package var trimmedToVisible: String {
        if hasVisibleEnds { return String(self) }
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.isBlank }) else { return "" }
        var end = scalars.endIndex
        while true {
            let last = scalars.index(before: end)
            guard last > first, scalars[last].isBlank, !scalars[last].shapes(scalars[scalars.index(before: last)])
            else {
                return String(String.UnicodeScalarView(scalars[first..<end]))
            }
            end = last
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isBlank: Bool {
        isASCII ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace || isInvisible
    }
}
