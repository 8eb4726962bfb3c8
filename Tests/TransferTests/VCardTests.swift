import Domain
import Testing
import Wire
import Wording

@testable import Transfer

@Suite("Cards")
struct VCardTests {
    private func records(_ text: String, named name: String = "people.vcf") throws -> [Result<ImportRecord, LineFault>]
    {
        Array(try ImportFile(try SourceText(name: name, bytes: Array(text.utf8))).records())
    }

    private func record(_ lines: String..., version: String = "3.0") throws -> ImportRecord {
        let card = ["BEGIN:VCARD", "VERSION:\(version)"] + lines + ["END:VCARD", ""]
        return try #require(try records(card.joined(separator: "\r\n")).first).get()
    }

    @Test("A card of a phone is a customer")
    func apple() throws {
        let record = try record(
            "PRODID:-//Invented//EN", "N:Aster;Lena;;;", "FN:Lena Aster",
            "EMAIL;type=INTERNET;type=HOME;type=pref:lena@example.com", "TEL;type=CELL:+1 555 0100",
            "ADR;type=HOME:;;1 Elm Row;Brackwell;;12345;US")
        let details = try #require(record.creation?.details)
        #expect(details.name == "Lena Aster" && details[.email] == "lena@example.com" && details.phone == "+1 555 0100")
        #expect(details.address == "1 Elm Row\nBrackwell 12345\nUS")
        #expect(!record.isIDGiven && record.others.isEmpty)
    }

