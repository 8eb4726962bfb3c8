import Domain
import Testing
import Wire
import Wording

@testable import Transfer

@Suite("Customers in JSON, in whatever form")
struct JSONFileTests {
    private func names(_ text: String) throws -> [String?] {
        try ImportFile(SourceText(name: "p.json", bytes: Array(text.utf8))).records().map {
            try $0.get().creation?.details.name
        }
    }

    private func faults(_ text: String) -> [LineFault] {
        JSONRecords(Array(text.utf8)).compactMap { _, _, result in
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

    @Test("In an array on one line values are counted, and on lines of their own these")
    func places() {
        let bad = #"{"name":}"#
        #expect(faults("[\(Self.anna),\(bad),\(Self.bo),\(bad)]").map(\.line) == [2, 4])
        #expect(faults("[\n\(Self.anna),\n\(bad),\n\(Self.bo),\n\(bad)\n]").map(\.line) == [3, 5])
        #expect(faults("[\(Self.anna), \(Self.bo) ").map(\.line) == [3])
    }

    @Test("An empty array has no customers", arguments: ["[]", "[ \n ]"])
    func nobody(_ text: String) throws {
        #expect(try names(text) == [])
    }

    @Test("What is shown of a customer who is queued is an input, too, made from no version", arguments: ["null", "0"])
    func queued(_ version: String) throws {
        let text = #"{"name":"Anna","email":"a@b.co","queued":true,"version":\#(version),"updated_by":null}"#
        #expect(try names(text) == ["Anna"])
        let file = ImportFile(try SourceText(name: "p.json", bytes: Array(text.utf8)))
        #expect(try file.records().map { try $0.get().version } == [nil])
    }

    private func refusal(_ text: String, _ names: ImportNames = ImportNames()) -> String {
        do throws(CommandFailure) {
            _ = try ImportCheck(ImportFile(SourceText(name: "p.json", bytes: Array(text.utf8)), names: names))
            return ""
        } catch {
            return error.message
        }
    }

    @Test("Two names of one member in one record are refused by name, as either value may be meant")
    func twoNames() throws {
        for _ in 0..<20 {
            let letters = refusal(#"{"Email":"b@b.co","name":"A","email":"a@b.co"}"#)
            #expect(letters.contains(#"line 1 names email twice ("email" and "Email")"#), "\(letters)")
        }
        let names = ImportNames([try #require(ColumnMapping("mobile=phone"))])
        let mapped = refusal(#"{"name":"A","email":"a@b.co","mobile":"1","phone":"2"}"#, names)
        #expect(mapped.contains(#"line 1 names phone twice ("phone" and "mobile")"#), "\(mapped)")
    }

    @Test("Several members that a person maps to one field are joined in the order of the mappings, as columns are")
    func joinedMembers() throws {
        let maps = [
            "Vorname=name", "Nachname=name", "Mail=email", "Mail2=email", "Str=address", "Ort=address", "t=tags",
            "u=tags",
        ]
        let names = ImportNames(try maps.map { try #require(ColumnMapping($0)) })
        let text =
            #"[{"Nachname":"B","Mail2":"k@m3.org","Vorname":" A","Mail":"j@m3.org","Ort":"1 Ulm","Str":"Weg 2","t":["x"],"u":"y"},"#
            + #"{"Vorname":null,"Nachname":"C","Mail":"n/a","Mail2":"c@m3.org","Str":"","Ort":null,"t":null,"u":[]}]"#
        let file = ImportFile(try SourceText(name: "p.json", bytes: Array(text.utf8)), names: names)
        let records = try file.records().map { try $0.get() }
        #expect(records.map { $0.creation?.details.name } == ["A B", "C"])
        #expect(records.map(\.email) == ["j@m3.org", "c@m3.org"])
        #expect(records.map { $0.creation?.details.address } == ["Weg 2\n1 Ulm", nil])
        #expect(records.map { $0.creation?.details[.tags] } == ["x y", nil])
        #expect(records.map(\.others) == [["email k@m3.org"], []])
        #expect(
            refusal(#"{"Vorname":"A","Nachname":7,"Mail":"a@b.co"}"#, names).contains(
                "name must be a string, not a number"))
        #expect(refusal(#"{"Vorname":"A","name":"B","Mail":"a@b.co"}"#, names).contains(#"("name" and "Vorname")"#))
    }

    @Test(
        "The same name twice in one record is refused, however it is written",
        arguments: [
            #"{"name":"A","name":"B","email":"a@b.co"}"#, #"{"name":"A","email":"a@b.co","n\u0061me" : "B"}"#,
            #"{"name":"\"name\":","email":"a@b.co","name":"A"}"#,
        ])
    func sameName(_ text: String) {
        #expect(refusal(text).contains(#"line 1 names "name" twice"#), "\(refusal(text))")
    }

    @Test("What only looks like a repeated name is not one")
    func noSameName() {
        #expect(refusal(#"{"name":"\",\"name\":","email":"a@b.co","address":"name"}"#) == "")
    }

    @Test("A mapping that no record uses is refused with the nearest name")
    func unusedMapping() throws {
        let names = ImportNames([try #require(ColumnMapping("mobil=phone"))], ignoresUnknown: true)
        let message = refusal(#"{"name":"A","email":"a@b.co","mobile":"1"}"#, names)
        #expect(message.contains(#"no record has the member "mobil" (mobile?) that --map names"#), "\(message)")
        let some = #"{"name":"A","email":"a@b.co"}"# + "\n" + #"{"name":"B","email":"b@b.co","Mobil":"1"}"#
        #expect(refusal(some, names) == "")
        #expect(refusal("[]", names) == "")
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
        "A file that was cut off is distinguished from a whole one",
        arguments: [
            ("[\(anna),\n\(anna)", "the rest is missing"), ("[\(anna),", "the rest is missing"),
            ("[", "the rest is missing"),
            ("[\(anna)\n,{\"name\":\"B", "the rest is missing"), ("[\(anna) \(anna)]", "lacks a comma"),
            ("[\(anna)]\n\(anna)", "something behind the array's end"), ("{\n\"a\":1\n}\n{\n\"a\":", "never closed"),
        ])
    func truncated(_ text: String, _ message: String) {
        #expect(faults(text).last?.message.contains(message) == true, "\(faults(text))")
        #expect(faults(text).count == 1)
    }
}
