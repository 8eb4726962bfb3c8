/// A file that is no text, told by how it begins.
struct ForeignFile: Hashable, Sendable {
    /// With its article: `an Excel workbook`.
    let kind: String
    /// What to do about it, as a whole sentence.
    let advice: String

    /// `nil` for what may be a text.
    init?(_ bytes: [UInt8]) {
        let isPage = bytes.first { $0 > 0x20 && !ByteOrderMark.utf8.contains($0) } == UInt8(ascii: "<")
        guard let known = isPage ? Self.page : Self.all.first(where: { $0.matches(bytes) }) else { return nil }
        (kind, advice) = (known.kind, known.advice)
    }

    // MARK: What there is

    private struct Signature: Sendable {
        let kind: String
        let advice: String
        let start: [UInt8]
        /// What must be among the first kilobytes, too: the names in an archive.
        var holds = ""

        func matches(_ bytes: [UInt8]) -> Bool {
            guard bytes.starts(with: start) else { return false }
            let wanted = Array(holds.utf8)
            guard let first = wanted.first else { return true }
            let head = bytes.prefix(ForeignFile.headBytes)
            return head.indices.contains { head[$0] == first && head[$0...].starts(with: wanted) }
        }
    }

    private static let headBytes = 1 << 16
    private static let zip = Array("PK\u{3}\u{4}".utf8)

    private static func spreadsheet(_ kind: String, _ start: [UInt8], holds: String = "") -> Signature {
        Signature(
            kind: kind, advice: "Open it, save it as \"CSV UTF-8\", and import that.", start: start, holds: holds)
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

    private static let all = [
        spreadsheet("an Excel workbook", zip, holds: "xl/"),
        spreadsheet("an OpenDocument file", zip, holds: "application/vnd.oasis.opendocument"),
        spreadsheet("a Numbers document", zip, holds: "Index/"),
        spreadsheet("an Excel workbook of before 2007", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        other("a Word document", zip, "word/"),
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
        other("a vCard file", Array("BEGIN:VCARD".utf8)),
        other("a PNG image", [0x89, 0x50, 0x4E, 0x47]),
        other("a JPEG image", [0xFF, 0xD8, 0xFF]),
    ]

    private static func other(_ kind: String, _ start: [UInt8], _ holds: String) -> Signature {
        var signature = other(kind, start)
        signature.holds = holds
        return signature
    }
}
