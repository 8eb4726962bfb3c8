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
    /// The value as it is stored: trimmed, in NFC, line breaks as LF; `nil` for none.
    ///
    /// - Throws: the first rule of the field that `raw` breaks.
    package func validated(_ raw: String?) throws(FieldViolation) -> String? {
        let value = normalised(raw ?? "")
        guard !value.isEmpty else {
            guard !isRequired else { throw violation(.required, "is required") }
            return nil
        }
        try checkCharacters(value)
        try checkLength(value)
        try checkFormat(value)
        return value
    }

    private func normalised(_ raw: String) -> String {
        let value = raw.trimmed.nfc
        guard allowsLineBreaks, value.utf8.contains(UInt8(ascii: "\r")) else { return value }
        var unified = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\r": unified.append("\n")
            case "\n" where previous == "\r": break
            default: unified.append(scalar)
            }
            previous = scalar
        }
        return String(unified)
    }

    private func checkCharacters(_ value: String) throws(FieldViolation) {
        for scalar in value.unicodeScalars {
            if scalar.isControl && !(allowsLineBreaks && scalar == "\n") {
                throw violation(.character, "must not contain control characters (\(scalar.codePoint))")
            }
            if scalar.isBidiControl {
                throw violation(.character, "must not contain text-direction controls (\(scalar.codePoint))")
            }
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

    private func checkFormat(_ value: String) throws(FieldViolation) {
        switch self {
        case .email where !Self.isEmail(value):
            throw violation(.format, "must look like name@example.com, without spaces")
        case .phone where !value.utf8.allSatisfy(Self.isPhoneCharacter):
            throw violation(.format, "must have only digits, spaces and + - ( ) . # x")
        default: break
        }
    }

    /// `^[^\s@]+@[^\s@]+\.[^\s@]+$`
    private static func isEmail(_ value: String) -> Bool {
        let scalars = value.unicodeScalars
        guard !scalars.contains(where: { $0.properties.isWhitespace }) else { return false }
        let parts = scalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return false }
        return parts[1].dropFirst().dropLast().contains(".")
    }

    /// Whether a byte may stand in a phone number.
    package static func isPhoneCharacter(_ byte: UInt8) -> Bool {
        switch Unicode.Scalar(byte) {
        case "0"..."9", " ", "+", "-", "(", ")", ".", "#", "x": true
        default: false
        }
    }

    private func violation(_ code: FieldViolation.Code, _ message: String) -> FieldViolation {
        FieldViolation(field: rawValue, code: code, message: message)
    }
}

extension Unicode.Scalar {
    /// `U+001B`
    fileprivate var codePoint: String {
        let hex = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - hex.utf8.count)) + hex
    }
}
