extension JSONReader {
    /// - Parameter maximumBytes: in UTF-8, at most; a longer text is not read to its end.
    package mutating func string(upTo maximumBytes: Int = .max) throws(Malformed) -> String {
        try expect(UInt8(ascii: "\""))
        let start = index
        var seen: UInt8 = 0
        while let byte = peek {
            if byte == UInt8(ascii: "\"") {
                index += 1
                let text = UnsafeRawBufferPointer(rebasing: bytes[start..<index - 1])
                // Of ASCII there is nothing to validate, which would take as long as all the rest.
                return seen < 0x80 ? String(decoding: text, as: UTF8.self) : try Self.text(text)
            }
            if byte == UInt8(ascii: "\\") { return try unescaped(from: start, upTo: maximumBytes) }
            guard byte >= 0x20, index - start < maximumBytes else { throw Malformed() }
            seen |= byte
            index += 1
        }
        throw Malformed()
    }

    // MARK: Escapes

    /// A string with escapes in it, of which the beginning was looked at.
    private mutating func unescaped(from start: Int, upTo maximumBytes: Int) throws(Malformed) -> String {
        var result = Array(bytes[start..<index])
        while let byte = peek {
            // At the limit only the closing quote may follow.
            guard result.count < maximumBytes || byte == UInt8(ascii: "\"") && result.count == maximumBytes else {
                throw Malformed()
            }
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                return try Self.text(result)
            case UInt8(ascii: "\\"): try escape(into: &result)
            case ..<0x20: throw Malformed()
            default: result.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func escape(into result: inout [UInt8]) throws(Malformed) {
        guard let byte = peek else { throw Malformed() }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): result.append(byte)
        case UInt8(ascii: "b"): result.append(0x08)
        case UInt8(ascii: "f"): result.append(0x0C)
        case UInt8(ascii: "n"): result.append(0x0A)
        case UInt8(ascii: "r"): result.append(0x0D)
        case UInt8(ascii: "t"): result.append(0x09)
        case UInt8(ascii: "u"): result += UTF8.encode(try scalar()).map(Array.init) ?? []
        default: throw Malformed()
        }
    }

    private mutating func scalar() throws(Malformed) -> Unicode.Scalar {
        var value = try codeUnit()
        if (0xD800..<0xDC00).contains(value) {
            try literal("\\u")
            let low = try codeUnit()
            guard (0xDC00..<0xE000).contains(low) else { throw Malformed() }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw Malformed() }
        return scalar
    }

    private mutating func codeUnit() throws(Malformed) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Hexadecimal.value(of: byte) else { throw Malformed() }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }

    private static func text(_ bytes: some Collection<UInt8>) throws(Malformed) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        return text
    }
}
