/// A phone number as it is dialled, in the characters of a stored one, reduced to what its spellings have in common.
///
/// `+49 (0)89 7654321`, `0049 89 7654321` and `+49 89 7654321` are the digits 49897654321; `089 7654321` is 897654321, which
/// they end with.
struct DialledNumber: Hashable {
    /// ASCII digits.
    typealias Digits = [UInt8]

    /// Without `+` or `00`, and without the zero that is dialled inside a country (ITU-T E.123 §7).
    let digits: Digits
    /// Whether they begin with a country's code.
    let isInternational: Bool
    /// Behind the `x`; mostly empty.
    let `extension`: Digits

    /// From so many digits on, prefixes are taken for prefixes.
    static let fullDigits = 6
    /// Fewer are no number.
    static let minimumDigits = 3

    /// Whether a word beside others may be how a number ends: digits enough, and fewer than a number is found by whatever
    /// stands beside it.
    static func mayEnd(in word: String) -> Bool {
        (minimumDigits...fullDigits).contains(word.utf8.count)
            && word.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// - Parameter text: in the characters of a stored phone.
    init(_ text: String) {
        var (number, behind): (Digits, Digits) = ([], [])
        var (hasPlus, isBehind) = (false, false)
        var before: (UInt8, UInt8) = (0, 0)
        for byte in text.utf8 {
            defer { before = (before.1, byte) }
            if Self.isDigit(byte) {
                if isBehind { behind.append(byte) } else { number.append(byte) }
            } else if byte == UInt8(ascii: "+"), number.isEmpty {
                hasPlus = true
            } else if byte == UInt8(ascii: ")"), before == (UInt8(ascii: "("), Self.zero), !isBehind {
                // +44 (0)20: not dialled from abroad.
                number.removeLast()
            } else if byte == UInt8(ascii: "x") {
                isBehind = true
            }
        }
        let hasZeros = number.starts(with: [Self.zero, Self.zero])
        if hasPlus || hasZeros, let dialled = Self.international(number.dropFirst(hasPlus ? 0 : 2)) {
            (digits, isInternational) = (dialled, true)
        } else {
            (digits, isInternational) = (Self.national(number), false)
        }
        `extension` = behind
    }

    /// With the extension, as one row of digits.
    var withExtension: Digits { digits + `extension` }

    static func digits(of text: String) -> Digits {
        text.utf8.filter(isDigit)
    }

    private static let zero = UInt8(ascii: "0")

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= zero && byte <= UInt8(ascii: "9") }

    /// The code and what follows, without zeros between; `nil` when too little is left.
    private static func international(_ digits: ArraySlice<UInt8>) -> Digits? {
        guard digits.count >= 2, digits.first != zero else { return nil }
        let code = digits.prefix(codeLength(digits))
        return Array(code) + Array(digits[code.endIndex...].drop { $0 == zero })
    }

    /// Without the zero, or Russia's eight, that is dialled before an area's code.
    private static func national(_ digits: Digits) -> Digits {
        let rest = digits.drop { $0 == zero }
        guard rest.count == digits.count else { return rest.count >= fullDigits ? Array(rest) : digits }
        return digits.count == 11 && digits.first == UInt8(ascii: "8") ? Array(digits.dropFirst()) : digits
    }

    /// The same where somebody left the `+` out but wrote the zero: `49 0 89 7654321`.
    var withoutInnerZero: Digits? {
        guard !isInternational, digits.count >= 11 else { return nil }
        return Self.international(digits[...]).flatMap { $0 == digits ? nil : $0 }
    }

    /// Whether both are the same number, or one is the other behind a country's code (whose `+` may have been left out).
    func isReached(by other: DialledNumber) -> Bool {
        digits == other.digits || other.isBehindCountry(of: self) || isBehindCountry(of: other)
    }

    private func isBehindCountry(of other: DialledNumber) -> Bool {
        guard !isInternational, other.isInternational || other.digits.count >= 11 else { return false }
        let whole = other.withoutInnerZero ?? other.digits
        return digits == Array(whole.dropFirst(Self.codeLength(whole[...])))
    }

    /// What the codes of the numbers begin with that are this one, or this one behind a country's code, or without it.
    var sameNumberCodes: [String] {
        let whole = withoutInnerZero ?? digits
        guard isInternational || digits.count >= 11 else { return [SearchCode.ending(digits)] }
        let national = whole.dropFirst(Self.codeLength(whole[...]))
        return [isInternational ? SearchCode.whole(digits) : SearchCode.ending(digits), SearchCode.whole(national)]
            + (whole == digits ? [] : [SearchCode.whole(whole)])
    }

    /// How long the country's code is that a number begins with (ITU-T E.164, annex D).
    private static func codeLength(_ digits: ArraySlice<UInt8>) -> Int {
        let (first, second) = (digits.first, digits.dropFirst().first)
        if first == UInt8(ascii: "1") || first == UInt8(ascii: "7") { return 1 }
        let seconds =
            switch first.map({ Unicode.Scalar($0) }) {
            case "2": "07"
            case "3": "0123469"
            case "4": "013456789"
            case "5": "12345678"
            case "6": "0123456"
            case "8": "1246"
            case "9": "0123458"
            default: ""
            }
        return second.map(seconds.utf8.contains) ?? false ? 2 : 3
    }
}

/// What customers are found by besides words. A code begins with a blank, as no word does, and has no other.
enum SearchCode {
    /// All of a number's digits from the last to the first, so that its end is a beginning; the dot tells where it ends.
    static func whole(_ digits: some BidirectionalCollection<UInt8>) -> String { ending(digits) + "." }

    /// Begins the codes of the numbers that end with these digits.
    static func ending(_ digits: some BidirectionalCollection<UInt8>) -> String {
        " " + String(decoding: digits.reversed(), as: UTF8.self)
    }

    /// Begins the codes of the numbers that begin with these digits, a country's code first.
    static func beginning(_ digits: [UInt8]) -> String { " +" + String(decoding: digits, as: UTF8.self) }

    /// The first eight digits of an id, or fewer.
    static func id(_ digits: some StringProtocol) -> String { " #" + digits }
}
