import Domain
import Testing
import Wire
import Wording

@testable import Transfer

@Suite("Columns that a person maps")
struct ColumnMappingTests {
    private func file(_ text: String, _ maps: [String] = [], ignoresUnknown: Bool = false) throws -> ImportFile {
        let mappings = try maps.map { try #require(ColumnMapping($0)) }
        return ImportFile(
            try SourceText(name: "people.csv", bytes: Array(text.utf8)),
            names: ImportNames(mappings, ignoresUnknown: ignoresUnknown))
    }

    private func fault(_ file: ImportFile) -> String {
        do throws(CommandFailure) {
            _ = try ImportCheck(file)
            return ""
        } catch {
            return error.message
        }
    }

    @Test(
        "A column is named by its number where no column has that name",
        arguments: ["2=email", "Post=email", "post=EMAIL"])
    func numbers(_ map: String) throws {
        let file = try file("name,Post\nAnna,a@b.co\n", [map])
        #expect(try file.records().map { try $0.get().email } == ["a@b.co"])
        #expect(try fault(self.file("name,email\nAnna,a@b.co\n", ["3=phone"])).contains("lacks the column \"3\""))
        let named = try self.file("2,name,email\n555 0100,Anna,a@b.co\n", ["2=phone"])
        #expect(try named.records().map { try $0.get().creation?.details.phone } == ["555 0100"])
    }

    @Test("Several columns of one field are joined, of emails and phones the first is taken and the rest reported")
    func joined() throws {
        let maps = [
            "Vorname=name", "Nachname=name", "Strasse=address", "Ort=address", "Mail=email", "Mail2=email", "Tel=phone",
            "Handy=phone",
        ]
        let file = try file(
            "Vorname,Nachname,Strasse,Ort,Mail,Mail2,Tel,Handy\nJörg,Groß,Weg 1,Köln,a@b.co,c@d.co,,0171 5550100\n",
            maps)
        let record = try #require(try file.records().map { try $0.get() }.first)
        #expect(record.creation?.details.name == "Jörg Groß")
        #expect(record.creation?.details.address == "Weg 1\nKöln")
        #expect(record.creation?.details.phone == "0171 5550100")
        #expect(record.email == "a@b.co" && record.others == ["email c@d.co"])
    }

    @Test("An empty cell of a mapped column takes the value away, of several when all are empty")
    func empties() throws {
        let file = try file("email,Tel,Handy\na@b.co,,\n", ["Tel=phone", "Handy=phone"])
        let record = try #require(try file.records().map { try $0.get() }.first)
        #expect(record.fields.changes[.phone] == .some(nil))
    }

    @Test("The refusal has what to add to the command line, as a shell takes it")
    func commandLine() throws {
        let message = fault(try file("name,mail,Phone Number,Kid's shoe\nA,a@b.co,,\n"))
        #expect(message.contains("--map mail=email --map 'Phone Number=phone' --ignore-unknown"), "\(message)")
        let whole = fault(try file("name,mail\nA,a@b.co\n"))
        #expect(whole.contains(": --map mail=email. "), "\(whole)")
        #expect(ShellWord.quoted("Kid's=name") == #"'Kid'\''s=name'"#)
    }

    @Test("A column of emails is not to be left out, whatever it is called, unless another one is the email")
    func oddlyNamedEmails() throws {
        let message = fault(try file("name,Erreichbar unter,Notiz\nA,a@b.co,x\nB,b@b.co,y\n"))
        #expect(message.contains("--map 'Erreichbar unter=email' --ignore-unknown"), "\(message)")
        let second = fault(try file("name,email,Alt\nA,a@b.co,c@b.co\n"))
        #expect(!second.contains("Alt=email"), "\(second)")
    }

    @Test("The unknown columns are shown with their first values, each once")
    func samples() throws {
        let rows = ["555 0100", "", "555 0100", "555 0101", "555 0102", "555 0103"].map { "A,\($0)\n" }
        let unknown = try file("Rufname,Nummer\n" + rows.joined()).unknownColumns
        #expect(unknown.map(\.name) == ["Rufname", "Nummer"])
        #expect(unknown.map(\.samples) == [["A"], ["555 0100", "555 0101", "555 0102"]])
        #expect(try file("name,email\nA,a@b.co\n").unknownColumns.isEmpty)
        #expect(try file("Rufname,email\nA,a@b.co\n", ["Rufname=name"]).unknownColumns.isEmpty)
        #expect(try file("Rufname,email\nA,a@b.co\n", ignoresUnknown: true).unknownColumns.isEmpty)
    }
}
