import Domain
import Testing
import Wire
import Wording

@testable import Transfer

/// Files as spreadsheets and other programs leave them, each from a public report about such programs.
@Suite("Files as they come")
struct SpreadsheetFileTests {
    private func records(_ text: String, named name: String = "people.csv", _ names: ImportNames = ImportNames())
        throws -> [ImportRecord]
    {
        let file = ImportFile(try SourceText(name: name, bytes: Array(text.utf8)), names: names)
        let check = try ImportCheck(file)
        return try file.records(except: check.repeated).map { try $0.get() }
    }

    private func fault(_ text: String, _ names: ImportNames = ImportNames()) -> String {
        do throws(CommandFailure) {
            _ = try ImportCheck(ImportFile(try SourceText(name: "people.csv", bytes: Array(text.utf8)), names: names))
            return ""
        } catch {
            return error.message
        }
    }

    private func name(_ records: [ImportRecord]) -> [String?] { records.map { $0.fields.changes[.name] ?? nil } }

    @Test("What separates the columns is found, in quotes or not", arguments: [",", ";", "\t", "|"], ["", "\""])
    func delimiters(_ delimiter: String, _ quote: String) throws {
        let rows = [["name", "email", "phone"], ["Jörg Großmann", "joerg@example.com", "0221 5550100"]]
        let text = rows.map { $0.map { quote + $0 + quote }.joined(separator: delimiter) }.joined(separator: "\r\n")
        for end in ["", "\r\n"] {
            let record = try #require(try records(text + end).first)
            #expect(record.creation?.details.name == "Jörg Großmann")
            #expect(record.creation?.details.phone == "0221 5550100")
        }
    }

    @Test("Other delimiters among the values do not confuse it")
    func mixedDelimiters() throws {
        let semicolons = try records("name;email;address\nSmith, Anna;a@b.co;\"1 Elm Row, Flat | 2\"\n")
        #expect(semicolons.first?.creation?.details.name == "Smith, Anna")
        #expect(try records("email\na@b.co\n").first?.emailKey == "a@b.co")
        #expect(try records("name,email\n\"A;B;C;D\",a@b.co\n").first?.creation?.details.name == "A;B;C;D")
    }

    @Test(
        "A first line that names the separator is obeyed, and is not a row of the table",
        arguments: [
            "sep=,\r\nname,email\r\n", "SEP=,\nname,email\n", "\"sep=,\"\nname,email\n", "sep=,,,\nname,email\n",
        ])
    func namedDelimiter(_ head: String) throws {
        let record = try #require(try records(head + "Lena; Aster|,lena@example.com\n").first)
        #expect(record.creation?.details.name == "Lena; Aster|")
        #expect(record.line == 3)
        #expect(try records("sep=^\nname^email\nA^a@b.co\n").count == 1)
    }

    @Test("A first line that names no separator is the table's own")
    func namelessDelimiter() {
        for head in ["sep=\n", "sep=\r\n"] {
            let message = fault(head + "name,email\nA,a@b.co\n")
            #expect(message.contains("\"sep=\""), "\(message)")
        }
    }

    @Test("Blank rows, nameless columns, short rows and trailing empty cells are not faults")
    func raggedTables() throws {
        let blankRows = "name,email,phone,address\r\n\r\nLena,lena@example.com,,\r\n,,,\r\n , ,\t,\r\n,,,\r\n"
        #expect(name(try records("\r\n,,\r\n" + blankRows)) == ["Lena"])
        #expect(name(try records("name,email,phone,,\r\nLena,lena@example.com,,,\r\n")) == ["Lena"])
        #expect(name(try records("name,email\r\nLena,lena@example.com,,,\r\n")) == ["Lena"])
        let short = try records(
            "name,email,phone,address\nLena,lena@example.com,555 0100,1 Elm Row\nOtis,otis@example.com\n")
        #expect(name(short) == ["Lena", "Otis"])
        #expect(short.last?.fields.changes.keys.contains(.phone) == false)
    }

