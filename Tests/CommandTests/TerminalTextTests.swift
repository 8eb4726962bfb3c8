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

    @Test("No line of a customer for people begins with what a value says, however that breaks its lines")
    func linesOfValues() {
        let customer = Customer.named("A\r\nID  1\nID  2\rID  3\u{2028}ID  4", email: "a@b.co")
        let text = TerminalText.harmless(lines: CustomerText.lines(customer, in: .utc))
        let lines = text.split(whereSeparator: \.isNewline)
        #expect(lines.count { $0.hasPrefix("ID") } == 1 && lines.last?.hasSuffix(customer.id.text) == true, "\(text)")
    }

    @Test("Piped, a table's values have nothing that a terminal could obey, nor a tab of their own", arguments: hostile)
    func tabbed(_ text: String) {
        let line = CustomerTable.tabbed(["a\(text)\tb", "c"])
        let values = line.dropLast().split(separator: "\t")
        #expect(line.hasSuffix("\tc\n") && values.count == 2 && line == line.harmlessTable)
        #expect("x\ty\n\(text)".harmlessTable.hasPrefix("x\ty\n"))
        #expect(!text.harmlessTable.unicodeScalars.contains { $0.isControl || $0.isBidiControl })
    }

    @Test("JSON that is printed holds no invisible scalar and is the same value", arguments: hostile + ["👩\u{200D}🔬é"])
    func escapedJSON(_ text: String) throws {
        let json = JSONText.line([text])
        let escaped = TerminalText.escaped(json: json)
        #expect(!escaped.unicodeScalars.contains { $0.isControl || $0.isBidiControl || $0 == "\u{200D}" })
        #expect(try JSONDecoder().decode([String].self, from: Data(escaped.utf8)) == [text])
    }

    @Test("A table's lines fit the terminal, whatever its width", arguments: 1...120)
    func tableFits(_ columns: Int) {
        let customer = Customer.named("山田 太郎 Yamada", email: "a.long.address@a.long.domain.example.org")
        let table = CustomerTable(width: columns, firstPage: [customer], in: .utc)
        for line in [table.heading, table.row(customer)] where columns >= 18 {
            #expect(line.hasSuffix("\n"))
            #expect(line.dropLast().reduce(0) { $0 + ($1.isASCII ? 1 : 2) } <= columns + 2, "\(line)")
        }
    }

    @Test("Without a terminal a table is lines of values between tabs, uncut")
    func tabs() {
        let customer = Customer.named("Anna\tSmith", email: "anna@example.com")
        let table = CustomerTable(width: nil, firstPage: [customer], in: .utc)
        #expect(table.heading.isEmpty)
        #expect(table.row(customer) == "Anna Smith\tanna@example.com\t\t\(customer.id.text)\n")
    }

    @Test("A table has the columns that were asked for, exactly and in their order")
    func columns() {
        let customer = Customer.named("Anna Smith", email: "anna@example.com")
        let table = CustomerTable(
            ListColumns(exactly: [CustomerFact.id, .version, .name]), width: nil, firstPage: [customer], in: .utc)
        #expect(table.row(customer) == "\(customer.id.text)\t1\tAnna Smith\n")
        let narrow = CustomerTable(
            ListColumns(exactly: [CustomerFact.name, .id]), width: 30, firstPage: [customer], in: .utc)
        #expect(narrow.heading == "NAME        ID\n", "what was asked for is cut, and never left out")
    }

    @Test("A progress bar fills as the work is done")
    func progress() {
        #expect(ProgressLine.text("importing", done: 0, total: 10) == "importing [........................] 0 of 10")
        #expect(ProgressLine.text("importing", done: 5, total: 10) == "importing [############............] 5 of 10")
        #expect(ProgressLine.text("exporting", done: 1_200, total: nil) == "exporting 1,200")
        #expect(
            ProgressLine.pace(3_100, of: 10_000, since: 100, in: .milliseconds(2_500)) == ", 1,200 a second, 6 s left")
        #expect(ProgressLine.pace(3_100, of: nil, since: 100, in: .seconds(3)) == ", 1,000 a second")
        #expect(ProgressLine.pace(1, of: 9, since: 0, in: .seconds(90)) == ", 1 a second, 720 s left")
        #expect(ProgressLine.pace(300, of: 10_000, since: 100, in: .milliseconds(900)) == "", "too early to say")
        #expect(ProgressLine.pace(100, of: 10_000, since: 100, in: .seconds(9)) == "", "nothing is done")
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
