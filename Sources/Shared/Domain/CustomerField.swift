/// A field that people fill in; whatever shows, stores, reads or checks fields iterates these.
///
/// What there is to say of each is its ``spec``.
package enum CustomerField: String, CaseIterable, Sendable {
    case name
    case email
    case phone
    case address
    case company
    case tags

    /// The fields of version 1, for whatever was written before there were others.
    package static let original: [CustomerField] = [.name, .email, .phone, .address]
    /// The fields that came since, all optional.
    package static let later = allCases.filter { !original.contains($0) }
    /// The fields that a replacement leaves as they are where it does not name them: those that came since, and the one that
    /// version 1 always named.
    package static let keptUnlessNamed = allCases.filter { $0 == .email || !original.contains($0) }
    /// The fields of which every customer has one at least by which they can be reached: ``reaches(_:)``.
    package static let contacts = allCases.filter(\.spec.isContact)
    /// The fields by whose words customers are found.
    package static let searched = allCases.filter(\.spec.isSearched)
    /// The others, into which plain words look only where there is an index of these fields' words.
    static let further = allCases.filter { !$0.spec.isSearched }

    /// All fields in the order in which people read them and fill them in; ``allCases`` has the one in which they came.
    package static let readingOrder = allCases.reduce(into: [CustomerField]()) { order, field in
        let before = field.spec.follows.flatMap { order.firstIndex(of: $0) }
        order.insert(field, at: before.map { $0 + 1 } ?? order.endIndex)
    }

    package var label: String { spec.label }
    package var isRequired: Bool { spec.isRequired }
    package var allowsLineBreaks: Bool { spec.allowsLineBreaks }
    package var maximumCharacters: Int? { spec.maximumCharacters }
    package var maximumBytes: Int { spec.maximumBytes }

    /// The place among all fields, from 0.
    package var ordinal: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

// MARK: - The rules

extension CustomerField {
    /// The value as it is stored, cleaned; `nil` for none.
    ///
    /// - Throws: the first rule of the field that `raw` breaks.
    package func validated(_ raw: String?) throws(FieldViolation) -> String? {
        let value = cleaned(raw ?? "")
        guard !value.isEmpty else {
            guard !isRequired else { throw emptied(raw ?? "") }
            // Somebody meant something, so that it must not take a number away that is there.
            guard spec.format != .phone || (raw ?? "").trimmedToVisible.isEmpty else {
                throw violation(.format, "must be a number, or be left empty")
            }
            return nil
        }
        try checkCharacters(value)
        try checkFormat(value)
        try checkLength(value)
        return value
    }

    /// The same for the field of a form, of which no contact may be filled in.
    package func validated(among texts: (CustomerField) -> String) throws(FieldViolation) -> String? {
        let value = try validated(texts(self))
        let contacts = Self.contacts
        if contacts.contains(self), contacts.allSatisfy({ $0.isLacking(texts($0)) }) { throw lacking(instead: value) }
        return value
    }

    /// Whether nobody can be reached by a text; one that breaks a rule of its own is there, and has to be mended, not added.
    private func isLacking(_ text: String) -> Bool {
        do throws(FieldViolation) { return !reaches(try validated(text)) } catch { return false }
    }

    /// Whether somebody can be reached by the value of one of ``contacts``: a phone without a digit, as spreadsheets write `-`
    /// for none, reaches nobody.
    package func reaches(_ value: String?) -> Bool {
        guard let value, !value.isEmpty else { return false }
        return spec.format != .phone || !DialledNumber.digits(of: value).isEmpty
    }

    /// The text as it would be stored, for form, import and API alike, whether it is valid or not.
    ///
    /// Without white space and invisible characters at the ends, in NFC, line breaks as LF; a phone in the characters of
    /// one; words in lower case and in order. What a version 1 server stored is left exactly as it is, but for invisible
    /// characters at the ends.
    package func cleaned(_ raw: String) -> String {
        let value = raw.trimmedToVisible.nfc
        return switch spec.format {
        case .phone: PhoneText.cleaned(value)
        case .words: WordList.cleaned(value)
        case .name, .email, .text: allowsLineBreaks ? value.unifyingLineBreaks : value
        }
    }

    /// What somebody pasted, typed or exported, without what mail programs put around an address: for the programs that
    /// people use. The API takes an address alone, and names what has to go.
    package func unwrapped(_ pasted: String) -> String {
        guard spec.format == .email else { return pasted }
        let address = EmailText.unwrapped(pasted)
        // Where nothing is left, somebody meant something all the same.
        return address.isEmpty ? pasted : address
    }

    private func checkCharacters(_ value: String) throws(FieldViolation) {
        if let fault = value.characterFault(allowingLineBreaks: allowsLineBreaks) { throw violation(.character, fault) }
        guard spec.format == .email else { return }
        for scalar in value.unicodeScalars where !scalar.isASCII {
            guard scalar.isInvisible || scalar.properties.generalCategory == .format else { continue }
            throw violation(.character, "must not contain invisible characters (\(scalar.codePoint))")
        }
    }

    private func checkFormat(_ value: String) throws(FieldViolation) {
        switch spec.format {
        case .name:
            guard value.unicodeScalars.contains(where: \.isVisible) else { throw invisible }
        case .email:
            if let fault = EmailText.fault(in: value) { throw violation(.format, fault) }
        case .phone:
            guard value.utf8.allSatisfy(Self.isPhoneCharacter) else {
                throw violation(.format, PhoneText.fault(in: value))
            }
        case .words(let maximumWords, let maximumCharacters):
            try checkWords(of: value, maximumWords, maximumCharacters)
        case .text: break
        }
    }

    private func checkWords(of value: String, _ count: Int, _ characters: Int) throws(FieldViolation) {
        let words = words(in: value)
        for word in words {
            if let other = word.unicodeScalars.first(where: { !WordList.isOfWord($0) }) {
                throw violation(.character, "must be words of letters, digits, - _ and . without \(other.shown)")
            }
            let length = word.unicodeScalars.count
            if length > characters {
                throw violation(.tooLong, "must be words of \(characters) characters at most, not \(length)")
            }
        }
        try checkCount(words, count)
    }

    private func checkCount(_ words: [String], _ maximum: Int) throws(FieldViolation) {
        guard words.count > maximum else { return }
        throw violation(.tooLong, "must be \(maximum) words at most, not \(words.count)")
    }

    private func checkLength(_ value: String) throws(FieldViolation) {
        let bytes = value.utf8.count
        // There are no more characters than bytes, which need not be counted.
        if let maximumCharacters, bytes > maximumCharacters {
            let characters = value.unicodeScalars.count
            if characters > maximumCharacters {
                throw violation(.tooLong, "must have \(maximumCharacters) characters at most, not \(characters)")
            }
        }
        if bytes > maximumBytes {
            throw violation(.tooLong, "must have \(maximumBytes) bytes at most, not \(bytes)")
        }
    }

    /// Whether a byte may stand in a phone number.
    package static func isPhoneCharacter(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "0"..."9", " ", "+", "-", "(", ")", ".", "#", "x": true
        default: false
        }
    }

    /// Nothing is left of what is required.
    private func emptied(_ raw: String) -> FieldViolation {
        raw.trimmed.isEmpty ? violation(.required, "is required") : invisible
    }

    /// What there is to say of a field of ``contacts`` when nobody can be reached by any of them.
    ///
    /// - Parameter value: what it has all the same.
    func lacking(instead value: String?) -> FieldViolation {
        let others = Self.contacts.filter { $0 != self }.map(\.rawValue)
        let need = value == nil ? "is required" : "must have a digit"
        return violation(.required, "\(need) where there is no " + others.joined(separator: " or "))
    }

    private var invisible: FieldViolation { violation(.required, "must have a visible character") }

    private func violation(_ code: FieldViolation.Code, _ message: String) -> FieldViolation {
        FieldViolation(field: rawValue, code: code, message: message)
    }
}

