import Files
import Foundation
import SystemPackage
import Testing

@Suite("Files that one process at a time has")
struct LockedFileTests {
    @Test("Nobody else has a locked file, until it is let go of")
    func excludes() throws {
        try withFolder { folder in
            let path = folder + "/lock"
            do {
                let mine = try LockedFile(path)
                #expect(throws: LockedFile.Failure.held) { try LockedFile(path) }
                #expect(try FileStatus(of: mine.descriptor).permissions == 0o600)
            }
            let next = try LockedFile(path)
            next.remove()
            #expect(FileIdentity(path: path) == nil)
            let last = try LockedFile(path)
            #expect(FileIdentity(path: path) == (try FileStatus(of: last.descriptor).identity))
        }
    }

    @Test("Who waited for a file that was taken away makes another")
    func removed() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/files-\(UUID())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/lock"
        let first = try LockedFile(path)
        async let second = LockedFile(path, waitingMilliseconds: 3_000)
        first.remove()
        let taken = try await second
        #expect(FileIdentity(path: path) == (try FileStatus(of: taken.descriptor).identity))
        #expect(throws: LockedFile.Failure.held) { try LockedFile(path) }
    }

    @Test("A link is not followed, and a missing directory is named by its error")
    func refused() throws {
        try withFolder { folder in
            try make(folder + "/file")
            try FileManager.default.createSymbolicLink(atPath: folder + "/lock", withDestinationPath: "file")
            #expect(throws: LockedFile.Failure.system(.tooManySymbolicLinkLevels)) { try LockedFile(folder + "/lock") }
            #expect(throws: LockedFile.Failure.system(.noSuchFileOrDirectory)) {
                try LockedFile(folder + "/none/lock")
            }
        }
    }

    @Test("What is no file, and a file of another name besides, is not taken, and stays as it is")
    func planted() throws {
        try withFolder { folder in
            try make(folder + "/file")
            #expect(link(folder + "/file", folder + "/lock") == 0)
            #expect(throws: LockedFile.Failure.system(.tooManyLinks)) { try LockedFile(folder + "/lock") }
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            #expect(throws: LockedFile.Failure.system(.invalidArgument)) { try LockedFile(folder + "/pipe") }
            #expect(FileManager.default.contents(atPath: folder + "/file") == Data("text".utf8))
        }
    }
}
