/// Phone numbers as people write, paste and export them.
enum PhoneText {
    /// The number in the characters of a stored one; a text that has only these already stays exactly as it is.
    ///
    /// Blanks, dashes and digits of every kind and full-width signs become those of ASCII; invisible characters, what
    /// stands around a number (`tel:`, quotes, a comma) and slashes go; `ext. 5`, `X5` and `;ext=5` (RFC 3966) become
    /// `x5`. What is still wrong afterwards is for the rules to refuse: nothing is guessed away.
    static func cleaned(_ value: String) -> String {
        guard !value.utf8.allSatisfy(CustomerField.isPhoneCharacter) else { return value }
        let plain = withoutPrefix(plain(value).trimmed(around))
        let number = withExtension(plain)
        let slashed = number.replacing("\t", with: "/")
        guard !holdsTwoNumbers(slashed) else { return slashed }
        guard !holdsRange(number) else { return number.replacing("\t", with: " ") }
        return number.split { "/ \t".contains($0) }.map { String($0) }.joined(separator: " ")
    }

    /// Why a cleaned text is not a phone number.
    static func fault(in value: String) -> String {
        if isRounded(value) {
            return "must be the whole number: a spreadsheet has shortened this one; format its column as text"
        }
        if holdsTwoNumbers(value) { return "must be one number, not two" }
        if holdsRange(value) { return "must be one number, without the other extensions behind the slash" }
        return "must have only digits, spaces and + - ( ) . # x"
    }

    // MARK: Characters

    private static let around = " \t,;'\"’‘‚“”„<>"

    /// With the characters of ASCII for all that stand for them, in small letters.
    static func plain(_ value: String) -> String {
        String(String.UnicodeScalarView(value.unicodeScalars.compactMap(plain))).lowercased()
    }

    private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        let properties = scalar.properties
        if scalar.isASCII { return scalar }
        if properties.isDefaultIgnorableCodePoint { return nil }
        if properties.numericType == .decimal, let digit = properties.numericValue {
            return Unicode.Scalar(UInt8(ascii: "0") + UInt8(digit))
        }
        switch scalar.value {
        case 0xFF0F, 0x2044, 0x2215: return "/"
        case 0xB7, 0x2022, 0x2027, 0x30FB, 0xFF65: return "."
        case 0x2212, 0x02D7, 0x2043, 0x30FC, 0xFF70, 0xFF0D: return "-"
        case 0xFF01...0xFF5E: return Unicode.Scalar(UInt8(scalar.value - 0xFEE0))
        default: break
        }
        return switch properties.generalCategory {
        case .dashPunctuation: "-"
        case .spaceSeparator: " "
        default: scalar
        }
    }

    // MARK: Around the digits

    private static func withoutPrefix(_ value: String) -> String {
        for word in ["telephone", "tel", "phone", "callto"] where value.hasPrefix(word) {
            let rest = value.dropFirst(word.count)
            guard let next = rest.first, !("a"..."z").contains(next) else { continue }
            return String(rest.drop { ".: \t".contains($0) })
        }
        return value
    }

    /// With what stands behind the number as `x5`, with a blank before it where there was one and is room.
    private static func withExtension(_ value: String) -> String {
        guard let start = value.firstIndex(where: { ("a"..."z").contains($0) }) else { return value }
        let number = value[..<start].reversed().drop { ",; \t".contains($0) }
        let word = value[start...].prefix { ("a"..."z").contains($0) }
        let rest = value[word.endIndex...].drop { ".:=# \t".contains($0) }
        guard ["x", "ext", "extn", "extension"].contains(word), number.contains(where: isDigit), !rest.isEmpty,
            rest.allSatisfy(isDigit)
        else { return value }
        let isApart = word != "x" || number.count < value[..<start].count
        let limit = CustomerField.phone.maximumCharacters ?? .max
        let gap = isApart && number.count + 2 + rest.count <= limit ? " " : ""
        return String(number.reversed()) + gap + "x" + rest
    }

    private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

    // MARK: What cannot be cleaned

    /// `+49 89 1234567 / 0171 1234567`: joined, the two would be a number that is nobody's. `089/1234567` is one.
    private static func holdsTwoNumbers(_ value: String) -> Bool {
        let parts = value.split(separator: "/")
        return zip(parts, parts.dropFirst()).contains { left, right in
            let digits = (left: left.count(where: isDigit), right: right.count(where: isDigit))
            let first = right.first { $0 != " " && $0 != "(" }
            if first == "+" || first == "0", digits.left >= 6, digits.right >= 6 { return true }
            return digits.right >= 7 && isComplete(left)
        }
    }

    /// Whether a part of a number can be dialled alone: `+49 (0)7243` is a country and an area, and no more.
    private static func isComplete(_ part: Substring) -> Bool {
        let number = part.replacing("(0)", with: "").drop { !isDigit($0) && $0 != "+" }
        guard number.first == "+" || number.hasPrefix("00") else { return number.count(where: isDigit) >= 7 }
        return number.drop { $0 == "0" }.count(where: isDigit) >= 10
    }

    /// `089 1234567/68`: two extensions of one line, which joined would be a number that is nobody's.
    private static func holdsRange(_ value: String) -> Bool {
        let parts = value.split(separator: "/")
        return zip(parts, parts.dropFirst()).contains { left, right in
            let last = right.filter { $0 != " " && $0 != "\t" }
            return left.count(where: isDigit) >= 6 && (1...3).contains(last.count) && last.allSatisfy(isDigit)
        }
    }

    /// `4.93012E+11`
    private static func isRounded(_ value: String) -> Bool {
        let parts = value.split(separator: "e", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0].contains(where: isDigit) && parts[1].first == "+"
            && parts[0].allSatisfy { isDigit($0) || ".,".contains($0) } && parts[1].dropFirst().allSatisfy(isDigit)
    }
}

extension String {
    /// Without these characters at either end.
    func trimmed(_ characters: String) -> String {
        let scalars = unicodeScalars
        let isKept = { (scalar: Unicode.Scalar) in !characters.unicodeScalars.contains(scalar) }
        guard let first = scalars.firstIndex(where: isKept), let last = scalars.lastIndex(where: isKept) else {
            return ""
        }
        return String(String.UnicodeScalarView(scalars[first...last]))
    }
}
