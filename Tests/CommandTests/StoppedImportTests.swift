import Testing
import Wording

@testable import Commands
@testable import Transfer

@Suite("An import that was stopped")
struct StoppedImportTests {
    private func stopped(isDryRun: Bool) throws -> [String] {
        let file = ImportFile(try SourceText(name: "p.csv", bytes: Array("name,email\nA,a@b.co\n".utf8)))
        let transfer = FileTransfer(
            file: file, mode: Importer.Mode(isDryRun: isDryRun), isStrict: false, rejects: nil)
        var tally = ImportRun.Tally()
        for line in 2..<5 { tally.add(.created, line: line) }
        let failure = transfer.stopped(tally, 60_000, nil)
        return failure.message.split(separator: "\n").map(String.init)
    }

    @Test("Says how far it came, and that what is done stays")
    func made() throws {
        #expect(
            try stopped(isDryRun: false) == [
                "Stopped after 3 of 60,000: 3 created, 0 updated, 0 unchanged, 0 differ.",
                "Run the same command again: what is done stays as it is.",
            ])
    }

    @Test("Says of a dry run that nothing was sent")
    func dryRun() throws {
        #expect(
            try stopped(isDryRun: true) == [
                "Stopped after 3 of 60,000. Nothing was sent. It would be: 3 created, 0 updated, 0 unchanged, 0 differ.",
                "Run the same command again.",
            ])
    }
}
