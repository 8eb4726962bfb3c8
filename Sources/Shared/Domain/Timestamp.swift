import FoundationEssentials

/// A moment in UTC with microsecond resolution, shown with milliseconds (RFC 3339).
///
/// An integer rather than a `Date`: a `Date`'s binary fraction turns `.123` into `.122` on its way through text.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// The wall clock's reading.
    package static func now() -> Timestamp {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded()))
    }

    package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool {
        lhs.microseconds < rhs.microseconds
    }

    /// A number from outside as a moment; `nil` for one before the year 1 or after 9999, which no text can have.
    package init?(checked microseconds: Int64) {
        self.init(microseconds: microseconds)
        guard (Self.earliest...Self.latest).contains(self) else { return nil }
    }

    /// The nearest moment that a text can have.
    init(clamped microseconds: Int64) {
        self = min(max(Timestamp(microseconds: microseconds), Self.earliest), Self.latest)
    }

    /// This moment moved by `seconds`.
    package func advanced(bySeconds seconds: Int64) -> Timestamp {
        Timestamp(microseconds: microseconds + seconds * 1_000_000)
    }

    /// Seconds from `other` to this moment.
    package func seconds(since other: Timestamp) -> Int64 {
        (microseconds - other.microseconds) / 1_000_000
    }
}

// MARK: - Text (RFC 3339)

extension Timestamp {
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// RFC 3339 in UTC with milliseconds: `2024-03-01T12:30:00.000Z`; the nearest that it knows for a moment before the
    /// year 1 or after 9999.
    package var text: String {
        let microseconds = Timestamp(clamped: microseconds).microseconds
        let (day, timeOfDay) = Self.floorDivide(microseconds, by: Self.microsecondsPerDay)
        let date = CivilDate(daysSinceEpoch: day)
        let milliseconds = timeOfDay / 1_000
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func add(_ value: Int64, _ divisor: Int64, _ end: Unicode.Scalar) {
            var divisor = divisor
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
            text.append(UInt8(ascii: end))
        }
        add(date.year, 1_000, "-")
        add(date.month, 10, "-")
        add(date.day, 10, "T")
        add(milliseconds / 3_600_000, 10, ":")
        add(milliseconds / 60_000 % 60, 10, ":")
        add(milliseconds / 1_000 % 60, 10, ".")
        add(milliseconds % 1_000, 100, "Z")
        return String(decoding: text, as: UTF8.self)
    }

    /// The same with microseconds where there are some: nothing of the moment is lost.
    package var exactText: String {
        let rest = Self.floorDivide(microseconds, by: 1_000).remainder
        guard rest != 0 else { return text }
        return text.dropLast() + String(rest + 1_000).dropFirst() + "Z"
    }

    /// The date part alone: `2024-03-01`.
    package var dateText: String {
        String(text.prefix(10))
    }

    /// Reads an RFC 3339 date-time with any offset and fraction; finer digits than microseconds are cut.
    ///
    /// `nil` for anything else, for a day that no calendar has and for a year before 1 or after 9999.
    package init?(_ text: some StringProtocol) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), scanner.skip("T", "t", " "),
            let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2), scanner.skip(":"),
            let second = scanner.number(2), let fraction = scanner.fractionInMicroseconds(),
            let offsetMinutes = scanner.offsetMinutes(), scanner.isAtEnd,
            hour < 24, minute < 60, second <= 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + (minute - offsetMinutes) * 60 + second
        let value = Timestamp(microseconds: seconds * 1_000_000 + fraction)
        guard (Self.earliest...Self.latest).contains(value) else { return nil }
        self = value
    }

    private static let earliest = Timestamp(microseconds: -62_135_596_800_000_000)
    private static let latest = Timestamp(microseconds: 253_402_300_799_999_999)

    static func floorDivide(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}

extension Timestamp: CustomStringConvertible {
    package var description: String { text }
}
