import Domain
import Foundation
import Testing
import Transfer

@testable import Commands

struct TerminalTextTests {
    static let hostile = [
        "\u{1B}]52;c;QQ==\u{7}", "\u{9B}31m", "a\u{202E}b", "a\rb", "\u{FEFF}x", "\u{2066}", "\u{7F}",
    ]

    @Test("What a terminal could obey is replaced, line breaks stay", arguments: hostile)
    func harmless(_ text: String) {
        let shown = TerminalText.harmless(lines: "x\n\(text)\ny")
        #expect(shown.hasPrefix("x\n"))
        #expect(shown.hasSuffix("\ny"))
        #expect(!shown.unicodeScalars.contains { $0 != "\n" && ($0.isControl || $0.isBidiControl) })
    }

    @Test("JSON for a terminal holds no invisible scalar and is the same value", arguments: hostile + ["👩\u{200D}🔬é"])
    func escapedJSON(_ text: String) throws {
        let json = JSONText.line([text])
        let escaped = TerminalText.escaped(json: json)
        #expect(!escaped.unicodeScalars.contains { $0.isControl || $0.isBidiControl || $0 == "\u{200D}" })
        #expect(try JSONDecoder().decode([String].self, from: Data(escaped.utf8)) == [text])
    }

    @Test("A table's lines fit the terminal, whatever its width", arguments: 1...120)
    func tableFits(_ columns: Int) {
        let customer = Customer.named("山田 太郎 Yamada", email: "a.long.address@a.long.domain.example.org")
        let table = CustomerTable(columns: columns, firstPage: [customer])
        for line in [table.heading, table.row(customer)] where columns >= 18 {
            #expect(line.hasSuffix("\n"))
            #expect(line.dropLast().reduce(0) { $0 + ($1.isASCII ? 1 : 2) } <= columns + 2, "\(line)")
        }
    }

    @Test("Without a terminal a table is lines of values between tabs, uncut")
    func tabs() {
        let customer = Customer.named("Anna\tSmith", email: "anna@example.com")
        let table = CustomerTable(columns: nil, firstPage: [customer])
        #expect(table.heading.isEmpty)
        #expect(table.row(customer) == "Anna Smith\tanna@example.com\t\t\(customer.id.text)\n")
    }

    @Test("A progress bar fills as the work is done")
    func progress() {
        #expect(ProgressLine.text("importing", done: 0, total: 10) == "importing [........................] 0 of 10")
        #expect(ProgressLine.text("importing", done: 5, total: 10) == "importing [############............] 5 of 10")
        #expect(ProgressLine.text("exporting", done: 1_200, total: nil) == "exporting 1,200")
    }
}

extension Customer {
    static func named(_ name: String, email: String) -> Customer {
        let moment = Timestamp(microseconds: 0)
        return Customer(
            id: CustomerID(derivedFrom: email, in: .importedEmail),
            details: CustomerDetails(trustedName: name, email: email, phone: nil, address: nil),
            registrationDate: moment, createdAt: moment, updatedAt: moment, version: 1, updatedBy: nil)
    }
}
