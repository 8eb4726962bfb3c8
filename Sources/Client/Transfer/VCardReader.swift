import Domain

/// Reads the cards of a file in vCard, with the line on which each begins.
///
/// Lines end in LF, CRLF or CR. A line that begins with a blank or a tab goes on with the one before (RFC 6350 §3.2), and one in
/// quoted-printable that ends in `=` goes on with the next.
struct VCardReader: Sequence, IteratorProtocol {
    /// - Parameter bytes: where the card stands.
    typealias Element = (line: Int, bytes: Range<Int>, result: Result<VCard, LineFault>)

    private let bytes: [UInt8]
    private var at = 0
    private var line = 1

    /// - Parameter bytes: UTF-8.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func begins(_ bytes: [UInt8]) -> Bool {
        let start = bytes.lazy.drop { $0 <= 0x20 }.prefix(11)
        return String(decoding: Array(start), as: UTF8.self).lowercased() == "begin:vcard"
    }

    mutating func next() -> Element? {
        var (start, first) = (at, line)
        while at < bytes.count, let text = unfoldedLine(), Self.isNothing(text) {
            (start, first) = (at, line)
        }
        guard start < bytes.count else { return nil }
        (at, line) = (start, first)
        return card(start, first)
    }

    private mutating func card(_ start: Int, _ first: Int) -> Element {
        func fault(_ message: String) -> Element {
            (first, start..<at, .failure(LineFault(line: first, message: message)))
        }
        guard let begin = unfoldedLine(), Self.is(begin, "begin:vcard") else {
            return fault("stands outside of a card: one begins with BEGIN:VCARD")
        }
        var card = VCard()
        while at < bytes.count {
            let (before, number) = (at, line)
            guard let text = unfoldedLine() else { break }
            if Self.is(text, "end:vcard") { return (first, start..<at, .success(card)) }
            if Self.is(text, "begin:vcard") {
                (at, line) = (before, number)
                return fault("begins a card that is not ended by END:VCARD")
            }
            guard !text.allSatisfy({ $0 <= 0x20 }) else { continue }
            // What is longer is a picture, or nobody's.
            if text.count <= LineLimit.bytes, let property = VCardProperty(text) { card.properties.append(property) }
        }
        return fault("begins a card that is not ended by END:VCARD: the rest is missing")
    }

    /// Whether a line between two cards is blank, or says why the one before it was rejected.
    private static func isNothing(_ line: [UInt8]) -> Bool {
        line.allSatisfy { $0 <= 0x20 } || RejectedLine.isReason(String(decoding: line.prefix(32), as: UTF8.self))
    }

    private static func `is`(_ line: [UInt8], _ text: String) -> Bool {
        line.count <= text.utf8.count + 2 && String(decoding: line, as: UTF8.self).trimmed.lowercased() == text
    }

    /// A line with those that go on with it.
    private mutating func unfoldedLine() -> [UInt8]? {
        guard var text = physicalLine() else { return nil }
        let isQuoted = Self.isQuotedPrintable(text)
        while true {
            if isQuoted, text.last == UInt8(ascii: "="), let next = physicalLine() {
                text.removeLast()
                text += next
            } else if at < bytes.count, bytes[at] == 0x20 || bytes[at] == 0x09, let next = physicalLine() {
                text += next.dropFirst()
            } else {
                return text
            }
        }
    }

    private static func isQuotedPrintable(_ line: [UInt8]) -> Bool {
        let head = line.prefix(LineLimit.bytes).prefix { $0 != UInt8(ascii: ":") }
        return String(decoding: head, as: UTF8.self).uppercased().contains("QUOTED-PRINTABLE")
    }

    private mutating func physicalLine() -> [UInt8]? {
        guard at < bytes.count else { return nil }
        let text = bytes[at..<LineLimit.end(of: bytes, from: at)]
        at = text.endIndex
        if at < bytes.count, bytes[at] == 0x0D { at += 1 }
        if at < bytes.count, bytes[at] == 0x0A { at += 1 }
        line += 1
        return Array(text)
    }
}
