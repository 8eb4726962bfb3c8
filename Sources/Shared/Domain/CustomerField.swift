/// A field that people fill in; lists, forms and validation iterate these.
package enum CustomerField: String, CaseIterable, Sendable {
    case name
    case email
    case phone
    case address

    /// The word that people read before the value.
    package var label: String {
        switch self {
        case .name: "Name"
        case .email: "Email"
        case .phone: "Phone"
        case .address: "Address"
        }
    }

    package var isRequired: Bool {
        self == .name || self == .email
    }

    package var allowsLineBreaks: Bool {
        self == .address
    }

    /// Unicode scalars after normalisation, at most; `nil` where only bytes are limited.
    package var maximumCharacters: Int? {
        switch self {
        case .name: 100
        case .email: nil
        case .phone: 20
        case .address: 500
        }
    }

    /// UTF-8 bytes after normalisation, at most.
    package var maximumBytes: Int {
        switch self {
        case .name: 400
        case .email: 254
        case .phone: 20
        case .address: 2_000
        }
    }
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
        if self == .phone { return PhoneText.cleaned(value) }
        return allowsLineBreaks ? value.unifyingLineBreaks : value
    }

    /// What somebody pasted, typed or exported, without what mail programs put around an address: for the programs that
    /// people use. The API takes an address alone, and names what has to go.
    package func unwrapped(_ pasted: String) -> String {
        self == .email ? EmailText.unwrapped(pasted) : pasted
    }

    private func checkCharacters(_ value: String) throws(FieldViolation) {
        for scalar in value.unicodeScalars {
            if scalar.isControl && !(allowsLineBreaks && scalar == "\n") {
                throw violation(.character, "must not contain control characters (\(scalar.codePoint))")
            }
            if scalar.isBidiControl {
                throw violation(.character, "must not contain text-direction controls (\(scalar.codePoint))")
            }
            if self == .email, scalar.isInvisible || scalar.properties.generalCategory == .format {
                throw violation(.character, "must not contain invisible characters (\(scalar.codePoint))")
            }
        }
    }

    private func checkFormat(_ value: String) throws(FieldViolation) {
        switch self {
        case .name:
            guard value.unicodeScalars.contains(where: \.isVisible) else { throw invisible }
        case .email:
            if let fault = EmailText.fault(in: value) { throw violation(.format, fault) }
        case .phone:
            guard value.utf8.allSatisfy(Self.isPhoneCharacter) else {
                throw violation(.format, PhoneText.fault(in: value))
            }
        case .address: break
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
