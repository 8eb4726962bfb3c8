/// Everything a customer can be found by: the entries that stores keep, and the words of the fields that are no entries.
///
/// A pure function of the fields and of the id. The entries are ``maximumEntries`` at most, the most important first: the words
/// of the name, the email and its domain, the phone and the id, other spellings of the name, the parts of the email, and then
/// the words of the other fields that are searched.
package struct SearchTokens: Hashable, Sendable {
    /// The words with blanks between them: one piece of memory for each of many thousand customers, and one to look
    /// through.
    private let joinedWords: String
    /// The codes, each without the blank before it.
    private let joinedCodes: String
    /// The words of the fields that are not searched, each without its mark.
    private let joinedFurther: String

    /// How many entries a customer has at most.
    package static let maximumEntries = 40
    /// How many words of a name are entries, and of each field behind it; of a list all of its words.
    package static let maximumFieldWords = 8
    /// How many words there are of the fields that are not searched.
    package static let maximumFurtherWords = 24
    /// Goes up with every change of what entries a customer has: stores build them again.
    package static let version = 2

    /// - Parameter hasFurther: whether there is an index of the fields that are not searched.
    package init(_ details: CustomerDetails, _ id: CustomerID, hasFurther: Bool = true) {
        let codes = Self.codes(of: details, id)
        joinedWords = Self.words(of: details, upTo: Self.maximumEntries - codes.count)
        joinedCodes = codes.map { $0.dropFirst() }.joined(separator: " ")
        joinedFurther = hasFurther ? Self.furtherWords(of: details) : ""
    }

    package init(_ customer: Customer, hasFurther: Bool = true) {
        self.init(customer.details, customer.id, hasFurther: hasFurther)
    }

    /// What one field alone would be found by, all of its words.
    init(of field: CustomerField, in details: CustomerDetails) {
        let value = details[field] ?? ""
        var words = WordList(limit: Self.maximumWordsOfField)
        switch field.spec.format {
        case .name: Self.add(nameWords: value, to: &words, upTo: Self.maximumWordsOfField)
        case .email:
            let email = EmailWords(value, upTo: Self.maximumWordsOfField)
            words.add(email.whole + email.parts)
        case .text, .words: words.add(Self.words(inText: value))
        case .phone: break
        }
        joinedWords = words.text
        joinedFurther = ""
        joinedCodes =
            field.spec.format == .phone ? Self.phoneCodes(value).map { $0.dropFirst() }.joined(separator: " ") : ""
    }

    /// More than any field has.
    private static let maximumWordsOfField = 2_000

    /// Folded, distinct, without white space.
    package var words: [String] {
        Self.parts(of: joinedWords)
    }

    /// What is no word: ends and beginnings of the phone, and the id. Each begins with a blank and has no other.
    package var codes: [String] {
        Self.parts(of: joinedCodes).map { " " + $0 }
    }

    /// The words of the fields that are not searched, each marked (``FurtherWord``).
    package var further: [String] {
        Self.parts(of: joinedFurther).map(FurtherWord.marked)
    }

    /// By bytes: a word may begin with a mark, which makes one character with the blank before it.
    private static func parts(of joined: String) -> [String] {
        joined.utf8.split(separator: UInt8(ascii: " ")).map { String(Substring($0)) }
    }

    /// Words and codes.
    package var entries: [String] { words + codes }

    /// Whether one of the entries, or of the further words, begins so.
    ///
    /// - Parameter prefix: of a word or, with a blank before it, of a code, or, marked, of a further word; not empty.
    func hasEntry(beginningWith prefix: String) -> Bool {
        var prefix = prefix
        return prefix.withUTF8 { prefix in
            if prefix.first == UInt8(ascii: " ") {
                Self.holds(joinedCodes, wordBeginningWith: .init(rebasing: prefix.dropFirst()))
            } else if FurtherWord.isMarked(prefix) {
                Self.holds(joinedFurther, wordBeginningWith: .init(rebasing: prefix.dropFirst()))
            } else {
                Self.holds(joinedWords, wordBeginningWith: prefix)
            }
        }
    }

    private static func holds(_ joined: String, wordBeginningWith prefix: UnsafeBufferPointer<UInt8>) -> Bool {
        var joined = joined
        return joined.withUTF8 { holds($0, wordBeginningWith: prefix) }
    }

    private static func holds(
        _ words: UnsafeBufferPointer<UInt8>, wordBeginningWith prefix: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard !prefix.isEmpty else { return !words.isEmpty }
        var start = 0
        while start + prefix.count <= words.count {
            var end = start
            while end - start < prefix.count, words[end] == prefix[end - start] { end += 1 }
            if end - start == prefix.count { return true }
            while end < words.count, words[end] != UInt8(ascii: " ") { end += 1 }
            start = end + 1
        }
        return false
    }
}

// MARK: - What they are

extension SearchTokens {
    private static let phones = CustomerField.searched.filter { $0.spec.format == .phone }
    private static let emails = CustomerField.searched.filter { $0.spec.format == .email }
    private static let otherFields = CustomerField.searched.filter {
        ![.name, .email, .phone].contains($0.spec.format)
    }

