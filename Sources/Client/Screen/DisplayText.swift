/// Text measured and cut for the screen.
package enum DisplayText {
    /// Columns that `text` takes.
    package static func width(_ text: String) -> Int {
        PrintableASCII.holds(text) ? text.utf8.count : text.reduce(0) { $0 + DisplayCluster($1).width }
    }

    /// `text` with everything in it safe to be shown on a terminal.
    package static func safe(_ text: String) -> String {
        if PrintableASCII.holds(text) { return text }
        return text.reduce(into: "") { safe, character in
            for piece in DisplayCluster(character).pieces { safe += piece.text }
        }
    }

    /// `text`, safe and cut to `columns`; what does not fit is announced by `ellipsis`.
    package static func fitted(_ text: String, _ columns: Int, ellipsis: String = "…") -> String {
        let safe = safe(text)
        guard width(safe) > columns else { return safe }
        let room = columns - width(ellipsis)
        guard room >= 0 else { return "" }
        var used = 0
        var fitted = ""
        for character in safe {
            let width = DisplayCluster(character).width
            guard used + width <= room else { break }
            fitted.append(character)
            used += width
        }
        return fitted + ellipsis
    }

    /// `text` cut and then filled with blanks to exactly `columns`.
    package static func padded(_ text: String, _ columns: Int, ellipsis: String = "…") -> String {
        let fitted = fitted(text, columns, ellipsis: ellipsis)
        return fitted + String(repeating: " ", count: max(0, columns - width(fitted)))
    }
}
