import Domain
import Foundation
import JournalProof
import TestSupport
import Testing
import Wire

@testable import Journal

/// Assets/docs/journal.md, for people who read a journal with tools of their own.
@Suite("The journal's document")
struct DocumentTests {
    private static let text: String = {
        // `swift test` runs in the package's folder.
        (try? String(contentsOfFile: "Assets/docs/journal.md", encoding: .utf8)) ?? ""
    }()

    @Test("Its example is a journal, to the last bit")
    func example() throws {
        let contents = JournalContents(Array(try Self.block("json").utf8))
        #expect(contents.isWhole)
        #expect(contents.queue.lastSequence == 3)
        #expect(contents.queue.history.map(\.outcome) == [.synced(version: 8)])
    }

    @Test("It names every kind of line and every member")
    func complete() throws {
        for kind in LineKind.allCases {
            #expect(Self.text.contains("`\(kind.rawValue)`"), "\(kind)")
        }
        var members: Set<String> = []
        for seed in 0..<30 {
            let journal = RecordedJournal(seed: UInt64(seed), appends: 80)
            let compacted = journal.steps.last?.queue.compacted(first: 1, time: .now()).flatMap { $0.line() } ?? []
            for line in journal.bytes.lines.map({ journal.bytes[$0] }) + compacted.lines.map({ compacted[$0] }) {
                let object = try JSONDecoder().decode([String: AnyJSON].self, from: Data(line))
                members.formUnion(object.keys)
            }
        }
        #expect(members.count > 25)
        for member in members.sorted() {
            #expect(Self.text.contains("`\(member)`"), "\(member)")
        }
    }

    @Test("Its script finds the unfinished edits in any journal, compacted or not", arguments: 0..<8)
    func script(seed: UInt64) async throws {
        let journal = RecordedJournal(seed: seed, appends: 80)
        let queue = try #require(journal.steps.last?.queue)
        let compacted = queue.compacted(first: 1, time: .now()).flatMap { $0.line() }
        for bytes in [journal.bytes, compacted] {
            let edits = try await read(bytes).map { line in line.split(separator: " ").map(String.init) }
            #expect(edits.map(\.first) == queue.entries.map { "\($0.sequence)" })
            #expect(edits.map(\.last) == queue.entries.map(\.customer.text))
        }
    }

    @Test("Its script names a line of which a bit was flipped, and reads the others")
    func damage() async throws {
        let journal = RecordedJournal(edits: 6)
        var bytes = journal.bytes
        bytes[bytes.lines[4].lowerBound + 12] ^= 2
        let entries = try #require(journal.steps.last?.queue.entries.filter { $0.sequence != 4 })
        let edits = entries.map { "\($0.sequence) create \($0.customer)" }
        #expect(try await read(bytes) == ["line 5 is damaged"] + edits)
    }

    /// The lines that the script prints of a journal.
    private func read(_ bytes: [UInt8]) async throws -> [String] {
        let script = try Self.block("python")
        return try await withTemporaryFolder { folder in
            let file = folder + "/journal.jsonl"
            try Data(bytes).write(to: URL(filePath: file))
            let result = try await Program("python3").shell("exec python3 - \"$@\"", [file], input: script)
            #expect(result.status == 0, "\(result.error)")
            return result.output.split(separator: "\n").map(String.init)
        }
    }

    /// What stands in the first fenced block of a language.
    private static func block(_ language: String) throws -> String {
        let start = try #require(text.range(of: "```\(language)\n")).upperBound
        let end = try #require(text[start...].range(of: "```")).lowerBound
        return String(text[start..<end])
    }
}
