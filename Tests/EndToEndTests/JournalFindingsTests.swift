import Foundation
import Glibc
import TestSupport
import Testing

/// Somebody else cuts, deletes or replaces the journal, on the real programs.
@Suite("What is found wrong with the journal is said while programs run", .serialized, .timeLimit(.minutes(2)))
struct JournalFindingsTests {
    private static let journal = "/.local/share/customers/default/journal.jsonl"

    private func size(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
    }

    @Test("The interface says it on the screen until it is put away, and loses no edit")
    func interface() async throws {
        try await Outage.whileAnEditWaits { outage in
            let path = outage.shell.folder + Self.journal
            // So wide that each message stands on one line.
            let client = try outage.interface(rows: 24, columns: 240)
            try await client.wait(forText: "queue 1")
            let whole = try size(path)
            #expect(truncate(path, off_t(whole / 2)) == 0)
            try await putAway("journal.jsonl was cut; it was written again", client)
            #expect(unlink(path) == 0)
            try await putAway("journal.jsonl was deleted; it was written again", client)
            let other = try await otherJournal(outage)
            #expect(rename(other, path) == 0)
            try await client.wait(for: "the other journal's edit") {
                $0.contains("journal.jsonl was replaced by another.") && $0.contains("queue 2")
            }
            await client.send("q")
            #expect(try await client.waitForEnd().code == 0)
            #expect(try await outage.shell.queue().map(\.kind).sorted() == ["create", "edit"])
        }
    }

    private func putAway(_ message: String, _ client: Pseudoterminal) async throws {
        try await client.wait(forText: message)
        #expect(await client.screen.contains("Esc puts this away."))
        await client.send("\u{1B}")
        try await client.wait(for: "a screen without it") { !$0.contains(message) }
    }

    /// A journal of the same API that knows nothing of this one's edits.
    private func otherJournal(_ outage: Outage) async throws -> String {
        let home = outage.shell.folder + "/other"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
        let other = Shell(folder: home, url: outage.url)
        let added = try await other.run("add", "--name", "Bob", "--email", "bob@example.com")
        #expect(added.status == 0, "\(added.error)")
        return home + Self.journal
    }

    @Test("A command says at its end what it has found since it began, and has lost no edit")
    func endOfRun() async throws {
        let health = #"{"status":"OK","timestamp":"2026-01-02T03:04:05.000Z","version":"1.0.0","replicate":false}"#
        let server = try MisbehavingServer(answering: { $0.hasPrefix("GET /api/health ") ? .json(200, health) : .hang })
        try await Shell.without(url: server.url) { shell in
            async let added = shell.run("add", "--name", "Anna", "--email", "anna@example.com")
            // It is in the journal, and on its way.
            await server.receives(1, of: "PUT ")
            #expect(unlink(shell.folder + Self.journal) == 0)
            server.stop()
            let finished = try await added
            #expect(finished.error.contains("journal.jsonl was deleted; it was written again"), "\(finished)")
            #expect(try await shell.queue().map(\.kind) == ["create"])
        }
    }

    @Test("status --json says what status says")
    func inJSON() async throws {
        try await Outage.whileAnEditWaits { outage in
            let path = outage.shell.folder + Self.journal
            #expect(truncate(path, off_t(try size(path) - 3)) == 0)
            struct Status: Decodable { let findings: [String] }
            let first = try await outage.shell.run("status", "--json").decoded(as: Status.self).findings
            #expect(first.count == 1 && first[0].contains("1 unfinished edit was cut off"), "\(first)")
            #expect(try await outage.shell.run("status", "--json").decoded(as: Status.self).findings == [])
        }
    }

    @Test("A command that only reads says what it found when it opened the journal, for the next one finds it mended")
    func opening() async throws {
        try await Outage.whileAnEditWaits { outage in
            let path = outage.shell.folder + Self.journal
            #expect(truncate(path, off_t(try size(path) - 3)) == 0)
            let first = try await outage.shell.run("list")
            #expect(first.error.contains("1 unfinished edit was cut off"), "\(first.error)")
            let second = try await outage.shell.run("list")
            #expect(!second.error.contains("cut off"), "\(second.error)")
        }
    }
}