// MARK: - Lists

extension CustomerField {
    /// Whether its value is a list of words: an array in JSON, and merged word by word.
    package var isList: Bool { maximumWords != nil }

    /// How many words a list has, at most; `nil` for what is no list.
    package var maximumWords: Int? {
        switch spec.format {
        case .words(let maximumWords, _): maximumWords
        case .name, .email, .phone, .text: nil
        }
    }

    /// The words of a stored value of a list, in order; none for no value.
    package func words(in value: String?) -> [String] {
        WordList.words(in: value ?? "")
    }

    /// The value with these words, which were validated before; `nil` for none.
    package func value(of words: [String]) -> String? {
        words.isEmpty ? nil : WordList.text(of: words)
    }

    /// Whether a word of a list may have the character.
    package static func isOfWord(_ scalar: Unicode.Scalar) -> Bool { WordList.isOfWord(scalar) }

    /// How many Unicode scalars a word of a list has, at most; `nil` for what is no list.
    package var maximumWordCharacters: Int? {
        switch spec.format {
        case .words(_, let maximumCharacters): maximumCharacters
        case .name, .email, .phone, .text: nil
        }
    }

    /// The text with these words, as ``validated(_:)`` takes it.
    ///
    /// - Throws: what a text cannot say: that one of them is empty or has a separator of words inside, and that there are
    ///   more than the field may have.
    package func joined(_ words: [String]) throws(FieldViolation) -> String {
        let words = words.map(\.trimmedToVisible)
        guard !words.contains("") else { throw violation(.format, "must not have an empty word") }
        for word in words where word.unicodeScalars.contains(where: WordList.isSeparator) {
            throw violation(.character, "must be words without blanks, commas and semicolons inside")
        }
        if let maximumWords { try checkCount(words, maximumWords) }
        return words.joined(separator: " ")
    }

    /// What one side has made of a value, done to what another has made of it; `nil` where both cannot be.
    func merged(_ change: FieldChange, onto other: String?) -> String?? {
        if other == change.from { return .some(change.to) }
        guard let maximumWords else { return other == change.to ? .some(other) : nil }
        let merged = WordList.applying(from: change.from, to: change.to, onto: other)
        return words(in: merged).count <= maximumWords ? .some(merged) : nil
    }
}

extension Unicode.Scalar {
    /// The character, or its number where it has no look of its own.
    fileprivate var shown: String {
        isVisible ? String(self) : codePoint
    }
}

extension String {
    /// What is wrong with the first character that no value may have; `nil` when there is none.
    func characterFault(allowingLineBreaks: Bool) -> String? {
        for scalar in unicodeScalars {
            if scalar.isControl && !(allowingLineBreaks && scalar == "\n") {
                return "must not contain control characters (\(scalar.codePoint))"
            }
            if scalar.isBidiControl { return "must not contain text-direction controls (\(scalar.codePoint))" }
        }
        return nil
    }

    /// With LF for CRLF and CR.
    var unifyingLineBreaks: String {
        guard utf8.contains(UInt8(ascii: "\r")) else { return self }
        var unified = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in unicodeScalars {
            switch scalar {
            case "\r": unified.append("\n")
            case "\n" where previous == "\r": break
            default: unified.append(scalar)
            }
            previous = scalar
        }
        return String(unified)
    }
}
