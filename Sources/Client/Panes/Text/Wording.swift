package import Domain

/// Numbers and times as people read them.
package enum Wording {
    /// `1,204`
    package static func count(_ number: Int) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }

    /// `just now`, `5 min ago`, `2 h ago`, `3 d ago`, and the date from a month on.
    package static func age(of moment: Timestamp, at now: Timestamp) -> String {
        let seconds = now.seconds(since: moment)
        return switch seconds {
        case ..<60: "just now"
        case ..<3_600: "\(seconds / 60) min ago"
        case ..<86_400: "\(seconds / 3_600) h ago"
        case ..<2_592_000: "\(seconds / 86_400) d ago"
        default: "on \(moment.dateText)"
        }
    }

    /// `14:05`, in UTC.
    package static func clock(_ moment: Timestamp) -> String {
        String(moment.text.dropFirst(11).prefix(5)) + " UTC"
    }
}
