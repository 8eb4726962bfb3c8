import Files
import Foundation
import SystemPackage
import Testing

@Suite("Files that a program writes for itself")
struct PrivateFileTests {
    private func refusal(_ path: String, closing: Bool = false) -> FileRefusal? {
        do throws(FileRefusal) {
            _ = try PrivateFile(path, O_RDWR | O_APPEND | O_CREAT, closing: closing)
            return nil
        } catch {
            return error
        }
    }

    @Test("One that is not there is made for its owner alone; what is written is at its end")
    func made() throws {
        try withFolder { folder in
            let path = folder + "/file"
            let file = try PrivateFile(path, O_RDWR | O_APPEND | O_CREAT)
            #expect(try FileStatus(at: path).permissions == 0o600)
            try file.write(Array("one".utf8))
            try file.write(Array("two".utf8))
            #expect(file.size == 6 && file.tail(upTo: 4) == Array("etwo".utf8))
            #expect(file.truncate(to: 3) && file.tail(upTo: 10) == Array("one".utf8))
            #expect(file.isAt(path) && !file.isRemoved)
            #expect(rename(path, path + ".1") == 0 && symlink(path + ".1", path) == 0)
            #expect(!file.isAt(path) && file.isAt(path + ".1"), "a link to it is another file")
            #expect(unlink(path + ".1") == 0 && file.isRemoved)
        }
    }

    @Test("One that is open to others is refused, or closed to them where that is asked for")
    func open() throws {
        try withFolder { folder in
            try make(folder + "/file", mode: 0o666)
            #expect(refusal(folder + "/file") == .exposed(isToRead: true))
            #expect(refusal(folder + "/file", closing: true) == nil)
            #expect(try FileStatus(at: folder + "/file").permissions == 0o600)
        }
    }

    @Test("Another user's is refused, and stays as open as it is", .enabled(if: geteuid() == 0))
    func foreign() throws {
        try withFolder { folder in
            try make(folder + "/file", mode: 0o666)
            #expect(chown(folder + "/file", 12_345, 12_345) == 0)
            for closing in [false, true] {
                #expect(refusal(folder + "/file", closing: closing) == .foreign(owner: 12_345))
            }
            #expect(try FileStatus(at: folder + "/file").permissions == 0o666)
        }
    }

    @Test("A link, a pipe, a device and a directory are refused, and nothing waits for them")
    func notFiles() throws {
        try withFolder { folder in
            #expect(symlink("there", folder + "/link") == 0 && mkfifo(folder + "/pipe", 0o600) == 0)
            #expect(refusal(folder + "/link") == .link)
            for path in [folder + "/pipe", "/dev/null", "/dev/full"] { #expect(refusal(path) == .notAFile) }
            #expect(refusal(folder) == .system(.isDirectory))
            #expect(refusal(folder + "/none/file") == .system(.noSuchFileOrDirectory))
            #expect(FileIdentity(path: folder + "/there") == nil)
        }
    }
}
