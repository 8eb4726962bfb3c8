extension [UInt8] {
    /// Appends a text as JSON has it (RFC 8259 §7), with its quotation marks.
    ///
    /// What must be escaped is, and so is DEL, which a terminal would obey. For those who write JSON by hand because
    /// `JSONEncoder` takes longer than everything else that they do.
    package mutating func append(json text: String) {
        append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { bytes in
            var copied = 0
            for index in bytes.indices {
                guard let escape = Self.escape(bytes[index]) else { continue }
                append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<index]))
                append(contentsOf: escape)
                copied = index + 1
            }
            append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        }
        append(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8) -> [UInt8]? {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): [UInt8(ascii: "\\"), byte]
        case 0x08: Array(#"\b"#.utf8)
        case 0x09: Array(#"\t"#.utf8)
        case 0x0A: Array(#"\n"#.utf8)
        case 0x0C: Array(#"\f"#.utf8)
        case 0x0D: Array(#"\r"#.utf8)
        case 0..<0x20, 0x7F: Array(#"\u00"#.utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        default: nil
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
