import Domain
import Testing
import Wire

@testable import customers

@Suite("Customers in JSON, in whatever form")
struct JSONFileTests {
    private func names(_ text: String) throws -> [String?] {
        try ImportFile(SourceText(name: "p.json", bytes: Array(text.utf8))).records().map {
            try $0.get().creation?.details.name
        }
    }

    private func faults(_ text: String) -> [LineFault] {
        JSONRecords(Array(text.utf8)).compactMap { _, result in
            if case .failure(let fault) = result { fault } else { nil }
        }
    }

    private static let anna = #"{"name":"Anna","email":"a@b.co"}"#
    private static let bo = #"{"name":"Bo ]},{[ \"\\","email":"bo@b.co"}"#

    @Test(
        "One on a line, an array, and values over several lines are read alike",
        arguments: [
            "\(anna)\n\(bo)\n", "\(anna)\r\n\n\(bo)", "[\(anna),\(bo)]", "[\n\(anna),\n\(bo)\n]\n",
            " [ \(anna)\n,\n\(bo) ] ",
            anna.replacing(",", with: ",\n  ").replacing("{", with: "{\n") + "\n" + bo, "\n\n\(anna)\n\(bo)",
        ])
    func forms(_ text: String) throws {
        #expect(try names(text) == ["Anna", #"Bo ]},{[ "\"#])
    }

    @Test("An empty array is nobody", arguments: ["[]", "[ \n ]", "", "\n"])
    func nobody(_ text: String) throws {
        #expect(try names(text) == [])
    }

    @Test("What is shown of a customer who is queued is an input, too")
    func queued() throws {
        #expect(
            try names(#"{"name":"Anna","email":"a@b.co","queued":true,"version":null,"updated_by":null}"#) == ["Anna"])
    }

    @Test("Values know the line on which they begin")
    func lines() throws {
        let text = "[\n\(Self.anna),\n\n{\n\"name\":1\n}, 5\n]"
        #expect(JSONRecords(Array(text.utf8)).map(\.line) == [2, 4, 6])
    }

    @Test("In JSON Lines one bad line spoils no other")
    func badLines() {
        #expect(faults("\(Self.anna)\n[1]\n{bad\n\(Self.bo)\n").map(\.line) == [2, 3])
        #expect(faults("{bad\n\(Self.anna)\n{\"a\":\n\(Self.bo)\n").map(\.line) == [1, 3])
    }

    @Test(
        "A file that was cut off is told from one that is whole",
        arguments: [
            ("[\(anna),\n\(anna)", "the rest is missing"), ("[\(anna),", "the rest is missing"),
            ("[", "the rest is missing"),
            ("[\(anna)\n,{\"name\":\"B", "the rest is missing"), ("[\(anna) \(anna)]", "lacks a comma"),
            ("[\(anna)]\n\(anna)", "something behind the array's end"), ("{\n\"a\":1\n}\n{\n\"a\":", "never closed"),
        ])
    func truncated(_ text: String, _ words: String) {
        #expect(faults(text).last?.message.contains(words) == true, "\(faults(text))")
        #expect(faults(text).count == 1)
    }
}
