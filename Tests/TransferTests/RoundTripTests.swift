import Domain
import Randomness
import Testing
import Wire

@testable import Transfer

@Suite("What is exported is an input")
struct RoundTripTests {
    private static let moment = Timestamp("2024-03-01T08:15:00.123Z")

    private func text(_ generator: inout SplitMix, _ alphabet: [String], _ count: ClosedRange<Int>) -> String {
        (0..<Int.random(in: count, using: &generator)).map { _ in
            alphabet.randomElement(using: &generator) ?? ""
        }.joined()
    }

    private func customer(_ number: Int, _ generator: inout SplitMix) throws -> Customer {
        let signs = Array("ab \",;:\\=+-@'|<>éß漢العé").map(String.init) + ["\u{1F469}\u{200D}\u{1F467}"]
        let moment = try #require(Self.moment)
        let address = "x" + text(&generator, signs + ["\n", "\r\n", "\n\n"], 0...90)
        let phone = ["+1 555 0100", "-5", "(0) 1x2#3", nil].randomElement(using: &generator) ?? nil
        let values: [CustomerField: String?] = [
            .name: text(&generator, ["=", "+", "'", "''-", "@", ""], 0...2) + "x" + text(&generator, signs, 0...20),
            .email: phone == nil || Bool.random(using: &generator) ? "p\(number)+x@example.com" : nil,
            .phone: phone,
            .address: Bool.random(using: &generator) ? address : nil,
            .company: Bool.random(using: &generator) ? "-" + text(&generator, signs, 1...20) : nil,
            .tags: text(&generator, ["vip ", "-x ", "größe ", "été.2 ", "a_b "], 0...3),
        ]
        let details = try CustomerDetails { values[$0] ?? nil }
        return Customer(
            id: CustomerID(derivedFrom: String(number), in: .importedEmail), details: details, registrationDate: moment,
            createdAt: moment, updatedAt: moment, version: number + 1, updatedBy: "=kim")
    }

    @Test(
        "In every format customers come back as they were",
        arguments: [MachineFormat.csv, .tabs, .spreadsheet, .json, .jsonLines, .vCard])
    func formats(_ format: MachineFormat) throws {
        var generator = SplitMix(seed: 7)
        let customers = try (0..<500).map { try customer($0, &generator) }
        var text = format.opening
        for (index, customer) in customers.enumerated() { text += format.text(customer, isFirst: index == 0) }
        text += format.closing
        let source = try SourceText(name: "all", bytes: Array(text.utf8))
        let file = ImportFile(source)
        #expect(try ImportCheck(file).count == customers.count)
        for (customer, result) in zip(customers, try file.records()) {
            let record = try result.get()
            #expect(record.id == customer.id && record.isIDGiven)
            #expect(record.creation?.details == customer.details)
            #expect(record.registrationDate == customer.registrationDate)
            #expect(record.version == customer.version)
            #expect(ImportDifference(record, customer) == nil)
        }
    }

    @Test(
        "No cell of a spreadsheet's file begins like a formula",
        arguments: ["=1+1", "+49 1", "-5", "@x", "'=x", "＝1", "\t=1"])
    func formulas(_ value: String) {
        let cell = SpreadsheetCell.harmless(value)
        #expect(cell.unicodeScalars.first == "'")
        #expect(SpreadsheetCell.exact(cell) == value)
        #expect(SpreadsheetCell.harmless("Anna") == "Anna" && SpreadsheetCell.exact("'Anna'") == "'Anna'")
    }
}
