import Domain

/// One card of a file in vCard 2.1, 3.0 (RFC 2426) or 4.0 (RFC 6350).
struct VCard: Hashable, Sendable {
    var properties: [VCardProperty] = []

    /// Those of a name, the preferred first.
    func all(_ name: String) -> [VCardProperty] {
        properties.filter { $0.name == name }.enumerated()
            .sorted { ($0.element.preference, $0.offset) < ($1.element.preference, $1.offset) }.map(\.element)
    }

    func first(_ name: String) -> VCardProperty? { all(name).first }
}

/// A line of a card, unfolded and decoded.
struct VCardProperty: Hashable, Sendable {
    /// In capitals, without its group.
    let name: String
    /// By their names in capitals; a bare word of 2.1 is a type.
    let parameters: [String: [String]]
    /// As it stands, with its escapes.
    let value: String

    /// Reads an unfolded line; `nil` without a name and a colon.
    init?(_ line: [UInt8]) {
        guard let colon = Self.firstOutsideQuotes(UInt8(ascii: ":"), in: line[...]) else { return nil }
        var parts = Self.split(line[..<colon], UInt8(ascii: ";")).map { String(decoding: $0, as: UTF8.self) }
        let full = parts.removeFirst()
        name = String(full.split(separator: ".").last ?? "").trimmed.uppercased()
        guard !name.isEmpty else { return nil }
        var parameters: [String: [String]] = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard let first = pair.first else { continue }
            let values = (pair.count > 1 ? pair[1] : first).split(separator: ",").map { value in
                value.filter { $0 != "\"" }.trimmed.uppercased()
            }
            let key = pair.count > 1 ? first.trimmed.uppercased() : Self.bareKey(first)
            parameters[key, default: []] += values
        }
        self.parameters = parameters
        value = Self.decoded(line[(colon + 1)...], parameters)
    }

    private static func bareKey(_ word: String) -> String {
        ["QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"].contains(word.trimmed.uppercased()) ? "ENCODING" : "TYPE"
    }

    var types: [String] { parameters["TYPE"] ?? [] }

    /// The lower, the better: `PREF=1` (RFC 6350 §5.3), `TYPE=pref`.
    var preference: Int {
        if let stated = parameters["PREF"]?.first.flatMap({ Int($0) }) { return stated }
        return types.contains("PREF") ? 0 : 101
    }

    /// The value as one text.
    var text: String { Self.unescaped(value) }
    /// The parts of a structured value, such as a name or an address.
    var components: [String] { Self.split(value, ";").map(Self.unescaped) }
    /// The values of a list.
    var list: [String] { Self.split(value, ",").map(Self.unescaped) }
}

// MARK: - How values are written

extension VCardProperty {
    private static func decoded(_ bytes: ArraySlice<UInt8>, _ parameters: [String: [String]]) -> String {
        let encodings = parameters["ENCODING"] ?? []
        guard encodings.contains("QUOTED-PRINTABLE") else { return String(decoding: bytes, as: UTF8.self) }
        let decoded = QuotedPrintable.decoded(bytes)
        let encoding = parameters["CHARSET"]?.first.flatMap(TextEncoding.named) ?? .utf8
        return String(decoding: (try? encoding.decoded(decoded)) ?? decoded, as: UTF8.self)
    }

    /// `\n` is a line break, before anything else a backslash stands for that itself (RFC 6350 §3.4).
    static func unescaped(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return text }
        var plain = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped, scalar == "\\" {
                isEscaped = true
                continue
            }
            plain.append(isEscaped && (scalar == "n" || scalar == "N") ? "\n" : scalar)
            isEscaped = false
        }
        return String(plain)
    }

    /// A text in a value; a line break of any kind becomes one of LF.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "\n": escaped += "\\n"
            case "\\", ",", ";":
                escaped.unicodeScalars.append("\\")
                escaped.unicodeScalars.append(scalar)
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }

    private static func split(_ text: String, _ separator: Unicode.Scalar) -> [String] {
        var parts = [String.UnicodeScalarView()]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped, scalar == separator {
                parts.append(String.UnicodeScalarView())
            } else {
                parts[parts.count - 1].append(scalar)
            }
            isEscaped = !isEscaped && scalar == "\\"
        }
        return parts.map { String($0) }
    }

    private static func firstOutsideQuotes(_ byte: UInt8, in line: ArraySlice<UInt8>) -> Int? {
        var isQuoted = false
        for index in line.indices {
            if line[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, line[index] == byte { return index }
        }
        return nil
    }

    private static func split(_ line: ArraySlice<UInt8>, _ byte: UInt8) -> [ArraySlice<UInt8>] {
        var (rest, parts) = (line, [ArraySlice<UInt8>]())
        while let index = firstOutsideQuotes(byte, in: rest) {
            parts.append(rest[..<index])
            rest = rest[(index + 1)...]
        }
        return parts + [rest]
    }
}

/// Quoted-printable (RFC 2045 §6.7), as vCard 2.1 has it; its soft line breaks are joined before.
enum QuotedPrintable {
    static func decoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var decoded: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "="), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                decoded.append(value)
                rest = rest.dropFirst(2)
            } else {
                decoded.append(byte)
            }
        }
        return decoded
    }
}
