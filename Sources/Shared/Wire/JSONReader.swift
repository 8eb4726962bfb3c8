/// Reads a text in JSON (RFC 8259) from left to right, without building what nobody asks for.
///
/// Answers and a journal's lines are read with it: `JSONDecoder` takes three times as long, and twenty times the memory of
/// a text that was made to be bad. Whoever reads says how much of anything is taken; what is longer is malformed.
package struct JSONReader {
    private let bytes: UnsafeRawBufferPointer
    private var index = 0

    /// The text is none, or a value is not of the type or size that was asked for.
    package struct Malformed: Error {
        package init() {}
    }

    /// Objects and arrays inside one another, at most.
    private static let maximumDepth = 64

    package init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Reads a whole text as one value.
    ///
    /// - Throws: ``Malformed``, also when anything but blanks follows the value.
    static func read<Value>(
        _ bytes: [UInt8], as value: (inout JSONReader) throws(Malformed) -> Value
    ) throws -> Value {
        try bytes.withUnsafeBytes { raw in
            var reader = JSONReader(raw)
            let value = try value(&reader)
            try reader.end()
            return value
        }
    }

    // MARK: Values

    /// An object, whose members are read in the order in which they stand.
    package mutating func object(
        _ member: (_ name: String, inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) {
        try expect(UInt8(ascii: "{"))
        guard !skip(UInt8(ascii: "}")) else { return }
        repeat {
            let name = try string()
            try expect(UInt8(ascii: ":"))
            try member(name, &self)
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "}"))
    }

    /// - Parameter maximumCount: elements at most; the one after them is malformed before it is read.
    package mutating func array<Element>(
        upTo maximumCount: Int = .max, _ element: (inout JSONReader) throws(Malformed) -> Element
    ) throws(Malformed) -> [Element] {
        try expect(UInt8(ascii: "["))
        guard !skip(UInt8(ascii: "]")) else { return [] }
        var elements: [Element] = []
        repeat {
            guard elements.count < maximumCount else { throw Malformed() }
            elements.append(try element(&self))
        } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
        return elements
    }

    /// A value, or nothing for `null`.
    package mutating func optional<Value>(
        _ value: (inout JSONReader) throws(Malformed) -> Value
    ) throws(Malformed) -> Value? {
        skipBlanks()
        guard peek == UInt8(ascii: "n") else { return try value(&self) }
        try literal("null")
        return nil
    }

    package mutating func optionalString(upTo maximumBytes: Int = .max) throws(Malformed) -> String? {
        try optional { reader throws(Malformed) in try reader.string(upTo: maximumBytes) }
    }

    package mutating func optionalInteger() throws(Malformed) -> Int64? {
        try optional { reader throws(Malformed) in try reader.integer() }
    }

    package mutating func boolean() throws(Malformed) -> Bool {
        skipBlanks()
        let isTrue = peek == UInt8(ascii: "t")
        try literal(isTrue ? "true" : "false")
        return isTrue
    }

    /// A number without a fraction or an exponent.
    package mutating func integer() throws(Malformed) -> Int64 {
        skipBlanks()
        let isNegative = peek == UInt8(ascii: "-")
        if isNegative { index += 1 }
        let start = index
        var value: Int64 = 0
        while let byte = peek, Self.isDigit(byte) {
            let digit = Int64(byte - UInt8(ascii: "0"))
            let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLargeStill) = tens.addingReportingOverflow(digit)
            guard !tooLarge, !tooLargeStill else { throw Malformed() }
            value = sum
            index += 1
        }
        guard index > start, index - start == 1 || bytes[start] != UInt8(ascii: "0") else { throw Malformed() }
        switch peek {
        case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): throw Malformed()
        default: return isNegative ? -value : value
        }
    }

    /// - Parameter maximumBytes: in UTF-8, at most; a longer text is not read to its end.
    package mutating func string(upTo maximumBytes: Int = .max) throws(Malformed) -> String {
        try expect(UInt8(ascii: "\""))
        let start = index
        while let byte = peek {
            if byte == UInt8(ascii: "\"") {
                index += 1
                return try text(UnsafeRawBufferPointer(rebasing: bytes[start..<index - 1]))
            }
            if byte == UInt8(ascii: "\\") { return try unescaped(from: start, upTo: maximumBytes) }
            guard byte >= 0x20, index - start < maximumBytes else { throw Malformed() }
            index += 1
        }
        throw Malformed()
    }

    /// Passes over a value of any type.
    ///
    /// - Returns: its bytes.
    @discardableResult
    package mutating func value(depth: Int = 0) throws(Malformed) -> UnsafeRawBufferPointer {
        guard depth < Self.maximumDepth else { throw Malformed() }
        skipBlanks()
        let start = index
        switch peek {
        case UInt8(ascii: "{")?:
            try object { _, reader throws(Malformed) in try reader.value(depth: depth + 1) }
        case UInt8(ascii: "[")?:
            _ = try array { reader throws(Malformed) in _ = try reader.value(depth: depth + 1) }
        case UInt8(ascii: "\"")?: _ = try string()
        case UInt8(ascii: "t")?: try literal("true")
        case UInt8(ascii: "f")?: try literal("false")
        case UInt8(ascii: "n")?: try literal("null")
        default: try number()
        }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    }

    /// Nothing but blanks may follow.
    package mutating func end() throws(Malformed) {
        skipBlanks()
        guard index == bytes.count else { throw Malformed() }
    }

    // MARK: Parts

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private mutating func skipBlanks() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ byte: UInt8) throws(Malformed) {
        guard skip(byte) else { throw Malformed() }
    }

    private mutating func literal(_ text: StaticString) throws(Malformed) {
        let end = index + text.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[index..<end].elementsEqual(UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        else { throw Malformed() }
        index = end
    }

    private mutating func number() throws(Malformed) {
        if peek == UInt8(ascii: "-") { index += 1 }
        let isZero = peek == UInt8(ascii: "0")
        guard try digits() == 1 || !isZero else { throw Malformed() }
        if peek == UInt8(ascii: ".") {
            index += 1
            _ = try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            _ = try digits()
        }
    }

    private mutating func digits() throws(Malformed) -> Int {
        let start = index
        while let byte = peek, Self.isDigit(byte) { index += 1 }
        guard index > start else { throw Malformed() }
        return index - start
    }

    private func text(_ part: UnsafeRawBufferPointer) throws(Malformed) -> String {
        guard let text = part.withMemoryRebound(to: UInt8.self, { String(validating: $0, as: UTF8.self) }) else {
            throw Malformed()
        }
        return text
    }
}

// MARK: - Escapes

extension JSONReader {
    /// A string with escapes in it, of which the beginning was looked at.
    private mutating func unescaped(from start: Int, upTo maximumBytes: Int) throws(Malformed) -> String {
        var result = Array(bytes[start..<index])
        while let byte = peek {
            // Of what is too long nothing but its end may follow.
            guard result.count < maximumBytes || byte == UInt8(ascii: "\"") && result.count == maximumBytes else {
                throw Malformed()
            }
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: result, as: UTF8.self) else { throw Malformed() }
                return text
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
            guard let byte = peek, let digit = Self.hexadecimal(byte) else { throw Malformed() }
            value = value << 4 | digit
            index += 1
        }
        return value
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}

/// The members of a JSON object, gathered in whatever order they come.
protocol JSONMembers {
    init()
    /// Reads the value of a member, also of one that nobody asks for.
    mutating func read(_ name: String, _ reader: inout JSONReader) throws(JSONReader.Malformed)
}

extension JSONMembers {
    init(_ reader: inout JSONReader) throws(JSONReader.Malformed) {
        var members = Self()
        try reader.object { name, reader throws(JSONReader.Malformed) in try members.read(name, &reader) }
        self = members
    }
}
