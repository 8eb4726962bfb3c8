import Foundation
import Testing

@testable import SQLiteStore

@Suite("One server for a database")
struct StoreLockTests {
    private let directory = try? TemporaryDirectory()

    private func path() throws -> String { try #require(directory).databasePath }

    private func reason(_ path: String) -> SQLiteStoreOpenFailure.Reason? {
        do {
            try StoreLock(database: path).release()
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("The second is told the process of the first, until that lets go, and no file is left")
    func excludes() throws {
        let lock = try StoreLock(database: try path())
        let process = Int(ProcessInfo.processInfo.processIdentifier)
        #expect(reason(try path()) == .inUse(process: process))
        #expect(SQLiteStoreOpenFailure(path: "c.db", reason: .inUse(process: 7)).description.contains("(process 7)"))
        lock.release()
        #expect(reason(try path()) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: try #require(directory).path).isEmpty)
    }

    @Test("Another name of the same file is no way around it")
    func seesThroughLinks() throws {
        _ = try SQLiteCustomerStore(path: try path())
        let link = try #require(directory).path + "/link.db"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "customers.db")
        let lock = try StoreLock(database: link)
        #expect(reason(try path()) != nil)
        lock.release()
    }

    @Test("A file of two names is nobody's, and no lock is left; with one name it is")
    func refusesSeveralNames() throws {
        _ = try SQLiteCustomerStore(path: try path())
        let other = try #require(directory).file("hard.db")
        try FileManager.default.linkItem(atPath: try path(), toPath: other)
        for name in [try path(), other] {
            #expect(reason(name) == .severalNames)
            #expect(!FileManager.default.fileExists(atPath: name + "-lock"))
        }
        try FileManager.default.removeItem(atPath: other)
        #expect(reason(try path()) == nil)
    }

    @Test("What a dead process has left is taken over")
    func takesOver() throws {
        try Data("1\n".utf8).write(to: URL(filePath: try path() + "-lock"))
        let lock = try StoreLock(database: try path())
        #expect(reason(try path()) == .inUse(process: Int(ProcessInfo.processInfo.processIdentifier)))
        lock.release()
    }

    @Test("A directory and a missing one are told as such, and nothing is made beside them")
    func tellsDirectories() throws {
        let parent = try #require(directory).path
        try FileManager.default.createDirectory(atPath: parent + "/d", withIntermediateDirectories: false)
        #expect(reason(parent + "/d") == .isDirectory)
        #expect(reason(parent + "/none/customers.db") == .noSuchDirectory)
        #expect(try FileManager.default.contentsOfDirectory(atPath: parent) == ["d"])
    }

    @Test("A second name that an interrupted restore has left on the database goes, other files stay")
    func removesLeftNames() throws {
        _ = try SQLiteCustomerStore(path: try path())
        let (left, kept) = (try path() + ".replaced-20260101T000000Z", try path() + ".replaced-20250101T000000Z")
        try FileManager.default.linkItem(atPath: try path(), toPath: left)
        try FileManager.default.copyItem(atPath: try path(), toPath: kept)
        try StoreLock(database: try path()).release()
        #expect(!FileManager.default.fileExists(atPath: left))
        #expect(FileManager.default.fileExists(atPath: kept))
        #expect(FileManager.default.fileExists(atPath: try path()))
    }
}
