/// Email addresses as they are pasted, and as they are stored.
enum EmailText {
    /// `^[^\s@]+@[^\s@]+\.[^\s@]+$`
    static func isAddress(_ value: String) -> Bool {
        let scalars = value.unicodeScalars
        guard !scalars.contains(where: { $0.properties.isWhitespace }) else { return false }
        let parts = scalars.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return false }
        return parts[1].dropFirst().dropLast().contains(".")
    }

    /// Whether it is an address as nearly all are, with which nothing can be wrong: words of ASCII letters, digits, `-`, `_`
    /// and `+` with dots between them, an `@`, and behind it two words or more without `_` and `+`.
    private static func isOrdinary(_ value: String) -> Bool {
        var (isInWord, isInDomain, hasDot) = (false, false, false)
        for byte in value.utf8 {
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-": isInWord = true
            case "_", "+":
                guard !isInDomain else { return false }
                isInWord = true
            case ".":
                guard isInWord else { return false }
                (isInWord, hasDot) = (false, isInDomain)
            case "@":
                guard isInWord, !isInDomain else { return false }
                (isInWord, isInDomain) = (false, true)
            default: return false
            }
        }
        return isInWord && hasDot
    }

    /// What is wrong with a text that is to be an address and nothing else; `nil` when nothing is.
    static func fault(in value: String) -> String? {
        if isOrdinary(value) { return nil }
        let address = unwrapped(value)
        if address != value, isAddress(address), let range = value.firstRange(of: address) {
            let extra = [value[..<range.lowerBound], value[range.upperBound...]].filter { !$0.isEmpty }
            return "must be the address alone: remove " + extra.map { "\($0.trimmed)" }.joined(separator: " and ")
        }
        guard value.unicodeScalars.count(where: { $0 == "@" }) < 2 else { return "must be one address, not two" }
        guard isAddress(value) else { return "must look like name@example.com, without spaces" }
        // RFC 5322 §3.2.3: outside quotes these are never part of an address, and quotes are out of use.
        if let special = value.unicodeScalars.first(where: { "<>(),;:\"\\".unicodeScalars.contains($0) }) {
            return "must look like name@example.com, without \(special)"
        }
        return domainFault(in: value)
    }

    /// What is wrong behind the `@` of an address.
    private static func domainFault(in address: String) -> String? {
        let domain = address.unicodeScalars.drop { $0 != "@" }.dropFirst()
        if let special = domain.first(where: { !isOfDomain($0) }) {
            return "must look like name@example.com, without \(special) behind the @"
        }
        guard domain.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }) else {
            return "must look like name@example.com, with something before and behind each dot"
        }
        return nil
    }

    /// Whether a domain may have it, in whatever script (RFC 5892, roughly), and no sign of a sentence.
    private static func isOfDomain(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "-" || scalar == "." || scalar == "\u{B7}" { return true }
        return switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber,
            .decimalNumber, .nonspacingMark, .spacingMark, .enclosingMark:
            true
        default: false
        }
    }

    /// The address in `Anna Smith <anna@example.com>`, `mailto:anna@example.com`, `'anna@example.com';` and the like; the
    /// text itself where there is none.
    static func unwrapped(_ pasted: String) -> String {
        if isOrdinary(pasted) { return pasted }
        var text = pasted.trimmedToVisible
        while true {
            let inner = inBrackets(text.trimmed(" ,;."))
            let address = withoutScheme(inner.trimmed("<>＜＞‹›'\"`’‘‚“”„«»")).trimmedToVisible
            if address == text { return text }
            text = address
        }
    }

    private static let angles: [(open: Character, close: Character)] = [("<", ">"), ("＜", "＞"), ("‹", "›")]

    /// What stands in angle brackets, or in others if they are around the whole.
    ///
    /// Nothing is taken out of a text with a second address before the bracket: nobody knows which of them is meant.
    private static func inBrackets(_ text: String) -> String {
        if let pair = angles.first(where: { text.last == $0.close }), let open = text.lastIndex(of: pair.open) {
            guard !text[..<open].unicodeScalars.contains("@") else { return text }
            return String(text[text.index(after: open)...].dropLast())
        }
        guard let first = text.first, let last = text.last, ["()", "[]", "{}"].contains("\(first)\(last)") else {
            return text
        }
        return String(text.dropFirst().dropLast())
    }

    /// Without `mailto:` (RFC 6068) and the header fields behind the address.
    private static func withoutScheme(_ text: String) -> String {
        guard text.lowercased().hasPrefix("mailto:") else { return text }
        return String(text.dropFirst("mailto:".count).prefix { $0 != "?" })
    }
}
