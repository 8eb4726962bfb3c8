import Domain
import Foundation
import TestSupport
import Testing
import Wording

@testable import Transfer

@Suite("Encodings of files")
struct EncodingTests {
    private func text(_ bytes: [UInt8], _ encoding: String? = nil) throws -> String {
        let named = try encoding.map { try #require(TextEncoding.named($0)) }
        return String(decoding: try SourceText(name: "f", bytes: bytes, encoding: named).bytes, as: UTF8.self)
    }

    private func refusal(_ bytes: [UInt8], _ encoding: String? = nil) -> String {
        let failure = #expect(throws: CommandFailure.self) { try text(bytes, encoding) }
        #expect(failure?.status == .badData)
        return failure?.message ?? ""
    }

    @Test("Every table is the one that iconv has", arguments: SingleByteTables.all.map(\.name))
    func tables(_ name: String) async throws {
        let encoding = try #require(TextEncoding.named(name))
        let called =
            ["macroman": "MACINTOSH", "windows-1252": "CP1252"][name] ?? name.replacing("windows-", with: "CP")
        try await withTemporaryFolder { folder in
            for byte in UInt8.min...UInt8.max where byte > 0 {
                try Data([byte]).write(to: URL(filePath: "\(folder)/\(byte)"))
            }
            let line =
                "cd \"$1\"; for byte in $(seq 1 255); do iconv -f \"$2\" -t UTF-8 $byte 2> /dev/null; printf '\\0'; done"
            let read = try await Program("customers").shell(line, [folder, called])
            let wanted = read.output.unicodeScalars.split(separator: "\0", omittingEmptySubsequences: false).dropLast()
            #expect(wanted.count == 255)
            // The Mac's own table has the increment and the apple, iconv's the Greek letter and nothing.
            let others: Set<UInt8> = name == "macroman" ? [0xC6, 0xF0] : []
            for (byte, text) in zip(UInt8(1)...UInt8.max, wanted) where !others.contains(byte) {
                let decoded = try? encoding.decoded([byte])
                // The C1 controls, which Windows' own tables fill in and iconv's do not, stand in no name.
                if text.isEmpty, decoded != nil { Issue.record("\(name) has \(byte), and iconv has not") }
                if let decoded { #expect(String(decoding: decoded, as: UTF8.self) == String(text), "\(name) \(byte)") }
                if decoded == nil, !text.isEmpty { #expect(text.first?.value ?? 0 < 0xA0, "\(name) lacks \(byte)") }
            }
        }
    }

    @Test("UTF-16 is read by its mark, and without one when it is named")
    func utf16() throws {
        let little: [UInt8] = [0x4A, 0, 0xF6, 0, 0x3D, 0xD8, 0x00, 0xDE]
        let big: [UInt8] = [0, 0x4A, 0, 0xF6, 0xD8, 0x3D, 0xDE, 0x00]
        #expect(try text([0xFF, 0xFE] + little) == "Jö😀")
        #expect(try text([0xFE, 0xFF] + big) == "Jö😀")
        #expect(try text([0xFE, 0xFF] + big, "utf-16") == "Jö😀")
        #expect(try text(little, "utf-16le") == "Jö😀")
        #expect(try text(big, "UTF-16BE") == "Jö😀")
        #expect(refusal(Array(little.prefix(5)), "utf-16le").contains("line 1 ends in half a character"))
        #expect(refusal([0xFF, 0xFE, 0x0A, 0, 0, 0xD8, 0x41, 0]).contains("line 2 has half a character"))
    }

    @Test(
        "UTF-32 is known by its mark and refused with the command that converts it",
        arguments: [[0xFF, 0xFE, 0, 0, 0x4A, 0, 0, 0], [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x4A]] as [[UInt8]])
    func utf32(_ bytes: [UInt8]) {
        let message = refusal(bytes)
        #expect(message.hasPrefix("f is UTF-32. Nothing was sent."), "\(message)")
        #expect(message.contains("iconv -f UTF-32 -t UTF-8 FILE > NEW"), "\(message)")
    }

    @Test("What looks like UTF-16 without a mark is called a guess")
    func unmarkedUTF16() {
        let wide = Array("name,email\nJ,j@b.co\n".utf16)
        for (encoding, bytes) in [
            ("utf-16le", wide.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
            ("utf-16be", wide.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
        ] {
            let message = refusal(bytes)
            #expect(message.contains("As \(encoding), which is only a guess, it reads: name,email"), "\(message)")
            #expect(message.contains("add: --encoding \(encoding)"))
        }
        #expect(refusal(Array("name\0,email\n".utf8)).contains("is not text: line 1 has the byte 0x00"))
    }

    @Test("A byte order mark is not part of the text, whether the encoding is named or not")
    func mark() throws {
        #expect(try text([0xEF, 0xBB, 0xBF, 0x4A]) == "J")
        #expect(try text([0xEF, 0xBB, 0xBF, 0x4A], "utf-8") == "J")
    }

    @Test(
        "What is not UTF-8 is refused with what it may be, called a guess, and how it would read",
        arguments: [
            (
                [0x4A, 0xF6, 0x72, 0x67, 0x20, 0x47, 0x72, 0x6F, 0xDF], "windows-1252", "Jörg Groß",
                "line 2 has the byte 0xF6"
            ),
            (
                [0x4A, 0x9A, 0x72, 0x67, 0x20, 0x86, 0x62, 0x65, 0x6C], "macroman", "Jörg Übel",
                "line 2 has the byte 0x9A"
            ),
            ([0x4A, 0x94, 0x72, 0x67, 0x20, 0x4D, 0x81, 0x6C], "cp850", "Jörg Mül", "line 2 has the byte 0x94"),
            ([0xC9, 0x6D, 0x69, 0x6C, 0x65], "windows-1252", "Émile", "line 2 has the byte 0xC9"),
        ] as [([UInt8], String, String, String)])
    func guesses(_ name: [UInt8], _ encoding: String, _ reading: String, _ place: String) throws {
        for end in [[0x0D, 0x0A], [0x0A], [0x0D]] as [[UInt8]] {
            let bytes = Array("name,email".utf8) + end + name + Array(",j@b.co".utf8) + end
            let message = refusal(bytes)
            #expect(
                message.contains("As \(encoding), which is only a guess, it reads: \(reading),j@b.co"), "\(message)")
            #expect(message.contains("add: --encoding \(encoding)") && message.contains(place))
            #expect(try text(bytes, encoding).contains(reading))
        }
    }

    @Test("A byte that the named encoding does not have is refused by its line")
    func wrongEncoding() {
        let message = refusal(Array("a\nb".utf8) + [0x81], "windows-1252")
        #expect(message.contains("is not windows-1252: line 2 has the byte 0x81"))
        #expect(refusal([0x61, 0xC3], "utf-8").contains("is not utf-8: line 1 has the byte 0xC3"))
    }

    @Test(
        "Encodings are known by what people call them",
        arguments: [
            ("latin1", "iso-8859-1"), ("ISO_8859-15", "iso-8859-15"), ("Latin-9", "iso-8859-15"),
            ("CP1252", "windows-1252"),
            ("cp1251", "windows-1251"), ("Mac Roman", "macroman"), ("x-mac-roman", "macroman"),
            ("macintosh", "macroman"),
            ("UTF8", "utf-8"), ("utf16", "utf-16"), ("UCS-2", "utf-16"), ("IBM850", "cp850"), ("KOI8-R", "koi8-r"),
        ])
    func aliases(_ name: String, _ encoding: String) {
        #expect(TextEncoding.named(name)?.name == encoding)
        #expect(TextEncoding.named("ebcdic") == nil)
    }

    @Test("The guess is made of the line at fault, wherever it is")
    func lateGuess() {
        let head = Array(("name,email\n" + String(repeating: "Anna,anna@example.com\n", count: 5_000)).utf8)
        let late = refusal(head + [0x4A, 0x9A, 0x72, 0x67, 0x20, 0x86, 0x62, 0x65, 0x6C] + Array(",j@b.co\n".utf8))
        #expect(late.contains("line 5002 has the byte 0x9A"), "\(late)")
        #expect(late.contains("As macroman, which is only a guess, it reads: Jörg Übel,j@b.co"), "\(late)")
        // What is UTF-8 is no evidence, and a long line is shown where it tells something.
        let mixed = refusal(Array("Zoë,z@b.co\n\(String(repeating: "x", count: 500)) J".utf8) + [0xF6, 0x72, 0x67])
        #expect(mixed.contains("As windows-1252") && mixed.contains(" Jörg"), "\(mixed)")
    }

    @Test(
        "The guess reads a line from its beginning where that is less than 40 bytes away, and else from 20 bytes before",
        arguments: [(37, 37), (38, 18)])
    func longLineGuess(_ count: Int, _ shown: Int) {
        let sentence = refusal(Array((String(repeating: "x", count: count) + " J").utf8) + [0xF6, 0x72, 0x67])
        #expect(sentence.contains("it reads: \(String(repeating: "x", count: shown)) Jörg"), "\(sentence)")
    }

    @Test("A byte order mark takes nothing from what the guess reads")
    func markedGuess() {
        let message = refusal([0xEF, 0xBB, 0xBF, 0x4A, 0xF6, 0x72, 0x67])
        #expect(message.contains("As windows-1252, which is only a guess, it reads: Jörg"), "\(message)")
    }

    @Test("A text as long as the limit is taken, and one byte more is refused")
    func limit() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/people.csv"
            try Data("name".utf8).write(to: URL(filePath: path))
            #expect(try SourceText(path: path, limit: 4).bytes == Array("name".utf8))
            let failure = #expect(throws: CommandFailure.self) { try SourceText(path: path, limit: 3) }
            #expect(failure?.status == .badData && failure?.message.contains("Split it") == true)
        }
    }

    @Test("Where nothing shows what it may be, there is no guess")
    func noGuess() {
        let text = Array(String(repeating: "name,email\n", count: 10_000).utf8)
        let message = refusal(text + [0] + text)
        #expect(message.contains("f is not text: line 10001 has the byte 0x00"), "\(message)")
        #expect(!message.contains("guess"), "\(message)")
    }

    @Test("A column in angle brackets makes no page of a file")
    func angleColumn() throws {
        #expect(try text(Array("<name>,email\n".utf8)) == "<name>,email\n")
    }

    /// A ZIP archive as far as its names are concerned.
    private static func archive(_ names: [String]) -> [UInt8] {
        func short(_ number: Int) -> [UInt8] { [UInt8(number & 0xFF), UInt8(number >> 8 & 0xFF)] }
        // What is packed may name anything.
        let content = Array("PK\u{3}\u{4}....xl/workbook.xml".utf8)
        func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
        var directory: [UInt8] = []
        for name in names {
            let parts: [[UInt8]] = [
                Array("PK\u{1}\u{2}".utf8), zeros(24), short(name.utf8.count), zeros(16), Array(name.utf8),
            ]
            directory += parts.joined()
        }
        let end: [[UInt8]] = [
            Array("PK\u{5}\u{6}".utf8), zeros(4), short(names.count), short(names.count), short(directory.count),
            zeros(2), short(content.count), zeros(4),
        ]
        return content + directory + Array(end.joined())
    }

    /// A text as UTF-16, with its lowest byte first.
    private static func wide(_ text: String) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    }

    @Test(
        "A file that is not text is named as what it is, with the next step",
        arguments: [
            (archive(["[Content_Types].xml", "xl/workbook.xml"]), "an Excel workbook", "save it as \"CSV UTF-8\""),
            (archive(["docProps/app.xml", "xl/workbook.bin"]), "an Excel workbook", "save it"),
            (archive(["mimetype", "content.xml"]), "an OpenDocument file", "save it"),
            (archive(["Index/Document.iwa"]), "a Numbers document", "save it"),
            (archive(["word/document.xml"]), "a Word document", "as CSV"),
            (archive(["[Content_Types].xml", "xl/worksheets/sheet1.xml"]), "an Excel workbook", "save it"),
            (archive(["ppt/presentation.xml"]), "a PowerPoint presentation", "as CSV"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "an Excel workbook of before 2007", "save it"),
            ([0x1F, 0x8B, 8, 0], "compressed (gzip)", "gunzip -c FILE | customers import -"),
            ([0x1F, 0x9D, 0x90], "compressed (compress)", "gunzip -c FILE | customers import -"),
            ([0x04, 0x22, 0x4D, 0x18, 0x64], "compressed (lz4)", "lz4 -dc FILE | customers import -"),
            ([0x28, 0xB5, 0x2F, 0xFD, 0], "compressed (zstd)", "zstd -dc"),
            (Array("BZh91AY".utf8), "compressed (bzip2)", "bunzip2 -c"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0], "compressed (xz)", "xz -dc"),
            (Array("%PDF-1.7\n".utf8), "a PDF", "as CSV"), (Array("BEGIN:VCALENDAR\r\n".utf8), "a calendar", "as CSV"),
            (Array("\u{FEFF}\n\nbegin:vcalendar\n".utf8), "a calendar", "as CSV"),
            (wide("\u{FEFF}BEGIN:VCALENDAR\r\n"), "a calendar", "as CSV"),
            (wide("\u{FEFF}\r\n<Table><tr>"), "a page of HTML or XML", "save it"),
            (Array("<!DOCTYPE html>".utf8), "a page of HTML or XML", "save it"),
            (Array("SQLite format 3\0".utf8), "a SQLite database", "as CSV"),
            (Array("PAR1\u{15}\0".utf8), "a Parquet file", "as CSV"),
            (Array("\0\u{1}\0\0Standard ACE DB\0".utf8), "an Access database", "as CSV"),
            (Array("From kim@example.com Sat Nov 28 09:00:00 2026\nSubject: Hello\n".utf8), "a mailbox", "as CSV"),
            (Array("dn: cn=Anna Smith,dc=example\nmail: a@b.co\n".utf8), "an LDIF file", "as CSV"),
            (Array("version: 1\n\ndn: cn=Anna Smith\n".utf8), "an LDIF file", "as CSV"),
            (Array("\u{FEFF}\r\n<html><table>".utf8), "a page of HTML or XML", "save it as \"CSV UTF-8\""),
            (Array("<?xml version=\"1.0\"?>".utf8), "a page of HTML or XML", "save it"),
        ] as [([UInt8], String, String)])
    func foreign(_ bytes: [UInt8], _ kind: String, _ step: String) {
        let message = refusal(bytes)
        #expect(message.hasPrefix("f is \(kind), not text. Nothing was sent."), "\(message)")
        #expect(message.contains(step))
        // Not even when an encoding is named.
        #expect(refusal(bytes, "macroman").contains(kind))
    }

