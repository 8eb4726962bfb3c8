import Files
import Foundation
import SystemPackage
import Testing

@Suite("Files that are replaced as a whole")
struct ReplacedFileTests {
    private func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private func names(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    @Test("A file gets other contents, and is for its owner alone unless more is asked for")
    func replaces() throws {
        try withFolder { folder in
            let path = folder + "/file"
            try make(path, "old", mode: 0o644)
            try ReplacedFile.write("new".utf8, to: path)
            #expect(text(path) == "new")
            #expect(try FileStatus(at: path).permissions == 0o600)
            try ReplacedFile.write("newer".utf8, to: path, permissions: 0o664)
            #expect(try FileStatus(at: path).permissions == 0o664)
            #expect(try names(folder) == ["file"])
        }
    }

    @Test("A new file takes nobody's name")
    func new() throws {
        try withFolder { folder in
            try ReplacedFile.write("first".utf8, to: folder + "/file", isNew: true)
            #expect(throws: Errno.fileExists) {
                try ReplacedFile.write("second".utf8, to: folder + "/file", isNew: true)
            }
            #expect(text(folder + "/file") == "first")
            #expect(try names(folder) == ["file"])
        }
    }

    @Test("What fails leaves the file as it was, and nothing beside it")
    func fails() throws {
        try withFolder { folder in
            try make(folder + "/file", "old")
            #expect(throws: Errno.permissionDenied) {
                try ReplacedFile.write("new".utf8, to: folder + "/file") { () throws(Errno) in throw .permissionDenied }
            }
            #expect(text(folder + "/file") == "old")
            #expect(try names(folder) == ["file"])
            #expect(throws: Errno.noSuchFileOrDirectory) { try ReplacedFile.write([], to: folder + "/none/file") }
        }
    }

    @Test("It is whose it is to be from its first moment on", .enabled(if: geteuid() == 0))
    func owner() throws {
        try withFolder { folder in
            try make(folder + "/file", "old")
            try ReplacedFile.write("new".utf8, to: folder + "/file", owner: FileOwner(user: 12_345, group: 54_321)) {
                () throws(Errno) in
                let temporary = try? names(folder).first { $0 != "file" }
                let status = try FileStatus(at: folder + "/" + (temporary ?? ""))
                #expect(status.owner == 12_345 && status.group == 54_321 && status.permissions == 0o600)
            }
            #expect(try FileStatus(at: folder + "/file").owner == 12_345)
        }
    }

    @Test("Whatever the directory's path leads to meanwhile, the file goes where it was to go")
    func movedDirectory() throws {
        try withFolder { folder in
            let (place, moved) = (folder + "/place", folder + "/moved")
            try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
            try FileManager.default.createDirectory(atPath: folder + "/trap", withIntermediateDirectories: false)
            try ReplacedFile.write("new".utf8, to: place + "/file") { () throws(Errno) in
                #expect(rename(place, moved) == 0 && symlink("trap", place) == 0)
            }
            #expect(text(moved + "/file") == "new")
            #expect(try names(folder + "/trap") == [] && names(moved) == ["file"])
        }
    }

    @Test("A link is replaced and what it led to stays")
    func link() throws {
        try withFolder { folder in
            try make(folder + "/file", "old")
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "file")
            try ReplacedFile.write("new".utf8, to: folder + "/link")
            #expect(text(folder + "/file") == "old")
            #expect(try FileStatus(ofLink: folder + "/link").kind == .file)
        }
    }
}
