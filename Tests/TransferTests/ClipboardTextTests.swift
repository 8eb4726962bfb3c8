import Domain
import Testing
import Wire

@testable import Transfer

@Suite("A customer for another program's clipboard")
struct ClipboardTextTests {
    private static func anna() throws -> Customer {
        let details = try CustomerDetails {
            [.name: "Anna", .email: "anna@example.com", .phone: "555 0100", .company: "Acme"][$0]
        }
        return Customer(
            id: CustomerID(derivedFrom: "1", in: .importedEmail), details: details,
            registrationDate: Timestamp(microseconds: 0),
            createdAt: Timestamp(microseconds: 0), updatedAt: Timestamp(microseconds: 0), version: 3, updatedBy: nil)
    }

    @Test("What is hidden is in neither, and an import leaves it as it is")
    func hidden() throws {
        let anna = try Self.anna()
        for text in [
            ClipboardText.json(anna, without: [.email, .phone]), ClipboardText.vCard(anna, without: [.email, .phone]),
        ] {
            #expect(text.contains("Acme") && !text.contains("anna@") && !text.contains("555"), "\(text)")
            let file = ImportFile(try SourceText(name: "copied", bytes: Array(text.utf8)))
            let record = try #require(try Array(file.records()).first).get()
            #expect(record.id == anna.id && ImportDifference(record, anna) == nil)
        }
    }

    @Test("What is not hidden is as an export has it")
    func shown() throws {
        let anna = try Self.anna()
        #expect(ClipboardText.json(anna, without: []) == MachineFormat.jsonLines.text(anna, isFirst: true))
        #expect(ClipboardText.vCard(anna, without: []) == MachineFormat.vCard.text(anna, isFirst: true))
    }
}
