/// A format that customers are not read from, and how to get at the customers in it.
struct ForeignFormat: Sendable {
    /// As it follows *is*: `an Excel workbook`, `compressed (gzip)`.
    let kind: String
    let step: Step
    /// The bytes it is recognised by; none where words or the names in an archive identify it.
    var start: [UInt8] = []
    /// Where those bytes stand.
    var offset = 0

    enum Step: Sendable {
        case saveAsCSV
        case exportAsCSV
        case nothing
        /// - Parameter command: writes what is packed to standard output.
        case unpack(_ command: String)
        /// - Parameters:
        ///   - command: writes the files that are named behind the archive's name to standard output, one after the other; all
        ///     where none is.
        ///   - names: what is in the archive; none where that is not known.
        case takeOut(_ command: String, names: @Sendable ([UInt8]) -> [String] = { _ in [] })
    }

    func begins(_ bytes: [UInt8]) -> Bool {
        !start.isEmpty && bytes.dropFirst(offset).starts(with: start)
    }
}

extension ForeignFormat.Step {
    /// What to do, as a sentence.
    func message(for bytes: [UInt8]) -> String {
        switch self {
        case .saveAsCSV: return "Open it, save it as \"CSV UTF-8\", and import that."
        case .exportAsCSV: return "Export the customers from where it was made as CSV, and import that."
        case .nothing: return "There is nothing to import in it."
        case .unpack(let command): return "Unpack it first: \(command) FILE | customers import -"
        case .takeOut(let command, let names):
            let files = names(bytes).filter { !$0.isBesideFiles }
            guard files.count != 1 else { return Self.unpack(command).message(for: bytes) }
            let name = files.first(where: \.isPlainTable) ?? "NAME"
            return "Take one file out of it: \(command) FILE \(name) | customers import -"
        }
    }
}

extension String {
    /// Whether an archive has it for a folder, or for what macOS notes about a file.
    fileprivate var isBesideFiles: Bool {
        hasSuffix("/") || hasPrefix("__MACOSX/") || split(separator: "/").last?.hasPrefix("._") ?? false
    }

    /// Whether it may be a table by its name, which a shell and every program take as it is.
    fileprivate var isPlainTable: Bool {
        [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"].contains(where: lowercased().hasSuffix)
            && first != "-" && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-".contains($0)) }
    }
}

// MARK: - What there is

extension ForeignFormat {
    static let zip = Array("PK\u{3}\u{4}".utf8)

    // By the names in an archive.
    static let workbook = ForeignFormat(kind: "an Excel workbook", step: .saveAsCSV)
    static let openDocument = ForeignFormat(kind: "an OpenDocument file", step: .saveAsCSV)
    static let numbers = ForeignFormat(kind: "a Numbers document", step: .saveAsCSV)
    static let word = ForeignFormat(kind: "a Word document", step: .exportAsCSV)
    static let presentation = ForeignFormat(kind: "a PowerPoint presentation", step: .exportAsCSV)

    // By the first words.
    static let mailbox = ForeignFormat(kind: "a mailbox", step: .exportAsCSV)
    /// What some programs name `.xls`.
    private static let page = ForeignFormat(kind: "a page of HTML or XML", step: .saveAsCSV)
    private static let directory = ForeignFormat(kind: "an LDIF file", step: .exportAsCSV)

    /// Recognised by how their first line begins, in lower case.
    static let written: [(start: String, format: ForeignFormat)] = [
        ("<!", page), ("<?", page), ("<html", page), ("<table", page),
        ("begin:vcalendar", ForeignFormat(kind: "a calendar", step: .exportAsCSV)),
        ("dn:", directory), ("version: 1", directory), ("# extended ldif", directory),
    ]

    /// Recognised by their bytes.
    static let all = [
        of("an Excel workbook of before 2007", .saveAsCSV, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
        of("a ZIP archive", .takeOut("unzip -p", names: ArchiveNames.ofZIP), zip),
        of("an empty ZIP archive", .nothing, "PK\u{5}\u{6}"),
        of("a tar archive", .takeOut("tar xOf", names: ArchiveNames.ofTar), "ustar", at: 257),
        of("a 7-Zip archive", .takeOut("7z x -so"), [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
        of("a RAR archive", .takeOut("unrar p -inul"), "Rar!"),
        of("compressed (gzip)", .unpack("gunzip -c"), [0x1F, 0x8B]),
        of("compressed (compress)", .unpack("gunzip -c"), [0x1F, 0x9D]),
        of("compressed (bzip2)", .unpack("bunzip2 -c"), "BZh"),
        of("compressed (xz)", .unpack("xz -dc"), [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
        of("compressed (lzma)", .unpack("xz -dc"), [0x5D, 0x00, 0x00]),
        of("compressed (lzip)", .unpack("lzip -dc"), "LZIP\u{1}"),
        of("compressed (lz4)", .unpack("lz4 -dc"), [0x04, 0x22, 0x4D, 0x18]),
        of("compressed (lz4)", .unpack("lz4 -dc"), [0x02, 0x21, 0x4C, 0x18]),
        of("compressed (zstd)", .unpack("zstd -dc"), [0x28, 0xB5, 0x2F, 0xFD]),
        of("a Parquet file", .exportAsCSV, "PAR1"),
        of("an Avro file", .exportAsCSV, "Obj\u{1}"),
        of("a SQLite database", .exportAsCSV, "SQLite format 3\0"),
        of("an Access database", .exportAsCSV, "Standard Jet DB", at: 4),
        of("an Access database", .exportAsCSV, "Standard ACE DB", at: 4),
        of("a PDF", .exportAsCSV, "%PDF-"),
        of("a rich text document", .exportAsCSV, "{\\rtf"),
        of("a PNG image", .exportAsCSV, [0x89, 0x50, 0x4E, 0x47]),
        of("a JPEG image", .exportAsCSV, [0xFF, 0xD8, 0xFF]),
    ]

    private static func of(_ kind: String, _ step: Step, _ start: [UInt8]) -> ForeignFormat {
        ForeignFormat(kind: kind, step: step, start: start)
    }

    private static func of(_ kind: String, _ step: Step, _ start: String, at offset: Int = 0) -> ForeignFormat {
        ForeignFormat(kind: kind, step: step, start: Array(start.utf8), offset: offset)
    }
}
