extension StringProtocol {
    /// The text on one line, with `U+FFFD` for whatever a terminal or a reader of lines could obey: C0, DEL, C1, line breaks
    /// of any kind, controls of the text's direction, and what has no look of its own.
    package var harmlessLine: String {
        guard !isPrintableASCII(), unicodeScalars.contains(where: \.isHarmful) else { return String(self) }
        return String(String.UnicodeScalarView(unicodeScalars.map { $0.isHarmful ? "\u{FFFD}" : $0 }))
    }

    /// The same, in which line feeds stay what they are: for text whose lines are our own.
    package var harmlessLines: String {
        guard !isPrintableASCII(besides: 0x0A), unicodeScalars.contains(where: \.isHarmful) else { return String(self) }
        return String(
            String.UnicodeScalarView(unicodeScalars.map { $0.isHarmful && $0 != "\n" ? "\u{FFFD}" : $0 }))
    }

    /// Most texts are: to see it takes a tenth of the time that looking at each scalar takes.
    private func isPrintableASCII(besides other: UInt8? = nil) -> Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            bytes.allSatisfy { (0x20..<0x7F).contains($0) || $0 == other }
        } ?? false
    }

    /// The text without control characters, those of the text's direction and separators of lines among them, for where it may
    /// be taken for keys, as what is pasted is.
    ///
    /// - Parameter keepsLineFeeds: for text that has lines; elsewhere one would end a command.
    package func withoutControls(keepingLineFeeds keepsLineFeeds: Bool) -> String {
        guard unicodeScalars.contains(where: \.isObeyed) else { return String(self) }
        return String(
            String.UnicodeScalarView(unicodeScalars.filter { !$0.isObeyed || keepsLineFeeds && $0 == "\n" }))
    }
}

extension Unicode.Scalar {
    /// As it can stand in a line between double quotes: `"`, `\` and controls are written as in Swift's literals; an
    /// apostrophe, which names have, stays what it is.
    ///
    /// - Parameter asASCII: whether everything beyond ASCII is written as its number, too.
    package func escapedInLine(asASCII: Bool) -> String {
        self == "'" ? "'" : escaped(asASCII: asASCII)
    }

    /// Whether what takes a text may do something at it, or read lines or an order in it that nobody sees.
    fileprivate var isObeyed: Bool {
        isControl || isBidiControl || value == 0x2028 || value == 0x2029
    }

    fileprivate var isHarmful: Bool {
        if (0x20..<0x7F).contains(value) { return false }
        if isBidiControl || value == 0xFEFF { return true }
        return switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: true
        default: false
        }
    }
}
