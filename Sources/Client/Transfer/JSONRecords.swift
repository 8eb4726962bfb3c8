import JSON
import Wire

/// The objects of a text in JSON, with the line on which each begins, or in an array on one line with its number: one on each line (JSON Lines), an array of them, or
/// one after another over several lines.
struct JSONRecords: Sequence {
    /// - Parameter bytes: the record as it stands there; empty where the text ends too early.
    typealias Element = (line: Int, bytes: ArraySlice<UInt8>, result: Result<[String: JSONValue], LineFault>)

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func makeIterator() -> AnyIterator<Element> {
        var scanner = JSONScanner(bytes)
        scanner.skipBlanks()
        if scanner.skip(UInt8(ascii: "[")) { return AnyIterator(JSONArrayIterator(scanner)) }
        var first = scanner
        // An object that goes on over several lines, or one on each line, of which one bad line spoils no other.
        if let value = first.value(), bytes[value.bytes].contains(UInt8(ascii: "\n")) {
            return AnyIterator(JSONSequenceIterator(scanner: scanner))
        }
        return AnyIterator(JSONLinesIterator(bytes))
    }

    static func members(_ bytes: ArraySlice<UInt8>, line: Int) -> Element {
        do throws(JSONObjectFailure) {
            var object = try JSONObject(parsing: Array(bytes))
            if let text = object.rejectedText { return members(Array(text.utf8)[...], line: line) }
            if object.repeatedName == RejectedLine.member {
                object = try JSONObject(parsing: RejectedLine.withoutReasons(Array(bytes)))
            }
            guard let name = object.repeatedName else { return (line, bytes, .success(object.members)) }
            return (line, bytes, .failure(LineFault(line: line, message: "names \"\(name.prefix(40))\" twice")))
        } catch {
            return (line, bytes, .failure(LineFault(line: line, message: error.message)))
        }
    }
}

extension JSONObject {
    /// What stood in place of an object that was rejected as none; `nil` where a person has given it members since.
    fileprivate var rejectedText: String? {
        members.keys.allSatisfy(RejectedLine.isAside) ? members[RejectedLine.text]?.text : nil
    }
}

extension JSONObjectFailure {
    fileprivate var message: String {
        switch self {
        case .notJSON: "is not valid JSON"
        case .notAnObject(let typeName): "must be a JSON object, not \(typeName)"
        }
    }
}

// MARK: - The three forms

private struct JSONLinesIterator: IteratorProtocol {
    private let bytes: [UInt8]
    private var at = 0
    private var number = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> JSONRecords.Element? {
        while at < bytes.count {
            let line = bytes[at..<LineLimit.end(of: bytes, from: at, breaks: [UInt8(ascii: "\n")])]
            at = line.endIndex + 1
            number += 1
            guard line.count <= LineLimit.bytes else {
                return (number, line, .failure(LineFault(line: number, message: LineLimit.message)))
            }
            if line.contains(where: { $0 > 0x20 }) { return JSONRecords.members(line, line: number) }
        }
        return nil
    }
}

private struct JSONSequenceIterator: IteratorProtocol {
    var scanner: JSONScanner

    mutating func next() -> JSONRecords.Element? {
        scanner.skipBlanks()
        guard !scanner.isAtEnd else { return nil }
        guard let value = scanner.value() else {
            return scanner.fault(
                scanner.isTooLong ? LineLimit.message : "opens what is never closed: the end is missing")
        }
        return JSONRecords.members(scanner.bytes[value.bytes], line: value.line)
    }
}

private struct JSONArrayIterator: IteratorProtocol {
    private var scanner: JSONScanner
    private var count = 0
    private var isClosed = false
    /// Whether values stand on one line, and are counted in place of lines.
    private let countsValues: Bool

    /// - Parameter scanner: behind the bracket that opens it.
    init(_ scanner: JSONScanner) {
        self.scanner = scanner
        countsValues = scanner.hasTwoOnALine
    }

    mutating func next() -> JSONRecords.Element? {
        scanner.skipBlanks()
        if !isClosed, scanner.skip(UInt8(ascii: "]")) {
            isClosed = true
            scanner.skipBlanks()
        }
        guard !isClosed else { return scanner.isAtEnd ? nil : fault("has something behind the array's end") }
        count += 1
        guard count == 1 || scanner.skip(UInt8(ascii: ",")) else {
            return scanner.isAtEnd ? fault(Self.missing) : fault("lacks a comma between two values")
        }
        scanner.skipBlanks()
        guard let value = scanner.value() else {
            return fault(scanner.isTooLong ? LineLimit.message : Self.missing)
        }
        return JSONRecords.members(scanner.bytes[value.bytes], line: countsValues ? count : value.line)
    }

    private static let missing = "ends within the array: the rest is missing"

    private mutating func fault(_ message: String) -> JSONRecords.Element {
        isClosed = true
        let fault = scanner.fault(message)
        guard countsValues else { return fault }
        return (count, fault.bytes, .failure(LineFault(line: count, message: message)))
    }
}

// MARK: - Where a value ends

/// Goes from one value to the next, without looking at what they are.
private struct JSONScanner {
    let bytes: [UInt8]
    private var at = 0
    private var line = 1
    /// Whether the value here has no end within what one may have.
    private(set) var isTooLong = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { at == bytes.count }

    mutating func skipBlanks() {
        while at < bytes.count, bytes[at] <= 0x20 { advance() }
    }

    mutating func skip(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        advance()
        return true
    }

    /// Whether the second value of an array begins on the line of the first.
    var hasTwoOnALine: Bool {
        var ahead = self
        ahead.skipBlanks()
        guard let first = ahead.value() else { return false }
        ahead.skipBlanks()
        guard ahead.skip(UInt8(ascii: ",")) else { return false }
        ahead.skipBlanks()
        return ahead.line == first.line
    }

    /// Goes behind the value here: to the end of its brackets, or of its word.
    ///
    /// - Returns: `nil` when the text ends first, or the value is too long, and goes nowhere then.
    mutating func value() -> (bytes: Range<Int>, line: Int)? {
        let (start, firstLine, before) = (at, line, self)
        let limit = min(bytes.count, start + LineLimit.bytes)
        var depth = 0
        while at < limit {
            switch bytes[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: "\""): skipString(upTo: limit)
            default: break
            }
            if at < bytes.count { advance() }
            if depth < 0 || depth == 0 && isEndOfWord { return (start..<at, firstLine) }
        }
        if depth == 0, at == bytes.count, at > start { return (start..<at, firstLine) }
        let isAtEnd = at == bytes.count
        self = before
        isTooLong = !isAtEnd
        return nil
    }

    /// To the quote that closes a string.
    private mutating func skipString(upTo limit: Int) {
        advance()
        while at < limit, bytes[at] != UInt8(ascii: "\"") {
            if bytes[at] == UInt8(ascii: "\\"), at + 1 < bytes.count { advance() }
            advance()
        }
    }

    private var isEndOfWord: Bool {
        guard at < bytes.count, !"}]\"".utf8.contains(bytes[at - 1]) else { return true }
        return bytes[at] <= 0x20 || ",]}".utf8.contains(bytes[at])
    }

    private mutating func advance() {
        if bytes[at] == UInt8(ascii: "\n") { line += 1 }
        at += 1
    }

    /// A fault here; nothing comes after it.
    mutating func fault(_ message: String) -> JSONRecords.Element {
        let rest = bytes[at...]
        at = bytes.count
        return (line, rest, .failure(LineFault(line: line, message: message)))
    }
}