    /// A tar archive of empty and other files, as far as names and sizes are concerned.
    private static func tar(_ files: [(name: String, content: String)], kind: Character = "0") -> [UInt8] {
        files.flatMap { name, content in
            var header = [UInt8](repeating: 0, count: 512)
            let octal = String(content.utf8.count, radix: 8)
            let size = String(repeating: "0", count: 11 - octal.count) + octal
            for (start, text) in [(0, name), (124, size), (156, String(kind)), (257, "ustar\u{0}00")] {
                header.replaceSubrange(start..<start + text.utf8.count, with: text.utf8)
            }
            let rest = (512 - content.utf8.count % 512) % 512
            return header + Array(content.utf8) + [UInt8](repeating: 0, count: rest)
        } + [UInt8](repeating: 0, count: 1_024)
    }

    @Test(
        "From an archive with several files one has to be extracted, for together they are not a table",
        arguments: [
            (archive(["people.csv"]), "unzip -p FILE"),
            (archive(["out/", "out/people.csv", "__MACOSX/out/._people.csv"]), "unzip -p FILE"),
            (archive(["read.me", "out/people.csv"]), "unzip -p FILE out/people.csv"),
            (archive(["people.csv", "xl/people.csv"]), "unzip -p FILE people.csv"),
            // A name that a shell takes for something else is left to the person, as is one that cannot be known.
            (archive(["a b.csv", "$(c).csv"]), "unzip -p FILE NAME"),
            (Array("PK\u{3}\u{4}..xl/workbook.xml".utf8), "unzip -p FILE NAME"),
            (tar([("people.csv", "name,email")]), "tar xOf FILE"),
            (tar([("read.me", "Hello"), ("people.csv", "name,email")]), "tar xOf FILE people.csv"),
            (tar([(String(repeating: "a", count: 96) + ".csv", "")]), "tar xOf FILE"),
            (tar([("people.csv", "")], kind: "5"), "tar xOf FILE NAME"),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0, 4], "7z x -so FILE NAME"),
        ] as [([UInt8], String)])
    func members(_ bytes: [UInt8], _ command: String) {
        let message = refusal(bytes)
        #expect(message.contains(" archive, not text. Nothing was sent."), "\(message)")
        #expect(message.hasSuffix(": \(command) | customers import -"), "\(message)")
    }

    @Test("A tar archive that was cut off anywhere is one all the same")
    func cutTar() {
        let whole = Self.tar([("read.me", "Hello"), ("people.csv", "name,email")])
        for end in 262...whole.count { #expect(ForeignFile(Array(whole[..<end]))?.kind == "a tar archive") }
    }

    @Test("A column name makes a file neither a mailbox nor a directory")
    func fromColumn() throws {
        for head in ["From ,To,2026\n", "From 2026\tname\n", "from a@b.co 2026\n", "dn,email\n", "version,name\n"] {
            #expect(try text(Array(head.utf8)) == head)
        }
    }

    @Test(
        "No encoding is guessed by which the text would have what no text has",
        arguments: [
            // As UTF-16 it has zeros and characters for private use.
            Array("a\0b\0\0\0,\0".utf8), Self.wide("name\n\u{F8FF}\n"), Self.wide("name\n\u{378}\n"),
            // By every table it has a control character.
            Array("J".utf8) + [0xF6, 0x72, 0x67, 0x02, 0x0A],
        ] as [[UInt8]])
    func impossibleGuess(_ bytes: [UInt8]) {
        let message = refusal(bytes)
        #expect(message.contains("f is not text: line"), "\(message)")
        #expect(!message.contains("guess"), "\(message)")
    }
}
