/// The phone numbers in a line of a signature or an address book: `Bill Gates 206-555-0100 (mobile)`.
struct PastedNumbers {
    /// In the characters of a stored phone; never empty.
    let numbers: [String]
    /// What stands around them.
    let others: String

    /// As many digits as a number has that is dialled without an area's code, or with all that may stand before it.
    private static let digits = 7...17

    /// More are in no signature; a search looks for all of them.
    private static let maximumNumbers = 8

    /// `nil` for a line with none. Digits that may be something else are no number: a date, or a house's number before a
    /// postal code.
    init?(in line: String) {
        guard line.unicodeScalars.count(where: \.isDigit) >= Self.digits.lowerBound else { return nil }
        var (runs, others): ([[String]], [String]) = ([], [])
        for part in line.unicodeScalars.split(whereSeparator: Self.endsRun) {
            var run: [String] = []
            for word in part.split(whereSeparator: \.properties.isWhitespace).map({ PhoneText.plain(String($0)) }) {
                guard word.unicodeScalars.allSatisfy(Self.mayBeOfRun) else {
                    runs.append(run)
                    (run, others) = ([], others + [word])
                    continue
                }
                if word.utf8.contains(UInt8(ascii: "+")) {
                    runs.append(run)
                    run = []
                }
                run.append(word)
            }
            runs.append(run)
        }
        let numbers = runs.flatMap(Self.parts(of:)).filter(Self.isNumber).prefix(Self.maximumNumbers)
        guard !numbers.isEmpty else { return nil }
        self.numbers = numbers.map { $0.joined(separator: " ").replacing("/", with: " ").trimmed(" .-") }
        self.others = others.joined(separator: " ")
    }

    /// The number in the address of a telephone line on a network: `sip:+12065550100@pbx.example.net` (RFC 3261 §19.1.1),
    /// `https://wa.me/12065550100`; `nil` for any other text.
    init?(ofAddressIn text: String) {
        let fold = text.lowercased()
        for (mark, sign) in Self.addresses {
            guard let start = fold.firstRange(of: mark),
                fold[..<start.lowerBound].unicodeScalars.last?.properties.isAlphabetic != true
            else { continue }
            let behind = fold[start.upperBound...].replacing("%2b", with: "+", maxReplacements: 1)
            let digits = behind.prefix { "0"..."9" ~= $0 || "+-.()".contains($0) }
            let end = behind[digits.endIndex...].first
            guard Self.digits ~= Self.digitCount(String(digits)), end.map({ !$0.isLetter }) ?? true else { continue }
            numbers = [digits.first == "+" ? String(digits) : sign + digits]
            others = ""
            return
        }
        return nil
    }

    /// What stands before the digits, and what they leave out.
    private static let addresses: [(mark: String, sign: String)] = [
        ("sip:", ""), ("sips:", ""), ("wa.me/", "+"), ("whatsapp.com/send?phone=", "+"),
        ("whatsapp.com/send/?phone=", "+"), ("whatsapp://send?phone=", "+"),
    ]

    /// A colon too, behind a label.
    private static func endsRun(_ scalar: Unicode.Scalar) -> Bool {
        ",;:|<>[]{}\"“”：，".unicodeScalars.contains(scalar) || scalar.isControl
    }

    private static func mayBeOfRun(_ scalar: Unicode.Scalar) -> Bool {
        "0"..."9" ~= scalar || "+()-./".unicodeScalars.contains(scalar)
    }

    /// Numbers with a slash between them: together they have more digits than one.
    private static func parts(of run: [String]) -> [[String]] {
        digitCount(run.joined()) > digits.upperBound ? run.split(separator: "/").map { Array($0) } : [run]
    }

    private static func digitCount(_ text: String) -> Int { DialledNumber.digits(of: text).count }

    private static func isNumber(_ run: [String]) -> Bool {
        let text = run.joined(separator: " ").trimmed(" .-/")
        let groups = text.split { !("0"..."9" ~= $0) }.map(\.count)
        guard digits ~= groups.reduce(0, +) else { return false }
        if text.first == "+" || text.first == "(" || groups.count > 3 { return true }
        switch groups.count {
        case 1: return true
        // 12 10115 is of an address, 98052-6399 a postal code.
        case 2: return text.contains(" ") ? text.first == "0" || groups[1] >= 7 : groups != [5, 4]
        // 2026-11-30, 30.11.2026
        default: return !(groups.allSatisfy { $0 <= 4 } && groups.reduce(0, +) <= 8 && groups.contains(4))
        }
    }
}
