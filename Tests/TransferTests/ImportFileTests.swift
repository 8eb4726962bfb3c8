import Domain
import Testing
import Wire
import Wording

@testable import Transfer

struct ImportFileTests {
    private func file(_ text: String, named name: String = "people") throws -> ImportFile {
        ImportFile(try SourceText(name: name, bytes: Array(text.utf8)))
    }

    private func fault(_ text: String, named name: String = "people") -> CommandFailure? {
        do throws(CommandFailure) {
            _ = try ImportCheck(ImportFile(try SourceText(name: name, bytes: Array(text.utf8))))
            return nil
        } catch {
            return error
        }
    }

    @Test("Columns may stand in any order, with others missing")
    func columnOrder() throws {
        let records = try file("email,phone,name\nanna@example.com,555 0100,Anna\n").records().map { try $0.get() }
        #expect(records.map(\.creation?.details.name) == ["Anna"])
        #expect(records.map(\.creation?.details.phone) == ["555 0100"])
        #expect(records.map(\.creation?.details.address) == [nil])
    }

    @Test("Without a customer_id the id follows from the email, in whatever letters it is typed")
    func derivedID() throws {
        let lower = try #require(try file("name,email\nA,a@b.co\n").records().first { _ in true }).get()
        let upper = try #require(try file("name,email\nOther,A@B.co\n").records().first { _ in true }).get()
        #expect(lower.id == upper.id)
        #expect(!lower.isIDGiven)
    }

    @Test(
        "A line that is longer than 1 MiB is said to be, and nobody waits for what is in it",
        arguments: [
            ("a.csv", "", ""), ("a.csv", "name,email\nA,a@b.co\n", ""), ("a.csv", "name,email\n\"", "\""),
            ("a.jsonl", "{\"name\":\"", "\"}"), ("a.json", "[{\"name\":\"", "\"}]"), ("a.json", "[", "]"),
            ("a.json", "{\n\"name\":\"A\",\"email\":\"a@b.co\"}\n{\"name\":\"", "\"}"),
        ])
    func longLines(name: String, start: String, end: String) throws {
        let text = try #require(fault(start + String(repeating: "a", count: 2 << 20) + end, named: name)).message
        let line = start.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(text.contains("line \(line) is longer than 1 MiB"), "\(text.prefix(500))")
        let fits = String(repeating: "a", count: LineLimit.bytes - start.utf8.count - end.utf8.count)
        #expect(fault(start + fits + end, named: name)?.message.contains("MiB") != true)
    }

