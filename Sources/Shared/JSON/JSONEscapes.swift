extension [UInt8] {
    /// Appends a text as JSON has it (RFC 8259 §7), with its quotation marks.
    ///
    /// For those who write JSON by hand because `JSONEncoder` takes longer than everything else that they do.
    package mutating func append(json text: String, escapes: JSONEscapes = .safe) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            guard bytes.contains(where: JSONEscapes.mayEscape) else {
                append(contentsOf: bytes)
                return
            }
            var copied = 0
            for index in bytes.indices {
                guard let escape = escapes.escape(bytes[index]) else { continue }
                append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
                append(contentsOf: escape)
                copied = index + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        }
        append(UInt8(ascii: "\""))
    }
}

/// Which bytes of a text are escaped, and how.
package enum JSONEscapes {
    /// Controls by their letter where JSON has one, and DEL too, which a terminal would obey.
    case safe
    /// What RFC 8259 demands and nothing else, by number but for newline, quote and backslash.
    case fewest

    /// Hardly any text has one of these.
    static func mayEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F
    }

    func escape(_ byte: UInt8) -> [UInt8]? {
        guard Self.mayEscape(byte) else { return nil }
        switch (byte, self) {
        case (UInt8(ascii: "\""), _), (UInt8(ascii: "\\"), _): return [UInt8(ascii: "\\"), byte]
        case (0x0A, _): return Array(#"\n"#.utf8)
        case (0x08, .safe): return Array(#"\b"#.utf8)
        case (0x09, .safe): return Array(#"\t"#.utf8)
        case (0x0C, .safe): return Array(#"\f"#.utf8)
        case (0x0D, .safe): return Array(#"\r"#.utf8)
        case (0x7F, .fewest): return nil
        default: return Array(#"\u00"#.utf8) + Hexadecimal.digits([byte])
        }
    }
}
