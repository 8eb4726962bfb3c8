/// Reads the fixed-width numbers of a date-time from left to right.
struct DigitScanner {
    private var rest: Substring.UTF8View

    init(_ text: some StringProtocol) {
        rest = Substring(text).utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Exactly `width` digits.
    mutating func number(_ width: Int) -> Int64? {
        guard rest.count >= width else { return nil }
        let digits = rest.prefix(width)
        guard digits.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(width)
        return digits.reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }

    /// One of `characters`.
    mutating func skip(_ characters: Unicode.Scalar...) -> Bool {
        guard let first = rest.first, characters.contains(Unicode.Scalar(first)) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// An optional fraction of a second (0 without one); `nil` for a point without a digit.
    mutating func fractionInMicroseconds() -> Int64? {
        guard skip(".") else { return 0 }
        let digits = rest.prefix(while: Self.isDigit)
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        let kept = digits.prefix(6).reduce(Int64(0)) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
        return (digits.count..<max(6, digits.count)).reduce(kept) { value, _ in value * 10 }
    }

    /// `Z` or `±hh:mm`, in minutes east of UTC.
    mutating func offsetMinutes() -> Int64? {
        if skip("Z", "z") { return 0 }
        let isEast = rest.first == UInt8(ascii: "+")
        guard skip("+", "-"), let hours = number(2), skip(":"), let minutes = number(2), hours < 24, minutes < 60
        else { return nil }
        return (isEast ? 1 : -1) * (hours * 60 + minutes)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
