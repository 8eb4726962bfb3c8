import Domain
import JSON
import Testing
import Wire

@testable import Transfer

@Suite("The customer whom an import finds by what a line says")
struct ImportRecordTests {
    private static let ada = try? CustomerDetails(name: "Ada", email: "desk@example.com", phone: "11 11 11")

    private func record(_ members: [String: String]) throws -> ImportRecord {
        try ImportRecord(line: 2, members.mapValues { JSONValue.string($0) })
    }

    @Test("Is meant while they have the line's email, however it is written, and no longer with another or none")
    func email() throws {
        let line = try record(["name": "Bert", "email": "Desk@Example.com", "phone": "333333"])
        #expect(line.isAbout(try #require(Self.ada)))
        #expect(!line.isAbout(try CustomerDetails(name: "Ada", email: "ada@example.com", phone: "111111")))
        #expect(!line.isAbout(try CustomerDetails(name: "Bert", email: nil, phone: "333333")))
    }

    @Test("Is meant while they have the line's phone and name, with an email or without")
    func phoneAndName() throws {
        let line = try record(["name": "ADA", "phone": "111111"])
        #expect(line.isAbout(try #require(Self.ada)))
        #expect(line.isAbout(try CustomerDetails(name: "Ada", email: nil, phone: "111 111")))
        #expect(!line.isAbout(try CustomerDetails(name: "Ada", email: nil, phone: "111112")))
        #expect(!line.isAbout(try CustomerDetails(name: "Ada Marl", email: nil, phone: "111111")))
        #expect(!line.isAbout(try CustomerDetails(name: "Ada", email: "ada@example.com")))
    }

    @Test("Is meant whatever they have where the line gives the id")
    func givenID() throws {
        let id = CustomerID(derivedFrom: "ada", in: .importedEmail)
        let line = try record(["customer_id": id.text, "name": "Bert", "email": "bert@example.com"])
        #expect(line.isAbout(try #require(Self.ada)))
    }

    @Test("Says of somebody who is there what it says of somebody new: what is given, cleaned, an empty cell included")
    func oneCheck() throws {
        let line = try record(["name": " Ada ", "email": "ada@example.com", "phone": "", "tags": "VIP, lead"])
        #expect(line.fields.changes == [.name: "Ada", .email: "ada@example.com", .phone: nil, .tags: "lead vip"])
        #expect(line.creation?.details[.tags] == "lead vip")
        #expect(line.creation?.cleared == [.phone])
    }

    @Test(
        "What only says that there is no email or phone is none, so that two people with one name stay two",
        arguments: ["-", "--", ".", "()", "+", "—", "n/a", "N/A", "#N/A", "n.a.", "none", "NULL", " - ", "'-"])
    func wordsForNone(_ none: String) throws {
        let line = try record(["name": "John", "email": "john@example.com", "phone": none])
        #expect(line.fields.changes[.phone] == .some(nil))
        #expect(try record(["name": "John", "email": none, "phone": "1 23"]).email == nil)
        let fault = #expect(throws: LineFault.self) { try record(["name": "John", "email": "", "phone": none]) }
        #expect(fault?.message.contains("is required where there is no phone") == true, "\(fault?.message ?? "")")
    }

    @Test("In whatever form it says so, and where a system or a card has another it is that")
    func wordsForNoneInFiles() throws {
        func records(_ text: String, _ name: String) throws -> [ImportRecord] {
            try ImportFile(SourceText(name: name, bytes: Array(text.utf8))).records().compactMap { try? $0.get() }
        }
        #expect(try records("name,email,phone\nJohn Twin,,-\nJohn Twin,,-\n", "p.csv").isEmpty)
        #expect(try records("[{\"name\":\"J\",\"phone\":\"n/a\"}]", "p.json").isEmpty)
        let google = "First Name,Last Name,E-mail 1 - Value,Phone 1 - Value,Phone 2 - Value\nJo,B,- ::: a@b.co,-,123\n"
        #expect(try records(google, "p.csv").map { [$0.email, $0.creation?.details.phone] } == [["a@b.co", "123"]])
        #expect(try records(google, "p.csv").first?.others == [])
        let card = "BEGIN:VCARD\nFN:A\nEMAIL:-\nEMAIL:a@b.co\nTEL:none\nEND:VCARD\n"
        let one = try #require(try records(card, "p.vcf").first)
        #expect(one.email == "a@b.co" && one.fields.changes[.phone] == nil && one.others == [])
    }

    @Test("Names what is wrong with a field, and nothing that is missing beside it")
    func faults() {
        let fault = #expect(throws: LineFault.self) { try record(["name": "A\u{7}da", "email": " "]) }
        #expect(fault?.message == "name must not contain control characters (U+0007)")
    }
}
