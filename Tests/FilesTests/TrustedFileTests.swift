import Files
import Foundation
import SystemPackage
import Testing

@Suite("Files that are kept secret or obeyed")
struct TrustedFileTests {
    private func refusal(_ path: String, _ rule: FileRule = .secret(), limitBytes: Int = 100) -> FileRefusal? {
        do throws(FileRefusal) {
            _ = try TrustedFile.read(path, rule, limitBytes: limitBytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("A file of one's own is read whole")
    func whole() throws {
        try withFolder { folder in
            let text = String(repeating: "x", count: 200_000)
            try make(folder + "/secret", text)
            #expect(try TrustedFile.read(folder + "/secret", .secret(), limitBytes: 200_000) == Array(text.utf8))
            #expect(refusal(folder + "/secret", limitBytes: 199_999) == .tooLarge(limitBytes: 199_999))
        }
    }

    @Test(
        "A secret is closed to everybody else",
        arguments: [0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o666] as [mode_t])
    func secret(mode: mode_t) throws {
        try withFolder { folder in
            try make(folder + "/secret", mode: mode)
            // Not of root's group, whose members are as good as root.
            #expect(chown(folder + "/secret", geteuid(), 12_345) == 0 || geteuid() != 0)
            #expect(chmod(folder + "/secret", mode) == 0)
            #expect(refusal(folder + "/secret") == .exposed(isToRead: true))
        }
    }

    @Test("What is obeyed may be read by all and written by nobody else")
    func configuration() throws {
        try withFolder { folder in
            try make(folder + "/config", mode: 0o644)
            #expect(refusal(folder + "/config", .configuration) == nil)
            for mode in [0o664, 0o646] as [mode_t] {
                #expect(chmod(folder + "/config", mode) == 0)
                #expect(refusal(folder + "/config", .configuration) == .exposed(isToRead: false))
            }
        }
    }

    @Test("A credential as systemd makes it counts as closed", .enabled(if: geteuid() == 0))
    func accessList() throws {
        try withFolder { folder in
            try make(folder + "/secret", mode: 0o440)
            #expect(refusal(folder + "/secret") == nil)
            for mode in [0o444, 0o640] as [mode_t] {
                #expect(chmod(folder + "/secret", mode) == 0)
                #expect(refusal(folder + "/secret") == .exposed(isToRead: true))
            }
            #expect(chmod(folder + "/secret", 0o460) == 0)
            #expect(refusal(folder + "/secret", .configuration) == .exposed(isToRead: false))
        }
    }

    @Test("Another user's file is refused, whatever the rule", .enabled(if: geteuid() == 0))
    func foreign() throws {
        try withFolder { folder in
            try make(folder + "/secret")
            #expect(chown(folder + "/secret", 12_345, 0) == 0)
            for rule in [.secret(), .configuration, .hostConfiguration(of: 0)] as [FileRule] {
                #expect(refusal(folder + "/secret", rule) == .foreign(owner: 12_345))
            }
            #expect(refusal(folder + "/secret", .hostConfiguration(of: 12_345)) == nil)
        }
    }

    @Test("A link is followed where its maker is trusted, and what it leads to is judged")
    func links() throws {
        try withFolder { folder in
            try make(folder + "/secret")
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "secret")
            #expect(refusal(folder + "/link") == nil)
            #expect(refusal(folder + "/link", .secret(links: .refused)) == .link)
            #expect(chmod(folder + "/secret", 0o604) == 0)
            #expect(refusal(folder + "/link") == .exposed(isToRead: true))
            try FileManager.default.removeItem(atPath: folder + "/secret")
            #expect(refusal(folder + "/link") == .system(.noSuchFileOrDirectory))
            #expect(refusal(folder + "/link", .secret(links: .refused)) == .link)
        }
    }

    @Test("A link that another user has made is not followed", .enabled(if: geteuid() == 0))
    func foreignLinks() throws {
        try withFolder { folder in
            try make(folder + "/secret")
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "secret")
            #expect(lchown(folder + "/link", 12_345, 12_345) == 0)
            #expect(refusal(folder + "/link") == .foreign(owner: 12_345))
            #expect(refusal(folder + "/link", .configuration) == .foreign(owner: 12_345))
        }
    }

    @Test("Nor is one that a link of one's own leads to, or through", .enabled(if: geteuid() == 0))
    func chains() throws {
        try withFolder { folder in
            try make(folder + "/secret")
            for (name, target) in [
                ("here", "."), ("second", "secret"), ("first", "second"), ("through", "here/secret"),
            ] {
                try FileManager.default.createSymbolicLink(atPath: folder + "/" + name, withDestinationPath: target)
            }
            let paths = ["/first", "/through", "/here/secret", "/here/through"].map { folder + $0 }
            for path in paths { #expect(refusal(path) == nil) }
            for name in ["/second", "/here"] { #expect(lchown(folder + name, 12_345, 12_345) == 0) }
            for path in paths {
                for rule in [.secret(), .configuration] as [FileRule] {
                    #expect(refusal(path, rule) == .foreign(owner: 12_345))
                }
            }
            #expect(refusal(folder + "/here/secret", .secret(links: .refused)) == .foreign(owner: 12_345))
        }
    }

    @Test("A path leads where the kernel leads it, and a circle of links to no end")
    func ways() throws {
        try withFolder { folder in
            try make(folder + "/secret")
            try FileManager.default.createDirectory(atPath: folder + "/a/b", withIntermediateDirectories: true)
            for (name, target) in [
                ("a/up", "../secret"), ("a/b/top", folder + "/secret"), ("round", "round"), ("a/dir", "b/"),
                ("0", "secret"),
            ] {
                try FileManager.default.createSymbolicLink(atPath: folder + "/" + name, withDestinationPath: target)
            }
            for number in 1...40 {
                try FileManager.default.createSymbolicLink(
                    atPath: folder + "/\(number)", withDestinationPath: "\(number - 1)")
            }
            for path in ["/a/up", "/a/b/top", "/a//b/../.././secret", "/a/dir/top", "/a/dir/../up", "/39"] {
                #expect(refusal(folder + path) == nil)
            }
            for path in ["/round", "/40"] { #expect(refusal(folder + path) == .system(.tooManySymbolicLinkLevels)) }
            for path in ["/secret/", "/secret/x", "/secret/.", "/a/up/"] {
                #expect(refusal(folder + path) == .system(.notDirectory))
            }
            #expect(refusal(folder + "/a/dir") == .notAFile)
            #expect(refusal("none") == .system(.noSuchFileOrDirectory))
            #expect(refusal("") == .system(.noSuchFileOrDirectory))
        }
    }

    @Test("A directory, a pipe and a device are no files, and nothing waits for them")
    func notFiles() throws {
        try withFolder { folder in
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            for path in [folder, folder + "/pipe", "/dev/null"] { #expect(refusal(path) == .notAFile) }
            #expect(refusal(folder + "/none") == .system(.noSuchFileOrDirectory))
            #expect(refusal(folder + "/pipe/none") == .system(.notDirectory))
        }
    }

    @Test(
        "Root may be let read another user's secret, which has to be closed all the same", .enabled(if: geteuid() == 0))
    func administered() throws {
        try withFolder { folder in
            try make(folder + "/secret")
            #expect(chown(folder + "/secret", 12_345, 12_345) == 0)
            #expect(refusal(folder + "/secret", .secret(alsoOf: 12_345)) == nil)
            #expect(refusal(folder + "/secret", .secret(alsoOf: 54_321)) == .foreign(owner: 12_345))
            #expect(chmod(folder + "/secret", 0o640) == 0)
            #expect(refusal(folder + "/secret", .secret(alsoOf: 12_345)) == .exposed(isToRead: true))
        }
    }

    @Test("A refusal names the file, the cause and the next step")
    func messages() {
        func message(_ refusal: FileRefusal) -> String { refusal.message("the key", "/k") }
        #expect(message(.system(.noSuchFileOrDirectory)) == "the key /k does not exist.")
        #expect(message(.system(.permissionDenied)) == "the key /k may not be read by this user.")
        #expect(message(.system(.ioError)) == "the key /k cannot be read: Input/output error.")
        #expect(message(.notAFile) == "the key /k cannot be used: it is not a file. Name the file itself.")
        #expect(message(.link) == "the key /k cannot be used: it is a symbolic link. Name the file itself.")
        #expect(
            message(.foreign(owner: 7))
                == "the key /k cannot be used: it belongs to user 7. Give it to this user with chown, or name another.")
        #expect(message(.exposed(isToRead: true)) == "the key /k is open to other users of this machine: chmod 600 /k")
        #expect(message(.exposed(isToRead: false)) == "the key /k can be written by other users: chmod go-w /k")
        func writing(_ code: Errno) -> String { FileRefusal.system(code).message("the log", "/l", for: .writing) }
        #expect(writing(.noSuchFileOrDirectory) == "the log /l has no directory: make that first.")
        #expect(writing(.isDirectory) == "the log /l is a directory: name a file in it.")
        #expect(writing(.readOnlyFileSystem) == "the log /l may not be written by this user.")
        #expect(
            writing(.noSpace) == "the log /l cannot be written: No space left on device. Make room, or name another.")
        #expect(writing(.ioError) == "the log /l cannot be written: Input/output error.")
        for (bytes, size) in [(1023, "1023 bytes"), (1024, "1 KiB"), (1 << 20, "1 MiB")] {
            #expect(message(.tooLarge(limitBytes: bytes)) == "the key /k cannot be used: it is larger than \(size).")
        }
    }
}