    @Test("A long line ends at whatever ends lines, and an array of many customers may stand on one line")
    func lineEnds() throws {
        let rows = String(repeating: "A,a@b.co\r", count: 200_000)
        #expect(LineLimit.excess(in: Array("name,email\r\(rows)".utf8)) == nil)
        #expect(LineLimit.excess(in: Array(rows.replacing("\r", with: "\r\n").utf8)) == nil)
        #expect(LineLimit.excess(in: Array((rows + String(repeating: "b", count: 2 << 20)).utf8)) == 200_001)
        let people = (0..<20_000).map { #"{"name":"A","email":"a\#($0)@b.co","phone":"+44 20 7946 0000"}"# }
        #expect(try ImportCheck(file("[" + people.joined(separator: ",") + "]", named: "a.json")).count == 20_000)
    }

    @Test("A card's picture may be longer than 1 MiB, and the card is taken without it")
    func longPicture() throws {
        let picture = String(repeating: "A", count: 2 << 20)
        let card = "BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b:\(picture)\nFN:Anna\nEMAIL:a@b.co\nEND:VCARD\n"
        #expect(try ImportCheck(file(card, named: "a.vcf")).count == 1)
    }

    @Test("CSV and JSON Lines of the same customers read the same")
    func bothFormats() throws {
        let csv =
            "customer_id,name,email,address,registration_date\n"
            + "6f1e6b0a-525d-4f1b-9a37-3c945e20d101,\"Smith, Anna\",a@b.co,\"1 Main St\nTown\",2024-03-01T00:00:00Z\n"
        let json =
            #"{"customer_id":"6f1e6b0a-525d-4f1b-9a37-3c945e20d101","name":"Smith, Anna","email":"a@b.co","#
            + #""address":"1 Main St\nTown","registration_date":"2024-03-01T00:00:00Z","version":3}"#
        let fromCSV = try file(csv).records().map { try $0.get() }.map(\.creation)
        let fromJSON = try file(json).records().map { try $0.get() }.map(\.creation)
        #expect(fromCSV == fromJSON)
        #expect(fromCSV.first??.registrationDate == Timestamp("2024-03-01T00:00:00Z"))
    }

    @Test("A byte order mark is not part of the first column's name")
    func byteOrderMark() throws {
        #expect(try ImportCheck(file("\u{FEFF}name,email\nA,a@b.co\n")).count == 1)
    }

    @Test(
        "The ending of the name decides the format, and the first character where there is none",
        arguments: [
            ("a.csv", "{", "csv"), ("a.jsonl", "n", "json"), ("a", " {", "json"), ("a", "\n[", "json"),
            ("a", "name", "csv"),
            ("a.tsv", "[", "csv"), ("A.JSON", "n", "json"),
        ])
    func formats(_ name: String, _ text: String, _ format: String) throws {
        #expect(try file(text, named: name).format.rawValue == format)
    }

    @Test("JSON under the name of a table, and a table under the name of JSON, are recognised as what they are")
    func misnamed() {
        let customer = #"{"name":"A","email":"a@b.co"}"#
        for text in [customer, "[\(customer)]", "[\n  \(customer)\n]"] {
            let message = fault(text, named: "people.csv")?.message ?? ""
            #expect(message.contains("begins JSON") && message.contains("a name that ends in .json"), "\(message)")
        }
        for text in ["name,email\nA,a@b.co\n", "\n\"Name\";\"email\"\nA;a@b.co\n"] {
            let message = fault(text, named: "people.json")?.message ?? ""
            #expect(message.contains("begins CSV") && message.contains("a name that ends in .csv"), "\(message)")
        }
    }

    @Test(
        "A first line that does not name the columns is refused with what is wrong with it",
        arguments: [
            ("name,address\n", "lacks the column email, phone or customer_id"),
            ("name,email,name\n", "names the column name twice"),
            (",,\n", "names what is not a field of a customer"),
        ])
    func headers(_ text: String, _ message: String) {
        let failure = fault(text, named: "a.csv")
        #expect(failure?.status == .badData)
        #expect(failure?.message.contains(message) == true, "\(failure?.message ?? "accepted")")
        #expect(failure?.message.contains("line 1 ") == true)
    }

    @Test("A file without anything in it is not a file of customers", arguments: ["a.csv", "a.json", "a.jsonl", "a"])
    func nothing(_ name: String) {
        for text in ["", "\n \n"] {
            let failure = fault(text, named: name)
            #expect(failure?.status == .badData)
            #expect(failure?.message == "\(name) is empty: there is nothing to import.")
        }
    }

    @Test("Every bad line is named with its field and rule, and the good ones do not hide them")
    func badLines() {
        let failure = fault("name,email\nA,a@b.co\n,c@d.co\nB,nobody\nC,e@f.co,extra\n")
        let lines = failure?.message.split(separator: "\n").map(String.init) ?? []
        #expect(lines.count == 4)
        #expect(lines[1].contains("line 3 name is required"))
        #expect(lines[2].contains("line 4 email must look like"))
        #expect(lines[3].contains("line 5 has 3 fields where the first line names 2 columns"))
    }

    @Test("Of many bad lines the first twenty are named and the rest are counted")
    func manyBadLines() {
        let failure = fault("name,email\n" + String(repeating: "A,nobody\n", count: 50))
        let lines = failure?.message.split(separator: "\n") ?? []
        #expect(lines.count == 22)
        #expect(lines.first?.contains("50 lines") == true)
        #expect(lines.last?.contains("30 more lines") == true)
    }

    @Test("Two lines about one customer are refused by name")
    func duplicates() {
        let sameEmail = fault("name,email\nA,a@b.co\nB,c@d.co\nC,A@b.co\n")
        #expect(sameEmail?.message.contains("line 4 has the same email as line 2") == true)
        let id = "6f1e6b0a-525d-4f1b-9a37-3c945e20d101"
        let sameID = fault("customer_id,name,email\n\(id),A,a@b.co\n\(id),C,c@b.co\n")
        #expect(sameID?.message.contains("line 3 has the same customer_id as line 2") == true)
    }

    @Test("JSON of the wrong kind is named by its line")
    func wrongJSON() {
        let failure = fault(
            "{\"name\":\"A\",\"email\":\"a@b.co\"}\n[1]\n{bad\n{\"name\":1,\"email\":\"c@b.co\",\"fon\":\"1\"}\n")
        let lines = failure?.message.split(separator: "\n").map(String.init) ?? []
        #expect(lines.count == 4)
        #expect(lines[1].contains("line 2 must be a JSON object, not an array"))
        #expect(lines[2].contains("line 3 is not valid JSON"))
        #expect(lines[3].contains("line 4 fon is not a field of a customer"))
        #expect(lines[3].contains("name must be a string, not a number"))
    }
}