    @Test("Of several the preferred is taken, then the first, and the others are reported; a fax is nobody's phone")
    func several() throws {
        let record = try record(
            "FN:Anna", "EMAIL:b@example.com", "item1.EMAIL;PREF=1:a@example.com", "TEL;TYPE=\"work,fax\":555 0101",
            "TEL;TYPE=home:555 0102", "TEL;TYPE=cell:555 0103", "NOTE:likes tea", version: "4.0")
        #expect(record.email == "a@example.com")
        #expect(record.creation?.details.phone == "555 0102")
        #expect(
            record.others == ["email b@example.com", "phone 555 0103", "fax 555 0101", "a note"])
        let other = try self.record("FN:A", "EMAIL:a@b.co", "TEL;VALUE=uri:tel:+1-555-0100;ext=5", version: "4.0")
        #expect(other.creation?.details.phone == "+1-555-0100 x5")
    }

    @Test(
        "Of several the first that can be taken is, and an address of X.400 is no email",
        arguments: ["2.1", "3.0", "4.0"])
    func valid(_ version: String) throws {
        let record = try record(
            "FN:Anna", "EMAIL;TYPE=X400:c=de", "EMAIL;TYPE=INTERNET:none such", "EMAIL:a@example.com",
            "TEL;TYPE=PREF:0171;0172", "TEL:555 0102", version: version)
        #expect(record.email == "a@example.com" && record.creation?.details.phone == "555 0102")
        #expect(record.others == ["email none such", "phone 0171;0172", "email c=de"])
        let phone = try self.record("FN:Anna", "EMAIL;X400:c=de", "TEL:555 0102", version: version)
        #expect(phone.email == nil && phone.creation?.details.phone == "555 0102")
        #expect(throws: LineFault.self) { try self.record("FN:Anna", "EMAIL:nobody", version: version) }
    }

    @Test("What a card has besides is one note, as long as a note can be")
    func note() throws {
        let record = try record(
            "FN:Anna", "EMAIL:a@example.com", "EMAIL:b@example.com", "TEL;TYPE=fax:555 0101", "NOTE:likes\\n\ttea\u{7}",
            "NOTE:and cake")
        #expect(record.note?.text == "Imported besides: email b@example.com, fax 555 0101\nlikes\n tea \nand cake")
        let long = try self.record("FN:Anna", "EMAIL:a@example.com", "NOTE:" + String(repeating: "ä", count: 3_000))
        #expect(long.note?.text.unicodeScalars.count == 2_000)
        #expect(try self.record("FN:Anna", "EMAIL:a@example.com").note == nil)
    }

    @Test("Folded lines, escapes and quoted-printable of any table are read")
    func spelling() throws {
        let folded = try record("FN:Anna Mag", " dalena \\, Smith\\;\\\\", "EMAIL:a@b.", "\tco")
        #expect(folded.creation?.details.name == #"Anna Magdalena , Smith;\"#)
        #expect(folded.email == "a@b.co")
        let old = try record(
            "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Gro=DFmann;J=F6rg", "EMAIL;INTERNET:j@b.co",
            "TEL;CELL;PREF:0171 5550100", "TEL;HOME:0221 5550100",
            "ADR;HOME;ENCODING=QUOTED-PRINTABLE:;;Hauptstra=C3=9Fe =", "1;K=C3=B6ln", version: "2.1")
        #expect(old.creation?.details.name == "Jörg Großmann")
        #expect(old.creation?.details.address == "Hauptstraße 1\nKöln")
        #expect(old.others == ["phone 0221 5550100"])
    }

    @Test("Without a formatted name there are its parts, then the company")
    func names() throws {
        #expect(
            try record("N:Ek;Ada;Maria;Dr.;Jr.", "EMAIL:a@b.co").creation?.details.name == "Dr. Ada Maria Ek Jr.")
        #expect(try record("FN:", "ORG:Aster Ltd;Sales", "EMAIL:a@b.co").creation?.details.name == "Aster Ltd")
    }

    @Test("The organisation is the company, without its units, and categories are the tags")
    func companyAndTags() throws {
        let details = try #require(
            try record(
                "FN:Anna", "TEL:555 0100", "ORG:Aster\\; Sons\\, Ltd;Sales", "CATEGORIES:VIP,Blog reader",
                "CATEGORIES:North",
                version: "4.0"
            ).creation?.details)
        #expect(details[.company] == "Aster; Sons, Ltd" && details[.tags] == "blog-reader north vip")
        #expect(details.email == nil)
    }

    @Test("What a card lacks stays, and only our own cards name a customer by the id")
    func absent() throws {
        let uid = "UID:urn:uuid:6f1e6b0a-525d-4f1b-9a37-3c945e20d101"
        let foreign = try record("FN:A", uid, "EMAIL:a@b.co")
        #expect(!foreign.isIDGiven && !foreign.fields.changes.keys.contains(.phone))
        let own = try record("PRODID:\(VCardMember.product)", "FN:A", uid, "EMAIL:a@b.co", "X-CUSTOMER-VERSION:3")
        #expect(own.isIDGiven && own.version == 3)
    }

    @Test("A card that is not ended, and what stands outside of one, are named by their lines")
    func faults() throws {
        let text = "BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEMAIL:b@b.co\nEND:VCARD\n\nFN:C\nBEGIN:VCARD\nFN:D\n"
        let results = try records(text)
        #expect(results.count == 4)
        let faults = results.compactMap { result -> String? in
            if case .failure(let fault) = result { "\(fault.line) \(fault.message)" } else { nil }
        }
        #expect(faults.count == 3)
        #expect(faults.first?.hasPrefix("1 begins a card that is not ended") == true)
        #expect(faults.dropFirst().first?.hasPrefix("8 stands outside of a card") == true)
        #expect(faults.last?.hasSuffix("the rest is missing") == true)
    }

    @Test("It is known by how it begins, whatever it is called", arguments: ["people.csv", "people", "x.vcf"])
    func format(_ name: String) throws {
        #expect(try records("\n\nbegin:vcard\nFN:A\nEMAIL:a@b.co\nend:vcard\n", named: name).count == 1)
    }

    @Test("Written lines have 75 bytes at most, cut between characters, and end as the standard says")
    func folding() throws {
        let details = try CustomerDetails(
            name: String(repeating: "ö漢", count: 40), email: "a@b.co", address: "One, Two;\nThree\\")
        let moment = try #require(Timestamp("2024-03-01T08:15:00Z"))
        let customer = Customer(
            id: CustomerID(derivedFrom: "a", in: .importedEmail), details: details, registrationDate: moment,
            createdAt: moment, updatedAt: moment, version: 3, updatedBy: nil)
        let card = CustomerVCard.card(customer)
        let lines = card.unicodeScalars.split(separator: "\n").map { String(String.UnicodeScalarView($0)) }
        #expect(lines.allSatisfy { $0.utf8.count <= 76 && $0.unicodeScalars.last == "\r" })
        #expect(lines.contains("ADR:;;One\\, Two\\;\\nThree\\\\;;;;\r"))
        #expect(lines.contains("REV:20240301T081500Z\r"))
    }
}
