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
        try check.judge(isStrict: false)
        #expect(check.count == 1 && check.rejectedCount == 1)
        #expect(check.rejectedLines.first?.hasPrefix("line 3 email must look like name@example.com") == true)
        #expect(throws: CommandFailure.self) { try check.judge(isStrict: true) }
        #expect(try file.records(except: check.skipped).compactMap { try? $0.get() }.map(\.line) == [2])
    }

    @Test("Where no line can be taken, nothing is sent")
    func nothing() throws {
        let failure = #expect(throws: CommandFailure.self) {
            try ImportCheck(reading: file("name,email\nB,nobody\n")).judge(isStrict: false)
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

    @Test("Ten thousand of them are all there")
    func many() throws {
        let lines = (1...10_000).map { "P\($0),nobody\n" }
        let file = try file("name,email\n" + lines.joined() + "A,a@b.co\n")
        let check = ImportCheck(reading: file)
        #expect(check.rejectedCount == 10_000 && check.rejectedLines.count == 21 && check.count == 1)
        #expect(try rejects(file).split(separator: "\n").count == 10_001)
    }
}
