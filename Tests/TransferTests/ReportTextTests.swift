import Domain
import Testing

@testable import Transfer

@Suite("Reports in files")
struct ReportTextTests {
    private static let files: [(String, String)] = [
        ("report.csv", "id,outcome\n1,\"no, \"\"never\"\"\"\n2,a\tb\n"),
        ("report.TSV", "id\toutcome\n1\t\"no, \"\"never\"\"\"\n2\t\"a\tb\"\n"),
        ("a/report.jsonl", "{\"id\":\"1\",\"outcome\":\"no, \\\"never\\\"\"}\n{\"id\":\"2\",\"outcome\":\"a\\tb\"}\n"),
        (
            "report.json",
            "[\n{\"id\":\"1\",\"outcome\":\"no, \\\"never\\\"\"},\n{\"id\":\"2\",\"outcome\":\"a\\tb\"}\n]\n"
        ),
        ("report.txt", "1\tno, \"never\"\n2\ta\u{FFFD}b\n"), ("csv/report", "1\tno, \"never\"\n2\ta\u{FFFD}b\n"),
    ]

    @Test("A report is what the ending of its file says", arguments: files)
    func endings(_ path: String, _ expected: String) {
        let rows = [["1", "no, \"never\""], ["2", "a\tb"]]
        #expect(ReportText.text(["id", "outcome"], rows, as: FileEnding(of: path)) == expected)
    }

    @Test("Every ending is known in any case, and by its other name")
    func names() {
        for ending in FileEnding.allCases {
            #expect(FileEnding(of: "/a.b/c.\(ending.rawValue.uppercased())") == ending)
        }
        #expect(FileEnding(of: "x.ndjson") == .jsonLines && FileEnding(of: "x.vCard") == .vCard)
        #expect(FileEnding(of: "csv") == nil && FileEnding(of: "x.csv/y") == nil && FileEnding(of: "x.xlsx") == nil)
    }
}
