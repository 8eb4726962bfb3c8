/// What clocks do every year, as POSIX's `TZ` has it: `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 9636 §3.3.1).
struct YearlyRule: Hashable {
    /// Seconds ahead of UTC.
    private let standard: Int64
    private let summer: Summer?

    private struct Summer: Hashable {
        let offset: Int64
        let begin: Day
        let end: Day
    }

    /// A day of the year, and the second of it.
    fileprivate struct Day: Hashable {
        let kind: Kind
        let second: Int64

        enum Kind: Hashable {
            /// From 1 to 365, without leap days.
            case withoutLeapDays(Int64)
            /// From 0 to 365.
            case ofYear(Int64)
            /// The first to fourth, or with 5 the last one, of a month.
            case weekday(Int64, week: Int64, month: Int64)
        }
    }

    init?(_ text: String) {
        var scanner = RuleScanner(text)
        guard scanner.skipName(), let west = scanner.time() else { return nil }
        standard = -west
        guard !scanner.isAtEnd else {
            summer = nil
            return
        }
        guard scanner.skipName() else { return nil }
        let offset = scanner.next == UInt8(ascii: ",") ? standard + 3_600 : scanner.time().map { -$0 }
        guard let offset, let begin = Day(&scanner), let end = Day(&scanner), scanner.isAtEnd else { return nil }
        summer = Summer(offset: offset, begin: begin, end: end)
    }

    func offset(at moment: Int64) -> Int64 {
        guard let summer else { return standard }
        let day = Timestamp.floorDivide(moment + standard, by: 86_400).quotient
        let year = CivilDate(daysSinceEpoch: day).year
        let begin = summer.begin.second(inYear: year) - standard
        let end = summer.end.second(inYear: year) - summer.offset
        // South of the equator summer goes over the end of the year.
        let isSummer = begin < end ? (begin..<end).contains(moment) : !(end..<begin).contains(moment)
        return isSummer ? summer.offset : standard
    }
}

extension YearlyRule.Day {
    fileprivate init?(_ scanner: inout RuleScanner) {
        guard scanner.skip(","), let kind = Self.kind(&scanner) else { return nil }
        self.kind = kind
        guard scanner.skip("/") else {
            second = 7_200
            return
        }
        guard let time = scanner.time() else { return nil }
        second = time
    }

    private static func kind(_ scanner: inout RuleScanner) -> Kind? {
        if scanner.skip("J") { return scanner.number(1...365).map(Kind.withoutLeapDays) }
        guard scanner.skip("M") else { return scanner.number(0...365).map(Kind.ofYear) }
        guard let month = scanner.number(1...12), scanner.skip("."), let week = scanner.number(1...5),
            scanner.skip("."), let day = scanner.number(0...6)
        else { return nil }
        return .weekday(day, week: week, month: month)
    }

    /// Local seconds since 1970.
    fileprivate func second(inYear year: Int64) -> Int64 { day(inYear: year) * 86_400 + second }

    private func day(inYear year: Int64) -> Int64 {
        let first = Self.first(of: 1, year)
        switch kind {
        case .ofYear(let day): return first + day
        case .withoutLeapDays(let day):
            let isLeapYear = Self.first(of: 3, year) - first == 60
            return first + day - 1 + (isLeapYear && day >= 60 ? 1 : 0)
        case .weekday(let weekday, let week, let month):
            let first = Self.first(of: month, year)
            // 1 January 1970 was a Thursday, the fourth day from Sunday.
            let firstWeekday = Timestamp.floorDivide(first + 4, by: 7).remainder
            let day = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            let next = month == 12 ? Self.first(of: 1, year + 1) : Self.first(of: month + 1, year)
            return day < next ? day : day - 7
        }
    }

    private static func first(of month: Int64, _ year: Int64) -> Int64 {
        CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
    }
}

/// Reads such a rule from left to right.
private struct RuleScanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
        rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: scalar) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Letters, or anything in angle brackets.
    mutating func skipName() -> Bool {
        if skip("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[rest.index(after: end)...]
            return true
        }
        let letters = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        rest = rest.dropFirst(letters.count)
        return letters.count >= 3
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        guard (1...3).contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        let number = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return range.contains(number) ? number : nil
    }

    /// `[±]hh[:mm[:ss]]`, in seconds; up to a week's hours (RFC 9636 §3.3.1).
    mutating func time() -> Int64? {
        let isNegative = skip("-")
        if !isNegative { _ = skip("+") }
        guard var seconds = number(0...167).map({ $0 * 3_600 }) else { return nil }
        for unit: Int64 in [60, 1] where skip(":") {
            guard let part = number(0...59) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }
}
