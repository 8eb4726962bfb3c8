/// What the dates of a filter are of: the day that it is, and where.
package struct FilterDates: Sendable {
    private let now: Timestamp
    private let zone: TimeZoneRules

    package init(now: Timestamp, zone: TimeZoneRules = .utc) {
        self.now = now
        self.zone = zone
    }

    /// The moments that a text names: `today`, `yesterday`, `7d`, `2w`, `2024`, `2024-03`, `2024-03-01` or an RFC 3339
    /// date-time; with `>`, `>=`, `<` or `<=` before it; or two of them with `..` between, each of which may be left out.
    ///
    /// A number of days or weeks alone is since the beginning of the day that long ago. Of `A..B` B's day, month or year
    /// belongs to it, and a date-time B does not. `nil` for what names none.
    func range(_ text: String) -> MomentRange? {
        if let dots = text.twoDots { return range(from: dots.before, to: dots.behind) }
        for comparison in Comparison.allCases where text.hasPrefix(comparison.rawValue) {
            return Span(String(text.dropFirst(comparison.rawValue.count)), self)?.compared(comparison)
        }
        return Span(text, self).map { $0.isAgo ? $0.compared(.from) : MomentRange(from: $0.start, before: $0.end) }
    }

    /// The last moment of the day, month or year that a text names, or the one that it is; `nil` for what names none.
    package func lastMoment(of text: String) -> Timestamp? {
        Span(text, self).map { span in
            span.end.map { Timestamp(microseconds: $0.microseconds - 1) } ?? Timestamp(clamped: .max)
        }
    }

    private func range(from: String, to: String) -> MomentRange? {
        let (first, last) = (Span(from, self), Span(to, self))
        guard first != nil || from.isEmpty, last != nil || to.isEmpty, first != nil || last != nil else { return nil }
        return MomentRange(from: first?.start, before: last.flatMap { $0.isInstant ? $0.start : $0.end })
    }

    fileprivate enum Comparison: String, CaseIterable {
        // The longer ones first.
        case from = ">="
        case upTo = "<="
        case after = ">"
        case before = "<"
    }

    /// A day, a month, a year or a moment.
    fileprivate struct Span {
        let start: Timestamp
        /// The first moment behind it; `nil` where no text can have one.
        let end: Timestamp?
        var isAgo = false
        var isInstant = false
    }

    fileprivate var today: Int64 { zone.day(of: now) }

    fileprivate func start(ofDay day: Int64) -> Timestamp { zone.start(ofDay: day) }
}

extension FilterDates.Span {
    fileprivate init?(_ text: String, _ dates: FilterDates) {
        let word = text.lowercased()
        if let ago = Self.daysAgo(word) {
            self.init(dates, days: dates.today - ago, isAgo: word != "today" && word != "yesterday")
        } else if let instant = Timestamp(text) {
            self.init(
                start: instant, end: Timestamp(clamped: instant.microseconds + Self.shownMicroseconds), isInstant: true)
        } else if let (first, last) = Self.days(text) {
            self.init(dates, days: first, upTo: last)
        } else {
            return nil
        }
    }

    /// A moment is shown with milliseconds, so that it stands for all that look like it.
    private static let shownMicroseconds: Int64 = 1_000

    private init(_ dates: FilterDates, days first: Int64, upTo last: Int64? = nil, isAgo: Bool = false) {
        start = dates.start(ofDay: first)
        let behind = (last ?? first) + 1
        end = behind > Self.lastDay ? nil : dates.start(ofDay: behind)
        self.isAgo = isAgo
    }

    /// 31 December 9999.
    private static let lastDay = Timestamp(clamped: .max).microseconds / 86_400_000_000

    fileprivate func compared(_ comparison: FilterDates.Comparison) -> MomentRange {
        // A moment is itself alone here, not all that look like it.
        let end = isInstant ? Timestamp(clamped: start.microseconds + 1) : end
        return switch comparison {
        case .from: MomentRange(from: start)
        case .before: MomentRange(before: start)
        case .after: MomentRange(from: end ?? Timestamp(clamped: .max))
        case .upTo: MomentRange(before: end)
        }
    }

    private static func daysAgo(_ text: String) -> Int64? {
        switch text {
        case "today": return 0
        case "yesterday": return 1
        default: break
        }
        guard let unit = text.last.flatMap({ units[$0] }), (2...5).contains(text.utf8.count) else { return nil }
        var scanner = DigitScanner(text.dropLast())
        guard let count = scanner.number(text.utf8.count - 1) else { return nil }
        return count * unit
    }

    /// In days.
    private static let units: [Character: Int64] = ["d": 1, "w": 7]

    /// The first and the last day of `2024`, `2024-03` or `2024-03-01`, since 1970.
    private static func days(_ text: String) -> (Int64, Int64)? {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), year >= 1 else { return nil }
        guard scanner.skip("-") else {
            return scanner.isAtEnd ? days(from: (year, 1, 1), before: (year + 1, 1, 1)) : nil
        }
        guard let month = scanner.number(2) else { return nil }
        guard scanner.skip("-") else {
            guard scanner.isAtEnd else { return nil }
            return days(from: (year, month, 1), before: month == 12 ? (year + 1, 1, 1) : (year, month + 1, 1))
        }
        guard let day = scanner.number(2), scanner.isAtEnd, let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        return (date.daysSinceEpoch, date.daysSinceEpoch)
    }

    private static func days(
        from first: (Int64, Int64, Int64), before end: (Int64, Int64, Int64)
    ) -> (Int64, Int64)? {
        guard let first = CivilDate(year: first.0, month: first.1, day: first.2),
            let end = CivilDate(year: end.0, month: end.1, day: end.2)
        else { return nil }
        return (first.daysSinceEpoch, end.daysSinceEpoch - 1)
    }
}

extension String {
    /// What stands before and behind the first `..`.
    fileprivate var twoDots: (before: String, behind: String)? {
        let bytes = Array(utf8)
        guard let place = bytes.indices.dropLast().first(where: { bytes[$0] == Self.dot && bytes[$0 + 1] == Self.dot })
        else { return nil }
        return (
            String(decoding: bytes[..<place], as: UTF8.self), String(decoding: bytes[(place + 2)...], as: UTF8.self)
        )
    }

    private static let dot = UInt8(ascii: ".")
}
