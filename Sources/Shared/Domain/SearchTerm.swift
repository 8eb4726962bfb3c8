/// What somebody typed to find customers.
package enum SearchTerm: Hashable, Sendable {
    /// Every word must begin a word of the name, the email or the email's domain; folded, never empty.
    case words([String])
    /// The phone's digits must end with these, of which there are three at least.
    case phoneEnding(String)

    /// The longest term that is looked for, in Unicode scalars.
    package static let maximumCharacters = 300

    /// Reads a typed term; `nil` when there is nothing in it to look for.
    package init?(_ text: String) {
        let trimmed = text.trimmed
        guard !trimmed.isEmpty else { return nil }
        let digits = PhoneDigits.of(trimmed)
        if digits.utf8.count >= 3, trimmed.utf8.allSatisfy(CustomerField.isPhoneCharacter) {
            self = .phoneEnding(digits)
            return
        }
        var words: [String] = []
        for part in TextFold.name(trimmed).unicodeScalars.split(whereSeparator: \.properties.isWhitespace) {
            let word = String(part)
            if !words.contains(word) { words.append(word) }
        }
        guard !words.isEmpty else { return nil }
        self = .words(words)
    }

    /// The words that a customer's own must begin with; `nil` when nobody can have them all, and none for a phone.
    ///
    /// A word that begins another one is left out, as a customer who has the longer one has it, too. Of the rest no two can begin
    /// the same word, so that more of them than a customer has words find nobody.
    package var neededWords: [String]? {
        guard case .words(let words) = self else { return [] }
        let needed = words.filter { word in
            !words.contains { $0 != word && $0.utf8.starts(with: word.utf8) }
        }
        return needed.count <= SearchTokens.maximumWords ? needed : nil
    }

    /// Whether a customer with these tokens is found.
    package func matches(_ tokens: SearchTokens) -> Bool {
        switch self {
        case .words(let words):
            words.allSatisfy { tokens.hasWord(beginningWith: $0) }
        case .phoneEnding(let digits):
            tokens.reversedPhone?.utf8.starts(with: digits.utf8.reversed()) ?? false
        }
    }
}

/// Everything a customer can be found by.
package struct SearchTokens: Hashable, Sendable {
    /// The words with blanks between them: one piece of memory for each of many thousand customers, and one to look
    /// through.
    private let joinedWords: String
    /// The phone's digits from the last to the first, so that an ending is a prefix; `nil` with fewer than three.
    package let reversedPhone: String?

    /// How many distinct words of a name are indexed.
    package static let maximumNameWords = 8
    /// How many words a customer can be found by: those of the name, the email and its domain, and those of each later
    /// field that is searched.
    package static let maximumWords = maximumNameWords * (1 + laterFields.count) + 2

    private static let laterFields = CustomerField.later.filter(\.spec.isSearched)

    package init(_ details: CustomerDetails) {
        var words = Self.nameWords(details.nameFold)
        let email = TextFold.name(details.email)
        let domain = email.utf8.lastIndex(of: UInt8(ascii: "@")).map { email[email.index(after: $0)...] } ?? ""
        for word in [email, String(domain)] where !word.isEmpty && !words.contains(word) {
            words.append(word)
        }
        for field in Self.laterFields {
            let fold = TextFold.name(details[field] ?? "")
            words += Self.nameWords(fold).filter { !words.contains($0) }
        }
        joinedWords = words.joined(separator: " ")
        let digits = PhoneDigits.of(details.phone ?? "")
        reversedPhone = digits.utf8.count >= 3 ? String(digits.reversed()) : nil
    }

    /// Folded, distinct: at most eight words of the name, the email, its domain, and as many words of
    /// each later field that is searched. No token holds white space.
    package var words: [String] {
        joinedWords.split(separator: " ").map(String.init)
    }

    /// - Parameter prefix: folded, without white space, not empty.
    func hasWord(beginningWith prefix: String) -> Bool {
        var (joined, prefix) = (joinedWords, prefix)
        return joined.withUTF8 { words in
            prefix.withUTF8 { prefix in Self.holds(words, wordBeginningWith: prefix) }
        }
    }

    private static func holds(
        _ words: UnsafeBufferPointer<UInt8>, wordBeginningWith prefix: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        var start = 0
        while start + prefix.count <= words.count {
            if words[start] == prefix[0], words[start..<start + prefix.count].elementsEqual(prefix) { return true }
            guard let end = words[start...].firstIndex(of: UInt8(ascii: " ")) else { return false }
            start = end + 1
        }
        return false
    }

    /// Words are split on white space, and their parts on `- ' . ,` as well: O'Brien is found by `bri` and by `o'b`.
    private static func nameWords(_ fold: String) -> [String] {
        var words: [String] = []
        func add(_ word: some StringProtocol) {
            let word = String(word)
            if words.count < maximumNameWords, !words.contains(word) { words.append(word) }
        }
        for whole in fold.unicodeScalars.split(whereSeparator: \.properties.isWhitespace) {
            let parts = whole.split { "-'.,’".unicodeScalars.contains($0) }
            for part in parts { add(Substring(part)) }
            if parts.count != 1 || parts.first?.count != whole.count { add(Substring(whole)) }
        }
        return words
    }
}

/// The digits of a phone number, whatever stands between them.
enum PhoneDigits {
    static func of(_ phone: String) -> String {
        String(phone.unicodeScalars.filter { ("0"..."9").contains($0) })
    }
}
