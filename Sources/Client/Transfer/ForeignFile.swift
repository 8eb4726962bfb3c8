import Wording

/// A file that is no text, told by how it begins.
struct ForeignFile: Hashable, Sendable {
    /// With its article: `an Excel workbook`.
    let kind: String
    /// What to do about it, as a whole sentence.
    let advice: String

    /// `nil` for what may be a text.
    init?(_ bytes: [UInt8]) {
        let plain = Self.all.first { bytes.starts(with: $0.start) }
        guard let known = Self.marked(bytes) ?? Self.archive(bytes) ?? plain else { return nil }
        (kind, advice) = (known.kind, known.advice)
    }

    /// What the first words tell, in whatever letters, behind a mark and blank lines.
    private static func marked(_ bytes: [UInt8]) -> Signature? {
        let head = Array(bytes.prefix(headBytes))
        let text: [UInt8]
        if head.starts(with: ByteOrderMark.utf16LittleEndian) || head.starts(with: ByteOrderMark.utf16BigEndian) {
            text = (try? TextEncoding.utf16.decoded(head)) ?? []
        } else {
            text = head.starts(with: ByteOrderMark.utf8) ? Array(head.dropFirst(3)) : head
        }
        let words = String(decoding: text.drop { $0 <= 0x20 }.prefix(16), as: UTF8.self).lowercased()
        if ["<!", "<?", "<html", "<table"].contains(where: words.hasPrefix) { return page }
        return words.hasPrefix("begin:vcard") ? card : nil
    }

    /// What an archive is, by the names in it.
    private static func archive(_ bytes: [UInt8]) -> Signature? {
        guard bytes.starts(with: zip) else { return nil }
        let names = ArchiveNames.of(bytes)
        if names.contains(where: { $0.hasPrefix("xl/workbook.") }) { return workbook }
        if names.contains("mimetype"), names.contains("content.xml") { return openDocument }
        if names.contains(where: { $0.hasPrefix("Index/") || $0 == "Index.zip" }) { return numbers }
        return names.contains { $0.hasPrefix("word/") } ? word : nil
    }

    // MARK: What there is

    private struct Signature: Sendable {
        let kind: String
        let advice: String
        let start: [UInt8]
    }

    /// An even number, so that half a character of UTF-16 is none of it.
    private static let headBytes = 1 << 12
    private static let zip = Array("PK\u{3}\u{4}".utf8)

    private static func spreadsheet(_ kind: String, _ start: [UInt8]) -> Signature {
        Signature(kind: kind, advice: "Open it, save it as \"CSV UTF-8\", and import that.", start: start)
    }

    private static func packed(_ kind: String, _ start: [UInt8], with command: String) -> Signature {
        Signature(kind: kind, advice: "Unpack it first: \(command) FILE | customers import -", start: start)
    }

    private static func other(_ kind: String, _ start: [UInt8]) -> Signature {
        Signature(
            kind: kind, advice: "Export the customers from where it was made as CSV, and import that.", start: start)
    }

    /// What some programs name `.xls`.
    private static let page = spreadsheet("a page of HTML or XML", [])

    private static let card = other("a vCard file", [])
    private static let workbook = spreadsheet("an Excel workbook", zip)
    private static let openDocument = spreadsheet("an OpenDocument file", zip)
    private static let numbers = spreadsheet("a Numbers document", zip)
    private static let word = other("a Word document", zip)

    private static let all = [
        spreadsheet("an Excel workbook of before 2007", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        packed("a ZIP archive", zip, with: "unzip -p"),
        packed("an empty ZIP archive", Array("PK\u{5}\u{6}".utf8), with: "unzip -p"),
        packed("compressed (gzip)", [0x1F, 0x8B], with: "gunzip -c"),
        packed("compressed (bzip2)", Array("BZh".utf8), with: "bunzip2 -c"),
        packed("compressed (xz)", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], with: "xz -dc"),
        packed("compressed (zstd)", [0x28, 0xB5, 0x2F, 0xFD], with: "zstd -dc"),
        packed("a 7-Zip archive", [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], with: "7z x -so"),
        packed("a RAR archive", Array("Rar!".utf8), with: "unrar p -inul"),
        other("a PDF", Array("%PDF-".utf8)),
        other("a rich text document", Array("{\\rtf".utf8)),
        other("a SQLite database", Array("SQLite format 3".utf8)),
        other("a PNG image", [0x89, 0x50, 0x4E, 0x47]),
        other("a JPEG image", [0xFF, 0xD8, 0xFF]),
    ]
}
