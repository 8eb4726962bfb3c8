/// An encoding that a file may have.
package struct TextEncoding: Hashable, Sendable {
    /// As people write it: `windows-1252`.
    package let name: String
    private let kind: Kind

    private enum Kind: Hashable {
        case utf8
        /// - Parameter isBigEndian: `nil` when the file's mark says it.
        case utf16(isBigEndian: Bool?)
        case singleByte([Unicode.Scalar])
    }

    static let utf8 = TextEncoding(name: "utf-8", kind: .utf8)
    static let utf16 = TextEncoding(name: "utf-16", kind: .utf16(isBigEndian: nil))
    static let utf16LittleEndian = TextEncoding(name: "utf-16le", kind: .utf16(isBigEndian: false))
    static let utf16BigEndian = TextEncoding(name: "utf-16be", kind: .utf16(isBigEndian: true))

    /// All that are known, in the order in which they are named to people.
    package static let all =
        [utf8, utf16, utf16LittleEndian, utf16BigEndian]
        + SingleByteTables.all.map { name, upperHalf in
            TextEncoding(name: name, kind: .singleByte(Array(upperHalf.unicodeScalars)))
        }

    /// Knows the names whatever their letters and signs, and what else people call them: `Latin1`, `CP1252`, `x-mac-roman`.
    package static func named(_ name: String) -> TextEncoding? {
        let wanted = plain(name)
        return all.first { plain($0.name) == (aliases[wanted] ?? wanted) }
    }

    private static func plain(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber }
    }

    private static let aliases = [
        "latin1": "iso88591", "latin2": "iso88592", "latin9": "iso885915", "ansi": "windows1252", "mac": "macroman",
        "macintosh": "macroman", "xmacroman": "macroman", "ibm437": "cp437", "ibm850": "cp850", "unicode": "utf16",
        "ucs2": "utf16",
    ].merging((1250...1258).map { ("cp\($0)", "windows\($0)") }) { first, _ in first }

    /// A place that is not of this encoding.
    struct Fault: Error, Hashable {
        /// From 1.
        let line: Int
        /// What stands there, as a whole sentence without the line.
        let message: String
        /// Which byte of the text behind its mark it is, where that is a matter of bytes.
        var offset = 0
    }

    /// The text as UTF-8, without its mark.
    func decoded(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        switch kind {
        case .utf8: try Self.checked(bytes.starts(with: ByteOrderMark.utf8) ? Array(bytes.dropFirst(3)) : bytes)
        case .utf16(let isBigEndian): try Self.utf16(bytes, isBigEndian)
        case .singleByte(let upperHalf): try Self.singleByte(bytes, upperHalf)
        }
    }

    // MARK: Of each kind

    private static func checked(_ bytes: [UInt8]) throws(Fault) -> [UInt8] {
        // No text has it, and UTF-16 without its mark is otherwise UTF-8 as well.
        if let zero = bytes.firstIndex(of: 0) { throw fault(bytes, at: zero) }
        do throws(UTF8.ValidationError) {
            // Where it is, without a copy of it.
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw fault(bytes, at: error.byteOffsets.lowerBound)
        }
        return bytes
    }

    private static func utf16(_ bytes: [UInt8], _ isBigEndian: Bool?) throws(Fault) -> [UInt8] {
        let mark: Bool? =
            bytes.starts(with: ByteOrderMark.utf16BigEndian)
            ? true : bytes.starts(with: ByteOrderMark.utf16LittleEndian) ? false : nil
        // Without a mark the standard says big-endian (RFC 2781 §4.3); every program that leaves it out writes the other.
        let isBig = mark ?? isBigEndian ?? false
        let body = bytes.dropFirst(mark == nil ? 0 : 2)
        var text: [UInt8] = []
        text.reserveCapacity(body.count)
        var units = UTF16Units(bytes: body, isBigEndian: isBig)
        var decoder = UTF16()
        while true {
            switch decoder.decode(&units) {
            case .scalarValue(let scalar):
                text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            case .error: throw Fault(line: lines(text), message: "has half a character")
            case .emptyInput:
                guard body.count.isMultiple(of: 2) else {
                    throw Fault(line: lines(text), message: "ends in half a character")
                }
                return text
            }
        }
    }

    private static func singleByte(_ bytes: [UInt8], _ upperHalf: [Unicode.Scalar]) throws(Fault) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 8)
        for (index, byte) in bytes.enumerated() {
            guard byte >= 0x80 else {
                text.append(byte)
                continue
            }
            let scalar = upperHalf[Int(byte) - 0x80]
            guard scalar != "\u{FFFD}" else { throw fault(bytes, at: index) }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return text
    }

    private static func fault(_ bytes: [UInt8], at index: Int) -> Fault {
        let hex = String(bytes[index], radix: 16, uppercase: true)
        return Fault(
            line: lines(bytes[..<index]), message: "has the byte 0x" + (hex.utf8.count == 1 ? "0" : "") + hex,
            offset: index)
    }

    /// The number of the line at the end of a text, whose lines end in LF, CRLF or CR.
    private static func lines(_ bytes: some Sequence<UInt8>) -> Int {
        var (line, previous) = (1, UInt8(0))
        for byte in bytes {
            if byte == 0x0D || byte == 0x0A && previous != 0x0D { line += 1 }
            previous = byte
        }
        return line
    }
}

/// What stands before a text to say how it is encoded (Unicode 15, §23.8).
enum ByteOrderMark {
    /// What the mark is as a character.
    static let text = "\u{FEFF}"
    static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
    static let utf16LittleEndian: [UInt8] = [0xFF, 0xFE]
    static let utf16BigEndian: [UInt8] = [0xFE, 0xFF]
    static let utf32: [[UInt8]] = [[0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF]]
}

private struct UTF16Units: IteratorProtocol {
    var bytes: ArraySlice<UInt8>
    let isBigEndian: Bool

    mutating func next() -> UInt16? {
        guard bytes.count >= 2, let first = bytes.popFirst(), let second = bytes.popFirst() else { return nil }
        return isBigEndian ? UInt16(first) << 8 | UInt16(second) : UInt16(second) << 8 | UInt16(first)
    }
}
