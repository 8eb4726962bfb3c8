import Domain
import Testing
import Wire

@testable import Transfer

struct CSVReaderTests {
    private func rows(_ text: String) throws -> [[String]] {
        try CSVReader(Array(text.utf8)).map { try $0.get().fields }
    }

    private func faults(_ text: String) -> [LineFault] {
        CSVReader(Array(text.utf8)).compactMap { result in
            do throws(LineFault) {
                _ = try result.get()
                return nil
            } catch {
                return error
            }
        }
    }

    @Test("Rows end in LF, CRLF or CR, and the last one needs no end", arguments: ["\n", "\r\n", "\r"])
    func lineBreaks(_ end: String) throws {
        #expect(try rows("a,b\(end)c,d") == [["a", "b"], ["c", "d"]])
        #expect(try rows("a,b\(end)c,d\(end)") == [["a", "b"], ["c", "d"]])
    }

    @Test("Quotes hold commas, line breaks and doubled quotes")
    func quotes() throws {
        #expect(try rows("\"a,b\",\"c\nd\",\"e \"\"f\"\"\"\n") == [["a,b", "c\nd", "e \"f\""]])
        #expect(try rows("\"\",,\"\"\"\"") == [["", "", "\""]])
    }

    @Test("Blanks belong to a field")
    func blanks() throws {
        #expect(try rows(" a ,\tb\n") == [[" a ", "\tb"]])
    }

    @Test("Only LF and CR end a row: other line breaks of Unicode are data")
    func unicodeLineBreaks() throws {
        #expect(try rows("a\u{2028}b,c\u{85}d\n") == [["a\u{2028}b", "c\u{85}d"]])
    }

    @Test("A row knows the line on which it begins")
    func lines() throws {
        let reader = CSVReader(Array("h\n\"a\r\nb\rc\nd\"\ne\n\nf".utf8))
        #expect(try reader.map { try $0.get().line } == [1, 2, 6, 7, 8])
    }

    @Test("A quote inside a plain field, text after a closing quote and an open quote are named by their line")
    func misusedQuotes() {
        #expect(faults("a\nb\"c\nd\n").map(\.line) == [2])
        #expect(faults("a\n\"b\"c\nd\n").map(\.line) == [2])
        #expect(faults("a\n\"b\nc\n") == [LineFault(line: 2, message: "opens a quote that is never closed")])
    }

    @Test("Reading goes on behind a row that cannot be read")
    func recovers() {
        let read = CSVReader(Array("a\"\nb\nc\"\nd".utf8)).map { (try? $0.get())?.fields }
        #expect(read == [nil, ["b"], nil, ["d"]])
    }

    @Test("Company, tags and a missing email that were exported are imported as they were")
    func laterFields() throws {
        let moment = Timestamp.now()
        let values: [[CustomerField: String]] = [
            [.company: "Küper, Sons & \"Co\"", .tags: "berlin vip"], [:], [.company: "A"], [.tags: "vip"],
        ]
        for further in values {
            let details = CustomerDetails(
                trustedName: "Ann", email: nil, phone: "+1 555 0100", address: nil,
                further: further)
            let customer = Customer(
                id: .random(), details: details, registrationDate: moment, createdAt: moment, updatedAt: moment,
                version: 3,
                updatedBy: nil)
            let text = CustomerCSV.header(delimiter: CustomerCSV.comma) + CustomerCSV.row(customer)
            let file = ImportFile(
                try SourceText(name: "people.csv", bytes: Array(text.utf8)), names: ImportNames())
            let records = try file.records(except: ImportCheck(file).repeated).map { try $0.get() }
            #expect(records.map(\.id) == [customer.id])
            #expect(records.first?.creation?.details == details)
            #expect(records.first?.edit(of: details).isEmpty == true, "nothing would be changed")
        }
    }

    @Test("Every value written as a field is read as it was")
    func roundTrip() throws {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ab\",\n\r;é漢 \t'=").map(String.init) + ["\r\n"]
        for _ in 0..<2_000 {
            let fields = (0..<Int.random(in: 2...5, using: &generator)).map { _ in
                (0..<Int.random(in: 0...6, using: &generator)).map { _ in
                    alphabet.randomElement(using: &generator) ?? ""
                }
                .joined()
            }
            let text = fields.map { CustomerCSV.field($0) }.joined(separator: ",") + "\n"
            #expect(try rows(text) == [fields], "\(fields)")
        }
    }
}
