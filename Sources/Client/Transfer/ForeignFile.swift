import Wording

/// A file that is not text, recognised by how it begins.
struct ForeignFile: Hashable, Sendable {
    /// With its article: `an Excel workbook`.
    let kind: String
    /// What to do about it, as a sentence.
    let nextStep: String

    /// `nil` for what may be text.
    init?(_ bytes: [UInt8]) {
        let format = Self.written(bytes) ?? Self.document(bytes) ?? ForeignFormat.all.first { $0.begins(bytes) }
        guard let format else { return nil }
        kind = format.kind
        nextStep = format.step.message(for: bytes)
    }

    /// The format by its first words, in upper or lower case, behind a byte order mark and blank lines.
    private static func written(_ bytes: [UInt8]) -> ForeignFormat? {
        let head = Array(bytes.prefix(headBytes))
        let text: [UInt8]
        if head.starts(with: ByteOrderMark.utf16LittleEndian) || head.starts(with: ByteOrderMark.utf16BigEndian) {
            text = (try? TextEncoding.utf16.decoded(head)) ?? []
        } else {
            text = head.starts(with: ByteOrderMark.utf8) ? Array(head.dropFirst(3)) : head
        }
        let line = text.drop { $0 <= 0x20 }.prefix { $0 != 0x0A && $0 != 0x0D }
        let firstLine = String(decoding: line, as: UTF8.self)
        if isMailboxStart(firstLine) { return .mailbox }
        let start = firstLine.lowercased()
        return ForeignFormat.written.first { start.hasPrefix($0.start) }?.format
    }

    /// `From anna@example.com Thu Jan  1 00:00:00 1970` (RFC 4155): a column may be called `From` as well.
    private static func isMailboxStart(_ line: String) -> Bool {
        line.hasPrefix("From ") && line.suffix(4).allSatisfy { $0.isASCII && $0.isNumber }
            && !line.contains { ",;|\t".contains($0) }
    }

    /// What an archive is by the names in it, where a program keeps its documents so.
    private static func document(_ bytes: [UInt8]) -> ForeignFormat? {
        guard bytes.starts(with: ForeignFormat.zip) else { return nil }
        let names = ArchiveNames.ofZIP(bytes)
        func hasParts(in folder: String) -> Bool {
            names.contains { $0.hasPrefix(folder) && ($0.hasSuffix(".xml") || $0.hasSuffix(".bin")) }
        }
        if hasParts(in: "xl/") { return .workbook }
        if names.contains("mimetype"), names.contains("content.xml") { return .openDocument }
        if names.contains(where: { $0.hasPrefix("Index/") || $0 == "Index.zip" }) { return .numbers }
        if hasParts(in: "word/") { return .word }
        return hasParts(in: "ppt/") ? .presentation : nil
    }

    /// An even number, so that no character of UTF-16 is cut in half.
    private static let headBytes = 1 << 12
}