    private static func codes(of details: CustomerDetails, _ id: CustomerID) -> [String] {
        var codes: [String] = []
        for field in phones {
            guard let phone = details[field] else { continue }
            for code in phoneCodes(phone) where !codes.contains(code) { codes.append(code) }
        }
        return codes + [SearchCode.id(id.text.prefix(8))]
    }

    private static func phoneCodes(_ phone: String) -> [String] {
        let number = DialledNumber(phone)
        var codes: [String] = []
        if number.digits.count >= DialledNumber.minimumDigits { codes.append(SearchCode.whole(number.digits)) }
        guard number.digits.count + number.extension.count >= DialledNumber.minimumDigits else { return [] }
        if !number.extension.isEmpty { codes.append(SearchCode.whole(number.withExtension)) }
        if number.isInternational { codes.append(SearchCode.beginning(number.digits)) }
        return codes
    }

    /// With blanks between them.
    private static func words(of details: CustomerDetails, upTo limit: Int) -> String {
        var words = WordList(limit: limit)
        let emails = emails.map { EmailWords(details[$0] ?? "") }
        add(nameWords: details.name, to: &words, upTo: maximumFieldWords) { words in
            for email in emails { words.add(email.whole) }
        }
        for email in emails { words.add(email.parts) }
        for field in otherFields {
            guard let value = details[field] else { continue }
            words.add(Self.words(inText: value), upTo: field.maximumWords ?? maximumFieldWords)
        }
        return words.text
    }

    /// With blanks between them.
    private static func furtherWords(of details: CustomerDetails) -> String {
        var words = WordList(limit: maximumFurtherWords)
        for field in CustomerField.further { words.add(details[field].map(self.words(inText:)) ?? []) }
        return words.text
    }

    /// - Parameter behindFirst: adds what is more important than all of a name but its words as they are written.
    private static func add(
        nameWords value: String, to words: inout WordList, upTo limit: Int,
        behindFirst: (inout WordList) -> Void = { _ in }
    ) {
        let name = SearchWords(TextFold.search(value))
        let second = TextFold.secondSpelling(value).map { SearchWords($0) }
        words.add(name.parts, upTo: limit)
        behindFirst(&words)
        if let second { words.add(second.parts, upTo: limit) }
        words.add(name.parts.prefix(limit).flatMap(SearchWords.insides), upTo: limit)
        words.addJoined(name)
        if let second { words.addJoined(second) }
    }

    /// The words of a field that is no name, their second spellings and the words inside.
    private static func words(inText value: String) -> [String] {
        let first = SearchWords(TextFold.search(value))
        let second = TextFold.secondSpelling(value).map { SearchWords($0).parts } ?? []
        let joined = first.chunks.map { first.joined($0.places) }
        return first.parts + second + joined + first.parts.flatMap(SearchWords.insides)
    }

    /// Distinct words; one that an earlier one begins with finds nobody more.
    private struct WordList {
        private var bytes: [UInt8] = []
        private var room: Int

        init(limit: Int) {
            room = limit
            bytes.reserveCapacity(128)
        }

        /// The words with blanks between them.
        var text: String { String(decoding: bytes, as: UTF8.self) }

        mutating func add(_ words: [String], upTo limit: Int = .max) {
            var left = min(limit, room)
            for word in words where left > 0 && add(word) { left -= 1 }
        }

        /// `obrien` of O'Brien, and of Smith-O'Brien too.
        mutating func addJoined(_ words: SearchWords) {
            for places in words.chunks.map(\.places) {
                for start in places.dropLast().prefix(3) { add([words.joined(start..<places.upperBound)]) }
            }
        }

        /// - Returns: whether it is a further one.
        private mutating func add(_ word: String) -> Bool {
            var word = word
            return word.withUTF8 { word in
                guard !bytes.withUnsafeBufferPointer({ holds($0, wordBeginningWith: word) }) else { return false }
                if !bytes.isEmpty { bytes.append(UInt8(ascii: " ")) }
                bytes.append(contentsOf: word)
                room -= 1
                return true
            }
        }
    }
}

/// The words of an email: the whole, its domain, and the parts of both.
private struct EmailWords {
    let whole: [String]
    let parts: [String]

    static let maximumParts = 8

    init(_ email: String, upTo limit: Int = maximumParts) {
        let fold = TextFold.search(email)
        let at = fold.utf8.lastIndex(of: UInt8(ascii: "@")) ?? fold.endIndex
        let domain = fold[at...].utf8.dropFirst()
        let local = fold[..<at].utf8.split { Self.separators.contains($0) }.dropFirst().map { String(Substring($0)) }
        whole = [fold, String(Substring(domain))].filter { !$0.isEmpty }
        parts = Array((local + Self.ends(of: domain)).prefix(limit))
    }

    private static let separators = Array(".-_+".utf8)

    /// `shop.example.org` and `example.org` of `my-shop.example.org`: all but the last label alone, which says nothing.
    private static func ends(of domain: Substring.UTF8View) -> [String] {
        domain.indices.filter { domain[$0] == UInt8(ascii: ".") || domain[$0] == UInt8(ascii: "-") }
            .map { domain[domain.index(after: $0)...] }
            .filter { $0.dropFirst().contains(UInt8(ascii: ".")) }.map { String(Substring($0)) }
    }
}
