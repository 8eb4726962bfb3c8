/// Reads a text in JSON (RFC 8259) from left to right, without building what nobody asks for.
///
/// Answers and a journal's lines are read with it: `JSONDecoder` takes three times as long, and twenty times the memory of
/// a text that was made to be bad. The caller says how much of anything is read; what is longer is malformed.
package struct JSONReader {
    let bytes: UnsafeRawBufferPointer
    let maximumDepth: Int
    var index = 0

    /// The text is not JSON, or a value is not of the type or size that was asked for.
    package struct Malformed: Error {
        package init() {}
    }

    /// The types of a value.
    package enum Kind {
        case null, boolean, number, string, array, object
    }

    /// Values inside one another, at most, unless the caller says otherwise.
    package static let maximumDepth = 64

    /// - Parameter maximumDepth: values inside one another, at most, where they are passed over or read as a tree.
    package init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = Self.maximumDepth) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Reads a whole text as one value.
    ///
    /// - Throws: ``Malformed``, also when anything but blanks follows the value.
    package static func read<Value>(
        _ bytes: [UInt8], maximumDepth: Int = Self.maximumDepth, as value: (inout JSONReader) throws(Malformed) -> Value
    ) throws -> Value {
        try bytes.withUnsafeBytes { raw in
            var reader = JSONReader(raw, maximumDepth: maximumDepth)
            let value = try value(&reader)
            try reader.end()
            return value
        }
    }

    // MARK: Values

    /// The type of the value that comes next, by its first byte; anything else counts as a number, and is malformed there.
    package mutating func kind() -> Kind {
        skipBlanks()
        return switch peek {
        case UInt8(ascii: "{")?: .object
        case UInt8(ascii: "[")?: .array
        case UInt8(ascii: "\"")?: .string
        case UInt8(ascii: "t")?, UInt8(ascii: "f")?: .boolean
        case UInt8(ascii: "n")?: .null
        default: .number
        }
    }

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
    @inlinable
    package mutating func array<Element>(
        upTo maximumCount: Int = .max, _ element: (inout JSONReader) throws(Malformed) -> Element
    ) throws(Malformed) -> [Element] {
        var elements: [Element] = []
        try forEachElement { reader throws(Malformed) in
            guard elements.count < maximumCount else { throw Malformed() }
            elements.append(try element(&reader))
        }
        return elements
    }

    /// An array, whose elements are read one after another.
    mutating func forEachElement(
        _ element: (inout JSONReader) throws(Malformed) -> Void
    ) throws(Malformed) {
        try expect(UInt8(ascii: "["))
        guard !skip(UInt8(ascii: "]")) else { return }
        repeat { try element(&self) } while skip(UInt8(ascii: ","))
        try expect(UInt8(ascii: "]"))
    }

    /// A value, or nothing for `null`.
    @inlinable
    package mutating func optional<Value>(
        _ value: (inout JSONReader) throws(Malformed) -> Value
    ) throws(Malformed) -> Value? {
        guard kind() == .null else { return try value(&self) }
        try null()
        return nil
    }

    package mutating func null() throws(Malformed) {
        skipBlanks()
        try literal("null")
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

    /// Passes over a value of any type.
    ///
    /// - Returns: its bytes.
    @discardableResult
    package mutating func value() throws(Malformed) -> UnsafeRawBufferPointer {
        try value(depth: 0)
    }

    mutating func value(depth: Int) throws(Malformed) -> UnsafeRawBufferPointer {
        guard depth < maximumDepth else { throw Malformed() }
        let kind = kind()
        let start = index
        switch kind {
        case .object: try object { _, reader throws(Malformed) in _ = try reader.value(depth: depth + 1) }
        case .array: try forEachElement { reader throws(Malformed) in _ = try reader.value(depth: depth + 1) }
        case .string: _ = try string()
        case .boolean: _ = try boolean()
        case .null: try null()
        case .number: try number()
        }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<index])
    }

    /// Nothing but blanks may follow.
    package mutating func end() throws(Malformed) {
        skipBlanks()
        guard index == bytes.count else { throw Malformed() }
    }

    // MARK: Parts

    var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

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

    mutating func expect(_ byte: UInt8) throws(Malformed) {
        guard skip(byte) else { throw Malformed() }
    }

    mutating func literal(_ text: StaticString) throws(Malformed) {
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
}