    @Test("A value in a column without a name is a fault, and says where")
    func surplus() {
        #expect(fault("name,email,\nA,a@b.co,lost\n").contains("line 2 has \"lost\" in column 3"))
        #expect(
            fault("name,email\nA,a@b.co,lost\n").contains("line 2 has 3 fields where the first line names 2 columns"))
    }

    @Test("Equal lines count once, whatever the letters of the email; different ones about one customer are refused")
    func equalLines() throws {
        let twice = try records("name,email\r\nLena Aster,dup@example.com\r\nLena Aster,Dup@example.com\r\n")
        #expect(twice.map(\.line) == [2])
        #expect(fault("name,email\nA,a@b.co\nB,A@b.co\n").contains("line 3 has the same email as line 2"))
        // An empty cell says more than none.
        #expect(fault("name,email,phone\nA,a@b.co,\nA,a@b.co\n").contains("line 3 has the same email as line 2"))
    }

    @Test("All unknown columns are named at once, each with the field that may be meant")
    func unknownColumns() {
        let message = fault("name,mail,Phone Number,shoe size,adress,id\nA,a@b.co,,,,\n")
        for part in [
            "\"mail\" (email?)", "\"Phone Number\" (phone?)", "\"shoe size\", ", "\"adress\" (address?)",
            "\"id\" (customer_id?)",
        ] {
            #expect(message.contains(part), "\(message)")
        }
        #expect(message.contains("--map") && message.contains("--ignore-unknown"))
    }

    @Test("Of very many unknown columns the first twenty are named")
    func manyUnknownColumns() {
        let message = fault("email," + (1...50).map { "column\($0)" }.joined(separator: ",") + "\n")
        #expect(message.contains("\"column20\" and 30 more"))
    }

    @Test("A column can be taken for a field, or unknown ones be left out, in CSV and in JSON")
    func mappedColumns() throws {
        let names = ImportNames([
            try #require(ColumnMapping("Full Name=name")), try #require(ColumnMapping("mail=email")),
        ])
        let csv = try records("full name,MAIL,phone\nAnna,a@b.co,1\n", names)
        let json = try records(#"{"Full Name":"Anna","mail":"a@b.co","phone":"1"}"#, named: "p.json", names)
        #expect(csv.map(\.fields) == json.map(\.fields))
        #expect(csv.first?.creation?.details.name == "Anna")
        let ignoring = ImportNames(ignoresUnknown: true)
        #expect(name(try records("name,x,email\nAnna,y,a@b.co\n", ignoring)) == ["Anna"])
        #expect(name(try records(#"{"name":"Anna","x":[1],"email":"a@b.co"}"#, named: "p.json", ignoring)) == ["Anna"])
        #expect(ColumnMapping("mail=shoe") == nil && ColumnMapping("email") == nil && ColumnMapping("=email") == nil)
    }

    @Test("A mapping of a column that the file lacks is a fault, with the nearest column, and not ignored")
    func unusedMapping() throws {
        let mapping = try #require(ColumnMapping("mobil=phone"))
        for names in [ImportNames([mapping]), ImportNames([mapping], ignoresUnknown: true)] {
            let message = fault("name,email,mobile\nAnna,a@b.co,1\n", names)
            #expect(message.contains("line 1 lacks the column \"mobil\" (mobile?) that --map names"), "\(message)")
        }
        #expect(try records("name,email,MOBIL\nAnna,a@b.co,1\n", ImportNames([mapping])).count == 1)
    }

    @Test("A nameless column with values is left out with --ignore-unknown, and the fault says so")
    func namelessColumn() throws {
        let text = ",name,email\n0,Anna,a@b.co\n1,Bo,bo@b.co\n"
        let message = fault(text)
        #expect(message.contains("line 2 has \"0\" in column 1, to which the first line gives no name"), "\(message)")
        #expect(message.contains("--ignore-unknown"), "\(message)")
        #expect(name(try records(text, ImportNames(ignoresUnknown: true))) == ["Anna", "Bo"])
    }

    @Test("The byte by which programs of DOS end a text is not a row", arguments: ["", "\n", "\r\n"])
    func endOfFileByte(_ end: String) throws {
        #expect(name(try records("name,email\r\nAnna,a@b.co\(end)\u{1A}")) == ["Anna"])
    }

    @Test("A quote that is escaped by a backslash is named as that")
    func backslash() {
        #expect(fault("name,email\n\"O\\\"Brien\",a@b.co\n").contains("line 2 escapes a quote with a backslash"))
    }

    @Test(
        "A registration date may be a date alone, or a time as databases write it",
        arguments: [
            ("2024-03-01", "2024-03-01T00:00:00.000Z"), ("2024-03-01 08:15:00+00", "2024-03-01T08:15:00.000Z"),
            ("2024-03-01T08:15:00+0100", "2024-03-01T07:15:00.000Z"), ("2024-03-01T08:15Z", "2024-03-01T08:15:00.000Z"),
            ("2024-03-01 08:15:00.25 -0130", "2024-03-01T09:45:00.250Z"),
        ])
    func dates(_ written: String, _ moment: String) throws {
        let record = try records("name,email,registration_date\nA,a@b.co, \(written) \n").first
        #expect(record?.registrationDate?.text == moment)
    }

    @Test(
        "A date that could mean two days, or a time without its place, is refused",
        arguments: ["01.03.2024", "3/1/2024", "2024-02-30", "2024-03-01 08:15:00", "yesterday", "20240301"])
    func wrongDates(_ written: String) {
        #expect(
            fault("name,email,registration_date\nA,a@b.co,\(written)\n").contains("must be a date such as 2024-03-01"))
    }

    @Test(
        "A version is a whole number from 1, as far as JSON counts",
        arguments: ["-1", "x", "1.5", "9007199254740993", "9223372036854775807"])
    func versions(_ written: String) throws {
        #expect(fault("name,email,version\nA,a@b.co,\(written)\n").contains("version must be a whole number from 1"))
        #expect(
            try records("name,email,version\nA,a@b.co,9007199254740992\nB,b@b.co,\nC,c@b.co,0\n").map(\.version)
                == [1 << 53, nil, nil], "0 is what this program shows of somebody who is still queued")
    }

    @Test("A column that the file lacks and an empty cell are not the same")
    func absence() throws {
        let absent = try #require(try records("name,email\nA,a@b.co\n").first)
        let empty = try #require(try records("name,email,phone\nA,a@b.co,\n").first)
        let null = try #require(try records(#"{"name":"A","email":"a@b.co","phone":null}"#, named: "p.json").first)
        let old = try CustomerDetails(name: "B", email: "a@b.co", phone: "1", address: "Here")
        #expect(absent.edit(of: old).fields == [.name])
        #expect(empty.edit(of: old).fields == [.name, .phone])
        #expect(null.fields == empty.fields)
    }

    @Test("A file may hold only the fields to change; a customer who does not exist cannot be created from it")
    func partial() throws {
        let record = try #require(try records("email,phone\na@b.co,1\n").first)
        #expect(record.creation == nil && record.fields.changes == [.phone: "1", .email: "a@b.co"])
        let id = "6f1e6b0a-525d-4f1b-9a37-3c945e20d101"
        #expect(try records("customer_id,phone\n\(id),1\n").first?.id.text == id)
        #expect(fault("customer_id,email,phone\n,,1\n").contains("line 2 has no customer_id, no email, and not both"))
        #expect(fault("customer_id,phone\n,1\n").contains("line 2 has no customer_id, no email, and not both"))
    }
}
