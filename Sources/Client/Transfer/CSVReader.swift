import Domain

/// A place in a text that cannot be taken, and why.
package struct LineFault: Error, Hashable, Sendable {
    /// From 1.
    package let line: Int
    /// A whole sentence without the line in front.
    package let message: String
    /// What the line states, where it can be read and breaks a rule: somebody may be like that since before the rule.
    var input: CustomerInput?
}

/// Reads comma-separated values (RFC 4180) row by row, with the line on which each begins.
///
/// Rows end in LF, CRLF or CR. Blanks belong to the fields. A field in quotes may hold delimiters, line breaks and doubled
/// quotes. SwiftCSV drops blanks, splits rows at every Unicode line break and knows no lines, so it could neither
/// return what an export wrote nor say where a file is wrong.
struct CSVReader: Sequence, IteratorProtocol {
    struct Row: Hashable, Sendable {
        let line: Int
        let fields: [String]
        /// A row with nothing in it, as spreadsheets write below a table.
        var isBlank: Bool { fields.allSatisfy(\.trimmed.isEmpty) }
    }

    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var at = 0
    private var line = 1
    /// The bytes of the row that was read last, with its line break; what is swallowed of a broken one, too.
    private(set) var rowBytes = 0..<0

    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - delimiter: what stands between two fields.
    init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.delimiter = delimiter
    }

    mutating func next() -> Result<Row, LineFault>? {
        guard at < bytes.count else { return nil }
        let (first, start) = (line, at)
        defer { rowBytes = start..<at }
        var fields: [String] = []
        do throws(LineFault) {
            repeat { fields.append(try field()) } while skipDelimiter()
            skipLineBreak()
            return .success(Row(line: first, fields: fields))
        } catch {
            skipLine()
            return .failure(error)
        }
    }

    // MARK: Fields

    private mutating func field() throws(LineFault) -> String {
        guard at < bytes.count, bytes[at] == Self.quote else { return try plainField() }
        return try quotedField()
    }

    private mutating func plainField() throws(LineFault) -> String {
        let start = at
        while at < bytes.count, !isEndOfField {
            guard bytes[at] != Self.quote else {
                throw LineFault(
                    line: line, message: "has a quote inside a field: put the field in quotes and double it")
            }
            at += 1
        }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func quotedField() throws(LineFault) -> String {
        let opened = line
        var value: [UInt8] = []
        at += 1
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            if byte == Self.quote {
                guard at < bytes.count, bytes[at] == Self.quote else {
                    guard at == bytes.count || isEndOfField else { throw textAfterQuote }
                    return String(decoding: value, as: UTF8.self)
                }
                at += 1
            } else if byte == Self.lineFeed || byte == Self.carriageReturn && !follows(Self.lineFeed) {
                line += 1
            }
            value.append(byte)
        }
        throw LineFault(line: opened, message: "opens a quote that is never closed")
    }

    /// At the byte behind a quote that closes nothing.
    private var textAfterQuote: LineFault {
        let isEscape = at >= 2 && bytes[at - 2] == UInt8(ascii: "\\")
        return LineFault(
            line: line,
            message: isEscape
                ? "escapes a quote with a backslash: double the quote instead" : "has text after a closing quote")
    }

    // MARK: Between fields

    private var isEndOfField: Bool {
        bytes[at] == delimiter || bytes[at] == Self.lineFeed || bytes[at] == Self.carriageReturn
    }

    private func follows(_ byte: UInt8) -> Bool {
        at < bytes.count && bytes[at] == byte
    }

    private mutating func skipDelimiter() -> Bool {
        guard follows(delimiter) else { return false }
        at += 1
        return true
    }

    private mutating func skipLineBreak() {
        if follows(Self.carriageReturn) {
            at += 1
            if follows(Self.lineFeed) { at += 1 }
        } else if follows(Self.lineFeed) {
            at += 1
        }
        line += 1
    }

    /// Goes on behind the line that could not be read.
    private mutating func skipLine() {
        while at < bytes.count, bytes[at] != Self.lineFeed, bytes[at] != Self.carriageReturn { at += 1 }
        skipLineBreak()
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
}
