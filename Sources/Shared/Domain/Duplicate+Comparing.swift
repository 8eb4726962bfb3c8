/// Whom somebody may be the same person as: all that is compared, read off their details once.
///
/// The details may be those of a form that is being filled in, whose name is empty still.
package struct DuplicateTraits: Sendable {
    private let number: TelephoneLine?
    private let mailbox: Mailbox?
    private let names: Set<String>
    private let surroundings: Surroundings
    private let details: CustomerDetails

    package init(_ details: CustomerDetails) {
        self.details = details
        number = TelephoneLine(details.phone)
        mailbox = Mailbox(details.email)
        names = Self.names(details.name)
        surroundings = Surroundings(details)
    }

    /// What tells that the two may be the same person, the most telling of it; `nil` when nothing does.
    package func reason(for other: CustomerDetails) -> Duplicate.Reason? {
        if let number, let theirs = TelephoneLine(other.phone), number.isSame(as: theirs) { return .phone }
        if let mailbox, mailbox == Mailbox(other.email) { return .email }
        guard !surroundings.isEmpty, !names.isDisjoint(with: Self.names(other.name)) else { return nil }
        return surroundings.shared(with: Surroundings(other)).map { _ in .name }
    }

    /// What people of one name have in common: the company, the domain of the email, or the address; `nil` for nothing.
    package func shared(with other: CustomerDetails) -> CustomerField? {
        surroundings.shared(with: Surroundings(other))
    }

    /// The words of a name in their alphabet's order, as it is written and as keyboards without its letters have it, with
    /// what a hyphen or an apostrophe joins as one word and as several.
    private static func names(_ name: String) -> Set<String> {
        Set(SearchWords.spellings(of: name).flatMap(\.readings).map { $0.sorted().joined(separator: " ") })
    }
}

extension Sequence<Duplicate> {
    /// Those with the strongest reason first, and then by name.
    package var strongestFirst: [Duplicate] {
        map { (key: $0.order, $0) }.sorted { $0.key < $1.key }.map(\.1)
    }
}

extension Duplicate {
    fileprivate var order: (Int, String, CustomerID) {
        (Reason.allCases.firstIndex(of: reason) ?? 0, customer.details.nameFold, customer.id)
    }
}

// MARK: - Where candidates are

extension DuplicateTraits {
    /// What customers are looked up by, to be judged one by one: each finds some who may be the same person, and others.
    ///
    /// - Parameter isThorough: whether emails are looked up with a dot in every place, too, which is a look at some dozen
    ///   words of the index.
    package func searches(isThorough: Bool) -> [SearchTerm] {
        let name = Self.needs(of: details.name)
        var needs = [number.map { [$0.codes] }, mailbox.map { [$0.words(isThorough: isThorough)] }].compactMap(\.self)
        if !name.isEmpty {
            let company = Self.needs(of: surroundings.company)
            if let domain = surroundings.domain { needs.append(name + [[domain]]) }
            if !company.isEmpty { needs.append(name + company) }
            if !surroundings.address.isEmpty { needs.append(name) }
        }
        return needs.compactMap { SearchTerm(needs: $0) }
    }

    /// The same as texts that an API searches for.
    package var searchTexts: [String] {
        let name = Self.plainWords(details.name)
        var texts = [number?.text, mailbox?.text].compactMap(\.self)
        guard !name.isEmpty else { return texts }
        let company = Self.plainWords(surroundings.company)
        if let domain = surroundings.domain { texts.append("\(name) \(domain)") }
        if !company.isEmpty { texts.append("\(name) \(company)") }
        return surroundings.address.isEmpty ? texts : texts + [name]
    }

    /// Of a name, or of a company, so many words are looked up.
    private static let maximumWords = 4

    /// The first words of a text, as what is looked for; what begins with a blank is no word.
    private static func needs(of text: String) -> [[String]] {
        let needs = SearchQuery(words: text).needs.map { $0.filter { !$0.hasPrefix(" ") } }
        return Array(needs.filter { !$0.isEmpty }.prefix(maximumWords))
    }

    /// The first words without any sign that means something in a filter.
    private static func plainWords(_ text: String) -> String {
        let words = text.lowercased().unicodeScalars.split { $0.wordRole == .parts }
            .map { $0.drop { $0.wordRole == .joins } }.filter { !$0.isEmpty }
        return words.prefix(maximumWords).map { String($0) }.joined(separator: " ")
    }
}

// MARK: - What is compared

/// A number of so many digits that it is one person's, or one company's.
private struct TelephoneLine {
    private let number: DialledNumber

    private static let minimumDigits = 7

    init?(_ phone: String?) {
        guard let phone else { return nil }
        let number = DialledNumber(phone)
        // 0000000 is typed where a number has to be, and there is none.
        guard number.digits.count >= Self.minimumDigits, Set(number.digits).count > 1 else { return nil }
        self.number = number
    }

