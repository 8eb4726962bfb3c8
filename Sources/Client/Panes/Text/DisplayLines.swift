import Screen

/// Text in lines of a width.
enum DisplayLines {
    /// Broken at line breaks, then between words, and inside a word only when it is longer than a line.
    static func wrapped(_ text: String, columns: Int) -> [String] {
        let columns = max(1, columns)
        return text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrappedLine($0, columns) }
    }

    /// At most so many lines; what is cut off the last one is announced by `ellipsis`.
    static func fitted(_ text: String, columns: Int, lines: Int, ellipsis: String) -> [String] {
        let all = wrapped(text, columns: columns)
        guard all.count > max(1, lines) else { return all }
        let head = all.prefix(max(1, lines) - 1)
        let rest = all[head.count...].joined(separator: " ")
        return head + [DisplayText.fitted(rest, max(1, columns), ellipsis: ellipsis)]
    }

    /// One line, broken at the edge and nowhere else: what stands in columns keeps its blanks.
    static func broken(_ line: String, columns: Int) -> [String] {
        let safe = DisplayText.safe(line)
        guard DisplayText.width(safe) > columns else { return [safe] }
        var lines: [String] = []
        var rest = safe[...]
        while !rest.isEmpty {
            let head = DisplayText.fitted(String(rest.prefix(columns)), columns, ellipsis: "")
            guard !head.isEmpty else { break }
            lines.append(head)
            rest = rest.dropFirst(head.count)
        }
        return lines
    }

    private static func wrappedLine(_ line: Substring, _ columns: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in line.split(separator: " ") {
            let candidate = current.isEmpty ? String(word) : current + " " + word
            if DisplayText.width(candidate) <= columns {
                current = candidate
                continue
            }
            if !current.isEmpty { lines.append(current) }
            current = String(word)
            while DisplayText.width(current) > columns {
                let head = DisplayText.fitted(current, columns, ellipsis: "")
                guard !head.isEmpty else { break }
                lines.append(head)
                current = String(DisplayText.safe(current).dropFirst(head.count))
            }
        }
        return lines + [current]
    }
}
