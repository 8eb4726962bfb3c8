package import Domain

/// Numbers, times and people as people read of them, in the interface and after a command.
package enum Phrases {
    /// `1,234,567`
    package static func count(_ number: Int) -> String {
        let digits = String(number.magnitude)
        return digits.indices.reduce(into: number < 0 ? "-" : "") { text, index in
            let left = digits.distance(from: index, to: digits.endIndex)
            if left % 3 == 0, index != digits.startIndex { text += "," }
            text.append(digits[index])
        }
    }

    /// `1 line`, `2 lines`
    package static func count(_ number: Int, _ noun: String) -> String {
        "\(count(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// `just now`, `5 min ago`, `2 h ago`, `3 d ago`, and the date from a month on.
    ///
    /// - Parameter zone: whose days dates are.
    package static func age(of moment: Timestamp, at now: Timestamp, in zone: TimeZoneRules) -> String {
        let seconds = now.seconds(since: moment)
        return switch seconds {
        case ..<60: "just now"
        case ..<3_600: "\(seconds / 60) min ago"
        case ..<86_400: "\(seconds / 3_600) h ago"
        case ..<2_592_000: "\(seconds / 86_400) d ago"
        default: "on \(zone.dateText(of: moment))"
        }
    }

    /// `14:05 UTC`.
    package static func clock(_ moment: Timestamp) -> String {
        String(moment.text.dropFirst(11).prefix(5)) + " UTC"
    }
}

extension String {
    /// The same as the beginning of a sentence.
    package var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}

extension Customer {
    /// ` by kim`, or nothing when nobody is named.
    package var byAuthor: String {
        updatedBy.map { " by \($0)" } ?? ""
    }
}
