import Domain
import Foundation
import Panes
import Testing

@testable import customers

@Suite("A draft's file")
struct DraftFileTests {
    static let targets: [Draft.Target] = [.newEntry, .entry(42), .everything(of: .random())]

    @Test("Brings back what was written, and where saving puts it", arguments: targets)
    func roundTrip(_ target: Draft.Target) throws {
        let draft = Draft(
            id: .random(), subject: .new(.random()), values: [.name: "Zoë", .email: "zoe@"], target: target,
            savedAt: try #require(Timestamp("2026-11-23T10:00:00.000Z")))
        let bytes = try JSONEncoder().encode(DraftFile(draft))
        #expect(try JSONDecoder().decode(DraftFile.self, from: bytes).draft == draft)
    }

    @Test("Only its owner can read it")
    func permissions() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/drafts-\(CustomerID.random().text)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let draft = Draft(
            id: .random(), subject: .new(.random()), values: [.name: "Zoë"], target: .newEntry, savedAt: .now())
        let store = DraftStore(directory: directory, reasonForNone: "")
        store.keep(draft) { _ in }
        store.finish()
        let file = directory + "/\(draft.id.text).json"
        for (path, permissions) in [(directory, 0o700), (file, 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == permissions, "\(path)")
        }
    }

    @Test("Is written whatever a killed process left of it")
    func leftOver() throws {
        let directory = FileManager.default.temporaryDirectory.path + "/drafts-\(CustomerID.random().text)"
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let draft = Draft(
            id: .random(), subject: .new(.random()), values: [.name: "Zoë"], target: .newEntry, savedAt: .now())
        let file = URL(filePath: directory + "/\(draft.id.text)")
        try Data("{\"format\":1,".utf8).write(to: file.appendingPathExtension("tmp"))
        let store = DraftStore(directory: directory, reasonForNone: "")
        store.keep(draft) { _ in }
        store.finish()
        let kept = try Data(contentsOf: file.appendingPathExtension("json"))
        #expect(try JSONDecoder().decode(DraftFile.self, from: kept).draft?.values == draft.values)
    }

    @Test("Of a version that knew no targets is read as a new entry")
    func older() throws {
        let id = CustomerID.random().text
        let text = """
            {"format":1,"id":"\(id)","new_id":"\(id)","saved_at":"2026-11-23T10:00:00.000Z","values":{"name":"Zoë"}}
            """
        let draft = try #require(try JSONDecoder().decode(DraftFile.self, from: Data(text.utf8)).draft)
        #expect(draft.target == .newEntry && draft.values == [.name: "Zoë"])
    }
}