    /// Behind one switchboard each extension is a telephone of its own.
    func isSame(as other: TelephoneLine) -> Bool {
        number.isReached(by: other.number) && number.extension == other.number.extension
    }

    /// What the numbers begin with, from their ends on, that may be this one.
    var codes: [String] { number.sameNumberCodes }

    var text: String { (number.isInternational ? "+" : "") + String(decoding: number.digits, as: UTF8.self) }
}

/// An address without what many providers let its owner add: dots, and what stands behind a plus.
private struct Mailbox: Equatable {
    private let local: String
    private let domain: String
    /// The local part as it is written, to the plus.
    private let stem: String

    init?(_ email: String?) {
        guard let email else { return nil }
        let parts = TextFold.search(TextFold.email(email)).split(separator: "@")
        guard parts.count == 2 else { return nil }
        let stem = parts[0].prefix { $0 != "+" }
        let plain = stem.filter { $0 != "." }
        (self.stem, domain) = (String(plain.isEmpty ? parts[0] : stem), String(parts[1]))
        local = plain.isEmpty ? String(parts[0]) : plain
    }

    static func == (left: Mailbox, right: Mailbox) -> Bool { left.local == right.local && left.domain == right.domain }

    var text: String { "\(stem)@\(domain)" }

    /// A long one is looked up as it is.
    private static let maximumDotted = 24

    /// What addresses begin with that may be the same.
    func words(isThorough: Bool) -> [String] {
        let characters = Array(local)
        let isDotted = isThorough && characters.count <= Self.maximumDotted
        let dotted = isDotted ? (1..<max(1, characters.count)).map { Self.dotted(characters, at: $0) } : []
        return ([stem, local] + dotted).flatMap { ["\($0)@\(domain)", "\($0)+"] }
    }

    private static func dotted(_ characters: [Character], at place: Int) -> String {
        String(characters[..<place]) + "." + String(characters[place...])
    }
}

/// What people of one name have in common who are the same.
private struct Surroundings {
    /// `nil` for a provider's, which says nothing.
    let domain: String?
    let company: String
    /// The beginning of the address, to the number of the house.
    let address: [String]
    private let companies: Set<String>

    init(_ details: CustomerDetails) {
        domain = details.email.flatMap(Self.domain)
        company = details[.company] ?? ""
        companies = Set(SearchWords.spellings(of: company).flatMap(\.readings).map { $0.joined(separator: " ") })
        address = Self.beginning(SearchWords(TextFold.search(details.address ?? "")).parts)
    }

    var isEmpty: Bool { domain == nil && companies.isEmpty && address.isEmpty }

    func shared(with other: Surroundings) -> CustomerField? {
        if !companies.isDisjoint(with: other.companies) { return .company }
        if let domain, domain == other.domain { return .email }
        return Self.isSame(address, other.address) ? .address : nil
    }

    private static func domain(_ email: String) -> String? {
        let domain = TextFold.search(email.split(separator: "@").last ?? "")
        return domain.isEmpty || Duplicate.publicDomains.contains(domain) ? nil : domain
    }

    /// Two words or more, to the first with a digit, and four at most; none where there are not so many.
    private static func beginning(_ words: [String]) -> [String] {
        var taken: [String] = []
        for word in words.prefix(4) {
            taken.append(word)
            if taken.count > 1, taken.contains(where: \.hasDigit) { break }
        }
        return taken.count > 1 ? taken : []
    }

    /// `hauptstr 5` and `hauptstrasse 5` are the same.
    private static func isSame(_ one: [String], _ other: [String]) -> Bool {
        !one.isEmpty && one.count == other.count && zip(one, other).allSatisfy { $0 == $1 || isShort($0, of: $1) }
    }

    private static func isShort(_ one: String, of other: String) -> Bool {
        let (short, long) = one.utf8.count < other.utf8.count ? (one, other) : (other, one)
        return short.utf8.count >= 3 && !long.hasDigit && long.hasPrefix(short)
    }
}

extension String {
    fileprivate var hasDigit: Bool { utf8.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
}

extension SearchWords {
    /// A text as it is written, and as it is for keyboards without its letters; none without a word.
    fileprivate static func spellings(of text: String) -> [SearchWords] {
        [TextFold.search(text), TextFold.secondSpelling(text)].compactMap { $0.map { SearchWords($0) } }
            .filter { !$0.parts.isEmpty }
    }

    /// The words alone; and those that stand together as one.
    fileprivate var readings: [[String]] {
        guard !chunks.isEmpty else { return [parts] }
        var together: [String] = []
        var place = 0
        for chunk in chunks.map(\.places) {
            together += parts[place..<chunk.lowerBound] + [joined(chunk)]
            place = chunk.upperBound
        }
        return [parts, together + parts[place...]]
    }
}
