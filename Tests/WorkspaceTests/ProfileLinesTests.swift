import Foundation
import Synchronization
import Testing
import Workspace

@Suite("Lines that a profile keeps between sessions")
struct ProfileLinesTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/lines-" + UUID().uuidString

    private func lines(_ subject: ProfileLines.Subject = .searches) -> ProfileLines {
        ProfileLines(subject, directory: folder + "/lab")
    }

    @Test("What was kept is there again, in a file for this person alone, and gone when it is not to be kept any more")
    func kept() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let kept = lines()
        #expect(kept.read().isEmpty)
        kept.keep(["anna", "müller 12"]) { Issue.record("not kept: \($0)") }
        kept.finish()
        #expect(lines().read() == ["anna", "müller 12"] && lines(.columns).read().isEmpty)
        let path = folder + "/lab/searches"
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
        for _ in 0..<2 { kept.keep(nil) { Issue.record("not removed: \($0)") } }
        kept.finish()
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("What others can read, or a terminal would obey, is not taken")
    func foreign() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let kept = lines()
        kept.keep(["anna"]) { Issue.record("not kept: \($0)") }
        kept.finish()
        let path = folder + "/lab/searches"
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(kept.read().isEmpty)
        try Data("anna\u{1B}[2J\n".utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(kept.read().isEmpty)
    }

    @Test("Where it cannot be written, the reason is said")
    func failing() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data().write(to: URL(filePath: folder))
        let said = Mutex("")
        let kept = lines()
        kept.keep(["anna"]) { reason in said.withLock { $0 = reason } }
        kept.finish()
        #expect(said.withLock { $0 }.contains("/lab/searches: "))
    }
}
