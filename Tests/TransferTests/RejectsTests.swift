import Domain
import Testing
import Wire
import Wording

@testable import Transfer

@Suite("Lines that are not taken")
struct RejectsTests {
    private func file(_ text: String, named name: String = "people.csv") throws -> ImportFile {
        ImportFile(try SourceText(name: name, bytes: Array(text.utf8)))
    }

    private func rejects(_ file: ImportFile, refusals: [Int: String] = [:]) throws -> String {
        var text = ""
        try ImportRejects(file, ImportCheck(reading: file), refusals: refusals).write { text += $0 }
        return text
    }

    @Test("Bad lines stand there as they were, with their reason in a last column and the file's own delimiter")
    func table() throws {
        let file = try file("name;email;phone\nA;a@b.co;1\n;c@d.co\n\"B;\"\"x\";nobody;2;;\nC;c@x.co;ask\nD;d\"x;1\n")
        let lines = try rejects(file).split(separator: "\n").map(String.init)
        #expect(lines.first == "name;email;phone;rejected_because")
        #expect(lines.dropFirst().first == ";c@d.co;;name is required")
        #expect(lines[2].hasPrefix("\"B;\"\"x\";nobody;2;email must look like"))
        #expect(lines[3].hasPrefix("C;c@x.co;ask;phone must have only digits"))
        #expect(lines[4].hasPrefix("\"D;d\"\"x;1\";;;has a quote inside a field"))
        #expect(lines.count == 5)
    }

    @Test("The good lines are taken, unless one bad line is enough to refuse the file")
    func strictness() throws {
        let file = try file("name,email\nA,a@b.co\nB,nobody\n")
        let check = ImportCheck(reading: file)
        try check.validate(isStrict: false)
        #expect(check.count == 1 && check.rejectedCount == 1)
        #expect(check.rejectedLines.first?.hasPrefix("line 3 email must look like name@example.com") == true)
        #expect(throws: CommandFailure.self) { try check.validate(isStrict: true) }
        #expect(try file.records(except: check.skipped).compactMap { try? $0.get() }.map(\.line) == [2])
    }

