/// What one hears of each key: a line has the key, a colon, and what is said, parted by `|`.
///
/// A line may go on in lines that begin with a blank. An ellipsis alone stands for what depends on day and network.
struct Transcript {
    let lines: [Line]

    struct Line {
        let text: String
        /// The bytes of each key.
        let keys: [String]
        let speech: Speech

        init(_ text: String) {
            self.text = text
            let colon = text.firstIndex(of: ":") ?? text.endIndex
            let key = text[..<colon]
            keys = Self.named[String(key)].map { [$0] } ?? key.map { String($0) }
            speech = Speech(text[colon...].dropFirst())
        }

        private static let named = [
            "Enter": "\r", "Esc": "\u{1B}", "Tab": "\t", "Ctrl-S": "\u{13}", "Ctrl-U": "\u{15}", "Ctrl-G": "\u{07}",
            "Colon": ":",
        ]
    }

    init(_ text: String) {
        var lines: [String] = []
        for line in text.split(separator: "\n") {
            if line.first == " ", let begun = lines.popLast() {
                lines.append(begun + line)
            } else {
                lines.append(String(line))
            }
        }
        self.lines = lines.map(Line.init)
    }
}

/// What shall be said of a key, and what has the focus last.
struct Speech {
    static let nothing = Speech("")

    private let texts: [String]
    private static let anything = "…"

    init(_ text: some StringProtocol) {
        texts = text.split(separator: "|").map { $0.split(separator: " ").joined() }.filter { !$0.isEmpty }
    }

    var dependsOnNetwork: Bool { texts.contains(Self.anything) }

    /// Whether just that was said. Only the letters count, for where a text ends depends on how the terminal's bytes arrive.
    func isMet(by said: [String]) -> Bool {
        var rest = said.joined().filter { $0 != " " }[...]
        for (index, part) in texts.split(separator: Self.anything, omittingEmptySubsequences: false).enumerated() {
            let letters = part.joined()
            if index > 0, !letters.isEmpty, let place = rest.firstRange(of: letters) {
                rest = rest[place.lowerBound...]
            }
            guard rest.hasPrefix(letters) else { return false }
            rest = rest.dropFirst(letters.count)
        }
        return rest.isEmpty || texts.last == Self.anything
    }
}
