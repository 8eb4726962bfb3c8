import Foundation
import TestSupport
import Testing

struct JournalDocumentTests {
    @Test("The script of the journal's documentation reads a journal of the real program, and finds a damaged line")
    func script() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let document = try String(contentsOf: root.appending(path: "Assets/docs/journal.md"), encoding: .utf8)
        let script = try #require(
            document.components(separatedBy: "```python\n").last?.components(separatedBy: "```").first)
        try await Shell.without(url: "http://127.0.0.1:9") { shell in
            _ = try await shell.run("add", "--name", "Anna", "--email", "a@b.co")
            _ = try await shell.run("edit", "a@b.co", "--phone", "12345")
            _ = try await shell.run("delete", "a@b.co", "--yes")
            _ = try await shell.run("queue", "discard", "2")
            let path = shell.folder + "/.local/share/customers/default/journal.jsonl"
            let reader = try shell.file("read.py", script)
            let read = "python3 \"$1\" \"$2\""
            let whole = try await shell.customers.shell(read, [reader, path])
            let id = try #require(whole.output.split(separator: "\n").first?.split(separator: " ").last)
            #expect(whole.output == "1 create \(id)\n3 delete \(id)\n", "\(whole.error)")
            let damaged = try shell.file(
                "damaged.jsonl",
                try shell.text(of: String(path.dropFirst(shell.folder.count + 1))).replacing(
                    "\"set\":{\"name\":\"Anna", with: "\"set\":{\"name\":\"Anne"))
            let found = try await shell.customers.shell(read, [reader, damaged])
            #expect(found.output == "line 2 is damaged\n3 delete \(id)\n", "\(found.error)")
        }
    }
}
