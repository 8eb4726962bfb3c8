/// Text measured and cut for the screen.
package enum DisplayText {
    /// Columns that `text` takes.
    package static func width(_ text: String) -> Int {
        if PrintableASCII.holds(text) { return text.utf8.count }
        if LoneScalar.makesUp(text) { return text.unicodeScalars.reduce(0) { $0 + (LoneScalar.width($1) ?? 0) } }
        return text.reduce(0) { $0 + DisplayCluster($1).width }
    }

    /// `text` with everything in it safe to be shown on a terminal.
    package static func safe(_ text: String) -> String {
        if LoneScalar.makesUp(text) { return text }
        return text.reduce(into: "") { safe, character in
            for piece in DisplayCluster(character).pieces { safe += piece.text }
        }
    }

    /// `text`, safe and cut to `columns`; what does not fit is announced by `ellipsis`.
    package static func fitted(_ text: String, _ columns: Int, ellipsis: String = "…") -> String {
        let safe = safe(text)
        guard end(of: safe, within: columns) < safe.endIndex else { return safe }
        let room = columns - width(ellipsis)
        guard room >= 0 else { return "" }
        return safe[..<end(of: safe, within: room)] + ellipsis
    }

    /// Where a safe text has to be cut to take `columns` at most.
    private static func end(of safe: String, within columns: Int) -> String.Index {
        if PrintableASCII.holds(safe) {
            return safe.utf8.index(safe.startIndex, offsetBy: max(0, columns), limitedBy: safe.endIndex)
                ?? safe.endIndex
        }
        if LoneScalar.makesUp(safe) {
            return end(of: safe.unicodeScalars, within: columns) { LoneScalar.width($0) ?? 0 }
        }
        return end(of: safe, within: columns) { DisplayCluster($0).width }
    }

    private static func end<Text: Collection>(
        of text: Text, within columns: Int, _ width: (Text.Element) -> Int
    ) -> Text.Index {
        var used = 0
        for index in text.indices {
            used += width(text[index])
            if used > columns { return index }
        }
        return text.endIndex
    }

    /// `text` cut and then filled with blanks to exactly `columns`.
    package static func padded(_ text: String, _ columns: Int, ellipsis: String = "…") -> String {
        let fitted = fitted(text, columns, ellipsis: ellipsis)
        return fitted + String(repeating: " ", count: max(0, columns - width(fitted)))
    }
}
