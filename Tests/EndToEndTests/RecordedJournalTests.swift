import Foundation
import TestSupport
import Testing

@Suite("Journals of version 1 of the client", .timeLimit(.minutes(2)))
struct RecordedJournalTests {
    private func json(_ data: Data) throws -> [[String: AnyJSON]] {
        try JSONDecoder().decode([[String: AnyJSON]].self, from: data)
    }

    @Test("Each edit stands where it stood, and reading changes no byte", arguments: RecordedVersion.all)
    func replays(version: RecordedVersion) async throws {
        let names = try version.journals
        #expect(names.count >= 5)
        for name in names {
            try await Shell.without(url: RecordedVersion.origin) { shell in
                let folder = shell.folder + "/.local/share/customers/default"
                try FileManager.default.createDirectory(
                    atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
                let journal = folder + "/journal.jsonl"
                try version.copy("journals/\(name).jsonl", to: journal)
                let finished = try await shell.run("queue", "--json")
                #expect(finished.status == 0, "\(name): \(finished.error)")
                let now = try json(Data(finished.output.utf8))
                let then = try json(version.data("journals/\(name).queue.json"))
                #expect(now.count == then.count, "\(name)")
                for (now, then) in zip(now, then) {
                    // What is added since is of no concern.
                    #expect(now.filter { then.keys.contains($0.key) } == then, "\(name)")
                }
                #expect(try Data(contentsOf: URL(filePath: journal)) == version.data("journals/\(name).jsonl"))
                #expect(!FileManager.default.fileExists(atPath: folder + "/quarantine"), "\(name)")
            }
        }
    }
}