    @Test("Where no line can be taken, nothing is sent")
    func nothing() throws {
        let failure = #expect(throws: CommandFailure.self) {
            try ImportCheck(reading: file("name,email\nB,nobody\n")).validate(isStrict: false)
        }
        #expect(failure?.status == .badData)
    }

    @Test("Of two lines that contradict each other neither is taken, and both are named")
    func contradictions() throws {
        let file = try file("name,email\nA,a@b.co\nOther,x@y.co\nA,A@b.co\nB,a@b.co\nB,a@b.co\n")
        let check = ImportCheck(reading: file)
        #expect(check.count == 1)
        #expect(
            check.rejectedLines == [
                "line 2 has the same email as line 5, and other values",
                "line 5 has the same email as line 2, and other values",
                "line 6 has the same email as line 2, and other values",
            ])
        #expect(try file.records(except: check.skipped).compactMap { try? $0.get() }.map(\.line) == [3])
        #expect(try rejects(file).split(separator: "\n").count == 4)
    }

    @Test(
        "What two lines have in common is named as it stands there",
        arguments: [
            ("name,phone,company\nA,123,X\nA,12-3,Y\n", "has the same phone and name as line 2"),
            ("customer_id,name,phone\nID,A,123\nID,B,123\n", "has the same customer_id as line 2"),
            ("customer_id,name,phone,company\n,A,123,X\nOWN,A,123,Y\n", "is about the same customer as line 2"),
            ("name,email\nA,a@b.co\nB,A@b.co\n", "has the same email as line 2"),
        ])
    func common(_ text: String, _ message: String) throws {
        let own = CustomerID(importedByPhone: try CustomerDetails(name: "A", email: nil, phone: "123")).text
        let id = CustomerID(derivedFrom: "x", in: .importedEmail).text
        let check = ImportCheck(reading: try file(text.replacing("ID,", with: id + ",").replacing("OWN", with: own)))
        #expect(check.rejectedLines.last == "line 3 \(message), and other values")
    }

    @Test("What the API refuses is among them")
    func refusals() throws {
        let text = try rejects(try file("name,email\nA,a@b.co\nB,b@b.co\n"), refusals: [3: "was deleted"])
        #expect(text == "name,email,rejected_because\nB,b@b.co,was deleted\n")
    }

    @Test("A file of them can be corrected and imported, and rejected again")
    func again() throws {
        let first = try rejects(try file("name,email\nA,nobody\n"))
        let corrected = try file(first.replacing("nobody", with: "a@b.co"))
        #expect(try ImportCheck(corrected).count == 1)
        let second = try rejects(try file(first))
        #expect(second == first)
        let json = try rejects(try file("{\"name\":\"A\",\"email\":\"nobody\"}\n", named: "p.jsonl"))
        #expect(try ImportCheck(file(json.replacing("nobody", with: "a@b.co"), named: "p.jsonl")).count == 1)
    }

    @Test("Records in JSON stand on a line each, and what is none in a member")
    func json() throws {
        let text =
            "[\n {\n  \"name\": \"A\",\n  \"email\": \"nobody\"\n },\n {},\n 7,\n {\"name\":\"B\",\"email\":\"b@b.co\"}\n]"
        let lines = try rejects(try file(text, named: "p.json")).split(separator: "\n").map(String.init)
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix(#"{   "name": "A",   "email": "nobody"  ,"rejected_because":"email must"#))
        #expect(lines[1].hasPrefix(#"{"rejected_because":"has no customer_id"#))
        #expect(lines[2].hasPrefix(#"{"rejected_text":"7","rejected_because":"must be a JSON object"#))
    }

    @Test("Cards have their reason in a property")
    func cards() throws {
        let card = "BEGIN:VCARD\r\nFN:A\r\nEMAIL:nobody\r\nEND:VCARD\r\n"
        let text = try rejects(try file(card, named: "p.vcf"))
        #expect(text.hasPrefix("BEGIN:VCARD\r\nFN:A\r\nEMAIL:nobody\r\nX-REJECTED-BECAUSE:email must"))
        #expect(text.hasSuffix("\r\nEND:VCARD\r\n"))
    }

    private func file(
        _ bytes: [UInt8], named name: String = "people.csv", in encoding: String
    ) throws -> ImportFile {
        let encoding = try #require(TextEncoding.named(encoding))
        return ImportFile(try SourceText(name: name, bytes: bytes, encoding: encoding))
    }

    /// Latin letters in the encoding with a byte for each.
    private static func latin(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    }

    @Test(
        "They are read with the options of their file, whatever its encoding is",
        arguments: [
            ("people.csv", "name,email\nAñ,nobody\n"), ("p.jsonl", "{\"name\":\"Añ\",\"email\":\"nobody\"}\n"),
            ("p.json", "[{\"name\":\"Añ\",\"email\":\"nobody\"}]"),
            ("p.vcf", "BEGIN:VCARD\nFN:Añ\nEMAIL:nobody\nEND:VCARD\n"),
        ])
    func encodings(_ name: String, _ text: String) throws {
        let wide = text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
        let sources = [
            ("windows-1252", Self.latin(text)), ("iso-8859-15", Self.latin(text)), ("utf-16le", wide),
            ("utf-8", Array(text.utf8)), ("utf-8", ByteOrderMark.utf8 + Array(text.utf8)),
        ]
        for (encoding, bytes) in sources {
            let first = try rejects(file(bytes, named: name, in: encoding))
            let again = try rejects(file(Array(first.utf8), named: name, in: encoding))
            #expect(again == first, "\(encoding)")
            let corrected = Array(first.replacing("nobody", with: "a@b.co").utf8)
            let records = try file(corrected, named: name, in: encoding).records().map { try $0.get() }
            #expect(records.map { $0.creation?.details.name } == ["Añ"], "\(encoding)")
        }
    }

    @Test("A cell that looks like a formula is the same after it was rejected, whether its file has a mark or not")
    func formulas() throws {
        for (mark, name) in [([], "'=A"), (ByteOrderMark.utf8, "=A")] {
            var bytes = mark + Array("name,email\n'=A,nobody\n".utf8)
            for _ in 0..<3 { bytes = Array(try rejects(file(bytes, in: "windows-1252")).utf8) }
            let corrected = String(decoding: bytes, as: UTF8.self).replacing("nobody", with: "a@b.co")
            let records = try file(Array(corrected.utf8), in: "windows-1252").records().map { try $0.get() }
            #expect(records.map { $0.creation?.details.name } == [name])
        }
    }

    @Test(
        "Rejected three times they have their last reason alone, and are taken once they are corrected",
        arguments: [
            ("p.jsonl", "{\"name\":\"A\",\"email\":\"nobody\",\"x\":1}\n"), ("p.csv", "name;email\nA;nobody\n"),
            ("p.json", "[{\"email\":\"nobody\",\n\"name\":\"A\"}]"),
            ("p.vcf", "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:A\r\nEMAIL:nobody\r\nEND:VCARD\r\n"),
            ("p.vcf", "BEGIN:VCARD\nVERSION:4.0\nFN:A\nEMAIL:nobody\nx-rejected-because:for\n  long\nEND:VCARD\n"),
        ])
    func thrice(_ name: String, _ text: String) throws {
        let names = ImportNames(ignoresUnknown: true)
        func read(_ text: String) throws -> ImportFile {
            ImportFile(try SourceText(name: name, bytes: Array(text.utf8)), names: names)
        }
        let first = try rejects(read(text))
        let second = try rejects(read(first))
        let third = try rejects(read(second))
        #expect(third == second && second.filter { $0 != " " } == first.filter { $0 != " " })
        #expect(third.lowercased().ranges(of: "rejected").count == 1, "\(third)")
        #expect(!third.contains("long"))
        #expect(try ImportCheck(read(third.replacing("nobody", with: "a@b.co"))).count == 1)
    }

    @Test("A record in JSON that an earlier version gave two reasons is taken, and another name twice still refused")
    func twoReasons() throws {
        let reasons = #","rejected_because":"a","rejected_because":"b"}"#
        #expect(try ImportCheck(file(#"{"name":"A","email":"a@b.co""# + reasons, named: "p.jsonl")).count == 1)
        let twice = try rejects(file(#"{"name":"A","name":"B","email":"a@b.co""# + reasons, named: "p.jsonl"))
        #expect(twice == #"{"name":"A","name":"B","email":"a@b.co","rejected_because":"names \"name\" twice"}"# + "\n")
    }

    @Test("What was no JSON is read as the text it was, stays so however often, and can be corrected within it")
    func rejectedText() throws {
        let first = try rejects(file("{\"name\":\"A\" \"email\":\"a@b.co\"}\n7\n", named: "p.jsonl"))
        #expect(first.contains("rejected_text") && first.contains("is not valid JSON"))
        #expect(try rejects(file(rejects(file(first, named: "p.jsonl")), named: "p.jsonl")) == first)
        let corrected = first.replacing(#"\"A\" "#, with: #"\"A\","#)
        #expect(ImportCheck(reading: try file(corrected, named: "p.jsonl")).count == 1)
        let beside = #"{"rejected_text":"7","rejected_because":"x","name":"A","email":"a@b.co"}"#
        #expect(try ImportCheck(file(beside, named: "p.jsonl")).count == 1)
    }

    @Test("Text outside of cards is rejected with one reason, however often")
    func outsideOfCards() throws {
        let text = "BEGIN:VCARD\r\nFN:A\r\nEMAIL:a@b.co\r\nEND:VCARD\r\njunk\r\n"
        let first = try rejects(file(text, named: "p.vcf"))
        #expect(first.hasPrefix("junk\r\nX-REJECTED-BECAUSE:stands outside"))
        #expect(try rejects(file(rejects(file(first, named: "p.vcf")), named: "p.vcf")) == first)
    }

    @Test("Ten thousand of them are all there")
    func many() throws {
        let lines = (1...10_000).map { "P\($0),nobody\n" }
        let file = try file("name,email\n" + lines.joined() + "A,a@b.co\n")
        let check = ImportCheck(reading: file)
        #expect(check.rejectedCount == 10_000 && check.rejectedLines.count == 21 && check.count == 1)
        #expect(try rejects(file).split(separator: "\n").count == 10_001)
    }
}
