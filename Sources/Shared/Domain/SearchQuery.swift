/// What a typed or pasted text asks for.
struct SearchQuery {
    /// For each, the prefixes of which a customer's entries must have one.
    let needs: [[String]]
    /// The text, folded, in one line.
    let phrase: String
}

// MARK: - Ids and numbers

extension SearchQuery {
    /// A text that is one thing as a whole: an id, a number, an address as it is pasted; `nil` for words.
    init?(whole text: String) {
        guard
            let query = Self(id: text) ?? Self(phone: text) ?? Self(idBeginning: text)
                ?? PastedNumbers(ofAddressIn: text).flatMap(Self.init) ?? Self(pastedEmail: text)
        else { return nil }
        self = query
    }

    /// A text that is one thing as a whole, or numbers with words beside them; `nil` for words.
    init?(pasted text: String) {
        guard let query = Self(whole: text) ?? Self(numberIn: text) else { return nil }
        self = query
    }

    /// Numbers with words beside them, any of which finds; `nil` for any other text.
    init?(numberIn text: String) {
        guard let query = PastedNumbers(in: text).flatMap(Self.init) else { return nil }
        self = query
    }

    /// A number finds, whatever stands beside it, as an address in a line does; so does a word of its digits. The best hit
    /// is who is named beside it.
    private init?(_ pasted: PastedNumbers) {
        let queries = pasted.numbers.compactMap(Self.init(phone:))
        guard let first = queries.first else { return nil }
        let digits = pasted.numbers.map { String(decoding: DialledNumber.digits(of: $0), as: UTF8.self) }
        let words = SearchWords(TextFold.search(pasted.others)).line
        self.init(
            needs: [queries.flatMap(\.needs).flatMap(\.self) + digits], phrase: words.isEmpty ? first.phrase : words)
    }

    /// A whole id, as it is copied; `nil` for anything else.
    init?(id text: String) {
        guard text.utf8.count == 36, let id = CustomerID(text) else { return nil }
        self.init(needs: [[SearchCode.id(id.text.prefix(8))]], phrase: id.text)
    }

    /// More of an id than its first eight digits, which alone are looked up, or a word of that form; `nil` for anything else.
    init?(idBeginning text: String) {
        guard let id = Self.beginningOfID(text) else { return nil }
        let fold = TextFold.search(text)
        self.init(needs: [[SearchCode.id(id), fold.replacing("-", with: ""), fold]], phrase: fold)
    }

    /// The first eight digits of what begins as an id does, with a dash behind them: `d2ae350a-91`.
    private static func beginningOfID(_ text: String) -> String? {
        let text = Array(text.lowercased().utf8)
        guard (9...36).contains(text.count) else { return nil }
        for (place, byte) in text.enumerated() {
            let isDash = idDashes.contains(place)
            guard isDash ? byte == UInt8(ascii: "-") : byte.isHexadecimal else { return nil }
        }
        return String(decoding: text.prefix(8), as: UTF8.self)
    }

    private static let idDashes = [8, 13, 18, 23]

    /// A number of three digits or more, alone or behind a label; `nil` for anything else.
    init?(phone text: String) {
        guard let number = Self.number(in: text) else { return nil }
        var prefixes = Self.codes(DialledNumber(number), typed: number)
        // A row of digits may be a word, or the beginning of an id.
        if number.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            prefixes.append(number)
            if (Self.idDigits...8).contains(number.utf8.count) { prefixes.append(SearchCode.id(number)) }
        }
        if let id = Self.beginningOfID(text) { prefixes.append(SearchCode.id(id)) }
        self.init(needs: [prefixes], phrase: number)
    }

    /// Of an id that is no longer told apart from words; shorter ones would be met by somebody's always.
    private static let idDigits = 6

    /// In the characters of a stored phone.
    private static func number(in text: String) -> String? {
        guard text.unicodeScalars.count(where: \.isDigit) >= DialledNumber.minimumDigits,
            PastedNumbers(in: text)?.numbers.count ?? 1 == 1
        else { return nil }
        if text.utf8.allSatisfy(CustomerField.isPhoneCharacter) { return text }
        let label = text.unicodeScalars.lastIndex { $0 == ":" || $0 == "：" }
        for candidate in [text] + (label.map { [String(text.unicodeScalars[$0...].dropFirst())] } ?? []) {
            let number = PhoneText.cleaned(candidate.trimmedToVisible.trimmed("\"'“”„‘’<>,;")).replacing("/", with: " ")
            let digits = DialledNumber.digits(of: number)
            if digits.count >= DialledNumber.minimumDigits, number.utf8.allSatisfy(CustomerField.isPhoneCharacter) {
                return number.trimmed
            }
        }
        return nil
    }

    private static func codes(_ number: DialledNumber, typed: String) -> [String] {
        let plain = DialledNumber.digits(of: typed)
        guard plain.count >= DialledNumber.fullDigits else {
            return [SearchCode.ending(plain)] + (number.isInternational ? [SearchCode.beginning(number.digits)] : [])
        }
        var codes = endings(number.digits) + (number.extension.isEmpty ? [] : endings(number.withExtension))
        if let digits = number.withoutInnerZero { codes += endings(digits) }
        if number.isInternational { codes.append(SearchCode.beginning(number.digits)) }
        return codes + withoutDirectDial(typed)
    }

    /// `089 7654321-3` is reached by the number before the dash, too, where a customer has that.
    private static func withoutDirectDial(_ typed: String) -> [String] {
        guard let dash = typed.lastIndex(of: "-") else { return [] }
        let behind = DialledNumber.digits(of: String(typed[dash...]))
        let number = DialledNumber(String(typed[..<dash]))
        guard (1...3).contains(behind.count), number.extension.isEmpty,
            number.digits.count >= DialledNumber.fullDigits
        else { return [] }
        return (DialledNumber.fullDigits...number.digits.count).map { SearchCode.whole(number.digits.suffix($0)) }
    }

    /// What ends with the digits, and the whole numbers that they end with: those written without a country's code, or an
    /// area's.
    private static func endings(_ digits: [UInt8]) -> [String] {
        let lengths = stride(from: DialledNumber.fullDigits, to: digits.count, by: 1)
        return [SearchCode.ending(digits)] + lengths.map { SearchCode.whole(digits.suffix($0)) }
    }
}

