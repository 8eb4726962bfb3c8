extension JSON {
    /// Reads a whole text; `nil` when it is no JSON, or is nested deeper than any answer is.
    init?(parsing bytes: [UInt8]) {
        let value = bytes.withUnsafeBufferPointer { buffer -> JSON? in
            var parser = JSONParser(buffer)
            return try? parser.document()
        }
        guard let value else { return nil }
        self = value
    }
}

/// Reads JSON from bytes that outlive it.
private struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// DynamoDB nests values 32 deep at most, each in an object that names its type.
    private static let maximumDepth = 100

    struct Malformed: Error {}

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func document() throws(Malformed) -> JSON {
        let value = try value(depth: 0)
        skipBlanks()
        guard position == bytes.count else { throw Malformed() }
        return value
    }

    private mutating func value(depth: Int) throws(Malformed) -> JSON {
        guard depth < Self.maximumDepth else { throw Malformed() }
        skipBlanks()
        switch peek() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "{"): return try object(depth)
        case UInt8(ascii: "["): return try array(depth)
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    // MARK: Containers

    private mutating func object(_ depth: Int) throws(Malformed) -> JSON {
        position += 1
        var members: [JSON.Member] = []
        if takes(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard peek() == UInt8(ascii: "\"") else { throw Malformed() }
            let name = try string()
            guard takes(UInt8(ascii: ":")) else { throw Malformed() }
            members.append(JSON.Member(name: name, value: try value(depth: depth + 1)))
        } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "}")) else { throw Malformed() }
        return .object(members)
    }

    private mutating func array(_ depth: Int) throws(Malformed) -> JSON {
        position += 1
        var values: [JSON] = []
        if takes(UInt8(ascii: "]")) { return .array(values) }
        repeat { values.append(try value(depth: depth + 1)) } while takes(UInt8(ascii: ","))
        guard takes(UInt8(ascii: "]")) else { throw Malformed() }
        return .array(values)
    }

    // MARK: Scalars

    private mutating func word(_ word: StaticString, _ value: JSON) throws(Malformed) -> JSON {
        for offset in 0..<word.utf8CodeUnitCount {
            guard peek() == word.utf8Start[offset] else { throw Malformed() }
            position += 1
        }
        return value
    }

    private mutating func number() throws(Malformed) -> JSON {
        let start = position
        if peek() == UInt8(ascii: "-") { position += 1 }
        let whole = skipDigits()
        guard whole == 1 || whole > 1 && bytes[position - whole] != UInt8(ascii: "0") else { throw Malformed() }
        if peek() == UInt8(ascii: ".") {
            position += 1
            guard skipDigits() > 0 else { throw Malformed() }
        }
        if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
            position += 1
            if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw Malformed() }
        }
        return .number(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func string() throws(Malformed) -> String {
        position += 1
        let start = position
        var seen: UInt8 = 0
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            seen |= byte
            position += 1
        }
        if peek() == UInt8(ascii: "\"") {
            defer { position += 1 }
            let text = UnsafeBufferPointer(rebasing: bytes[start..<position])
            // Of ASCII there is nothing to validate, which would take as long as all the rest.
            return seen < 0x80 ? String(decoding: text, as: UTF8.self) : try self.text(text)
        }
        return try escapedString(from: start)
    }

    private mutating func escapedString(from start: Int) throws(Malformed) -> String {
        var text = Array(bytes[start..<position])
        while let byte = next(), byte >= 0x20 {
            switch byte {
            case UInt8(ascii: "\""): return try self.text(text)
            case UInt8(ascii: "\\"): text += try escape()
            default: text.append(byte)
            }
        }
        throw Malformed()
    }

    private func text(_ bytes: some Collection<UInt8>) throws(Malformed) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        return text
    }

    private mutating func escape() throws(Malformed) -> [UInt8] {
        switch next() {
        case UInt8(ascii: "\""): return [UInt8(ascii: "\"")]
        case UInt8(ascii: "\\"): return [UInt8(ascii: "\\")]
        case UInt8(ascii: "/"): return [UInt8(ascii: "/")]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw Malformed()
        }
    }

    /// Two escapes make a scalar beyond the basic plane; a lone surrogate is no text.
    private mutating func unicodeEscape() throws(Malformed) -> [UInt8] {
        var value = try hexadecimal()
        if (0xD800..<0xDC00).contains(value) {
            guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u") else { throw Malformed() }
            let low = try hexadecimal()
            guard (0xDC00..<0xE000).contains(low) else { throw Malformed() }
            value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(value) else { throw Malformed() }
        return Array(String(Character(scalar)).utf8)
    }

    private mutating func hexadecimal() throws(Malformed) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw Malformed()
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    // MARK: Bytes

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func next() -> UInt8? {
        guard let byte = peek() else { return nil }
        position += 1
        return byte
    }

    private mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        return position - start
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard peek() == byte else { return false }
        position += 1
        return true
    }
}
