/// Several lines that somebody copied, such as the head of a mail.
package enum PastedLines {
    /// The line that says whom it is about: the sender's, or else the first with an address in it; `nil` when there is none.
    package static func addressLine(in text: String) -> String? {
        let lines = text.unicodeScalars.split(maxSplits: maximumLines) { $0 == "\n" || $0 == "\r" }
            .prefix(maximumLines).map { String($0).trimmedToVisible }.filter(hasAddress)
        return lines.first { label(of: $0) == "from" } ?? lines.first { !marks.contains(label(of: $0)) }
    }

    /// No head of a mail that is copied by hand has more.
    private static let maximumLines = 200

    /// What looks like an address there is the name of a message or a server's (RFC 5322 §3.6.4, §3.6.7).
    private static let marks: Set<String> = ["message-id", "in-reply-to", "references", "received", "return-path"]

    private static func label(of line: String) -> String {
        String(line.unicodeScalars.prefix { $0 != ":" && !$0.properties.isWhitespace }).lowercased()
    }

    private static func hasAddress(_ line: String) -> Bool {
        line.utf8.contains(UInt8(ascii: "@")) && SearchQuery.hasAddress(line)
    }
}