// MARK: - Emails and words

extension SearchQuery {
    /// The addresses in what was copied from a mail, any of which finds: `Anna <anna@example.org>`, `mailto:…`,
    /// `To: anna@example.org, bo@example.org`; `nil` for anything else.
    init?(pastedEmail text: String) {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return nil }
        let addresses = Self.addresses(in: text).prefix(Self.maximumAddresses)
            .map { address in TextFold.search(address.prefix { $0 != "?" }) }
        // One alone is typed as words are, and may be the beginning of one.
        guard let first = addresses.first, addresses.count > 1 || text.unicodeScalars.contains(where: \.isBesideAddress)
        else { return nil }
        self.init(needs: [addresses], phrase: first)
    }

    /// Whether an address stands in a text, with or without something around it.
    static func hasAddress(_ text: String) -> Bool { !addresses(in: text).isEmpty }

    private static func addresses(in text: String) -> [String] {
        text.unicodeScalars.split { $0.properties.isWhitespace || around.contains($0) }
            .map { String($0).trimmed(".") }.filter(EmailText.isAddress)
    }

    /// A search looks for all of them.
    private static let maximumAddresses = 16

    /// What stands beside an address, and not in it.
    private static let around = "<>＜＞‹›()[]{}\"'`‘’“”„«»,;:".unicodeScalars

    /// Words, each of which must begin one of the customer's; parts of emails among them.
    init(words text: String) {
        var (needs, phrase) = ([[String]](), [String]())
        for piece in Self.pieces(text) {
            let fold = TextFold.search(piece)
            if fold.utf8.contains(UInt8(ascii: "@")) {
                let email = fold.trimmed("<>()[]\"',;:.").trimmedAt
                if !email.isEmpty { (needs, phrase) = (needs + [[email]], phrase + [email]) }
            } else {
                let words = SearchWords(fold)
                phrase += words.parts
                needs += Self.needs(of: words, TextFold.secondSpelling(piece).map { SearchWords($0).parts } ?? [])
            }
        }
        // Beside other words, the end of a number: `Gates 0100`.
        if needs.count > 1 {
            for index in needs.indices {
                guard let digits = needs[index].first, DialledNumber.mayEnd(in: digits) else { continue }
                needs[index].append(SearchCode.ending(Array(digits.utf8)))
            }
        }
        if needs.count == 1, let only = needs[0].first, Self.mayBeginID(only) { needs[0].append(SearchCode.id(only)) }
        self.init(needs: needs, phrase: phrase.joined(separator: " "))
    }

    /// The text, in pieces where an email may be among them.
    private static func pieces(_ text: String) -> [String] {
        guard text.utf8.contains(UInt8(ascii: "@")) else { return [text] }
        return text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map { String($0) }
    }

    /// A word with parts is met by all of these, or by a word that they are joined to, or by an email that has them so.
    private static func needs(of words: SearchWords, _ seconds: [String]) -> [[String]] {
        var needs = words.parts.map { [$0] }
        for (index, second) in zip(needs.indices, seconds) { needs[index].append(second) }
        for chunk in words.chunks {
            for index in chunk.places { needs[index] += [words.joined(chunk.places), chunk.whole] }
        }
        return needs
    }

    private static func mayBeginID(_ word: String) -> Bool {
        (idDigits...8).contains(word.utf8.count) && word.utf8.allSatisfy(\.isHexadecimal)
    }
}

extension String {
    /// Without the `@` before a domain.
    fileprivate var trimmedAt: String { String(unicodeScalars.drop { $0 == "@" }) }
}

extension Unicode.Scalar {
    /// Whether it tells that an address was not typed alone.
    fileprivate var isBesideAddress: Bool {
        switch self {
        case "<", ":", "＜", "‹", "\"": true
        default: false
        }
    }

    /// Whether it is a digit of any script.
    var isDigit: Bool {
        isASCII ? ("0"..."9").contains(self) : properties.numericType == .decimal
    }
}

extension UInt8 {
    fileprivate var isHexadecimal: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
    }
}
