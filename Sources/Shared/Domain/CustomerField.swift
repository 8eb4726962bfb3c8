/// A field that people fill in; whatever shows, stores, reads or checks fields iterates these.
///
/// What there is to say of each is its ``spec``.
package enum CustomerField: String, CaseIterable, Sendable {
    case name
    case email
    case phone
    case address

    /// The fields of version 1, for whatever was written before there were others.
    package static let original: [CustomerField] = [.name, .email, .phone, .address]
    /// The fields that came since, all optional.
    package static let later = allCases.filter { !original.contains($0) }
    /// The fields that lists have columns for.
    package static let listed = allCases.filter(\.spec.isListed)
    /// The fields by whose words customers are found.
    package static let searched = allCases.filter(\.spec.isSearched)

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
            guard (raw ?? "").trimmedToVisible.isEmpty else {
                throw violation(.format, "must be a number, or be left empty")
            }
            return nil
        }
        try checkCharacters(value)
        try checkFormat(value)
        try checkLength(value)
        return value
    }

    /// The text as it would be stored, for form, import and API alike, whether it is valid or not.
    ///
    /// Without white space and invisible characters at the ends, in NFC, line breaks as LF; a phone in the characters of
    /// one. What a version 1 server stored is left exactly as it is, but for invisible characters at the ends.
    package func cleaned(_ raw: String) -> String {
        let value = raw.trimmedToVisible.nfc
        if spec.format == .phone { return PhoneText.cleaned(value) }
        return allowsLineBreaks ? value.unifyingLineBreaks : value
    }

    /// What somebody pasted, typed or exported, without what mail programs put around an address: for the programs that
    /// people use. The API takes an address alone, and names what has to go.
    package func unwrapped(_ pasted: String) -> String {
        spec.format == .email ? EmailText.unwrapped(pasted) : pasted
    }

    private func checkCharacters(_ value: String) throws(FieldViolation) {
        for scalar in value.unicodeScalars {
            if scalar.isControl && !(allowsLineBreaks && scalar == "\n") {
                throw violation(.character, "must not contain control characters (\(scalar.codePoint))")
            }
            if scalar.isBidiControl {
                throw violation(.character, "must not contain text-direction controls (\(scalar.codePoint))")
            }
            if spec.format == .email, scalar.isInvisible || scalar.properties.generalCategory == .format {
                throw violation(.character, "must not contain invisible characters (\(scalar.codePoint))")
            }
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
        case .text: break
        }
    }

    private func checkLength(_ value: String) throws(FieldViolation) {
        let characters = value.unicodeScalars.count
        if let maximumCharacters, characters > maximumCharacters {
            throw violation(.tooLong, "must have \(maximumCharacters) characters at most, not \(characters)")
        }
        let bytes = value.utf8.count
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

    private var invisible: FieldViolation { violation(.required, "must have a visible character") }

    private func violation(_ code: FieldViolation.Code, _ message: String) -> FieldViolation {
        FieldViolation(field: rawValue, code: code, message: message)
    }
}

extension String {
    /// With LF for CRLF and CR.
    fileprivate var unifyingLineBreaks: String {
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
