import Domain

/// A moment as files have it: RFC 3339, a date alone, and the forms of ISO 8601 that databases write.
enum WrittenDate {
    static let rule =
        "must be a date such as 2024-03-01, or a date and time with its offset such as 2024-03-01T08:15:00Z"

    /// A date alone is its midnight in UTC; a time without its offset could be anywhere, and is `nil`.
    static func timestamp(_ text: String) -> Timestamp? {
        if let exact = Timestamp(text) { return exact }
        if let day = Timestamp(text + "T00:00:00Z") { return day }
        let time = text.dropFirst(11)
        guard let sign = time.lastIndex(where: { "+-Zz".contains($0) }) else { return nil }
        let clock = String(time[..<sign]).trimmed
        return Timestamp("\(text.prefix(11))\(clock.utf8.count == 5 ? clock + ":00" : clock)\(offset(time[sign...]))")
    }

    /// `+0100` and `+01` as RFC 3339 has them.
    private static func offset(_ text: Substring) -> String {
        switch text.utf8.count {
        case 3: text + ":00"
        case 5: text.prefix(3) + ":" + text.suffix(2)
        default: String(text)
        }
    }
}
