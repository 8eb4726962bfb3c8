import Foundation
import Testing

@testable import customers_api

@Suite("Who can get at a database")
struct StoreAccessTests {
    /// A directory with a database in it, of what mode the test wants.
    private func message(mode: Int, on path: String = "customers.db", hasFile: Bool = true) throws -> String? {
        let directory = FileManager.default.temporaryDirectory.appending(path: "access-\(UUID())")
        try FileManager.default.createDirectory(
            at: directory.appending(path: "data"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for name in ["customers.db", "data/customers.db"] where hasFile {
            let path = directory.appending(path: name).path
            #expect(
                FileManager.default.createFile(
                    atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]))
        }
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: directory.path)
        do throws(StartFailure) {
            try StoreAccess.check(database: directory.appending(path: path).path)
            return nil
        } catch {
            return error.message.replacingOccurrences(of: directory.path, with: "DIR")
        }
    }

    @Test("One that others can put another in the place of is refused, be it there or not", arguments: [true, false])
    func replaceable(hasFile: Bool) throws {
        for path in ["customers.db", "data/customers.db"] {
            let sentence = "the database DIR/\(path): others can write DIR; run: chmod go-w DIR."
            let message = try message(mode: 0o777, on: path, hasFile: hasFile)
            #expect(message == "others can put another file in the place of " + sentence)
        }
    }

    @Test("In a directory where everybody may make files, and nobody takes those of others away, one's own is used")
    func sticky() throws {
        for mode in [0o1777, 0o755, 0o700] { #expect(try message(mode: mode) == nil) }
    }
}
