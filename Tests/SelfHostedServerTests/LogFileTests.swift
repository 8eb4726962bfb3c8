import Domain
import Foundation
import TestSupport
import Testing

@testable import customers_api

@Suite("The file of the log")
struct LogFileTests {
    private func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    @Test("Behind a line that a full disk has cut the next one begins on a line of its own")
    func cut() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/log"
            try Data("half a li".utf8).write(to: URL(filePath: path))
            let log = try LogFile(path)
            log.write("next\n")
            log.write("last\n")
            #expect(text(path) == "half a li\nnext\nlast\n")
        }
    }

    @Test("One that could not be opened anew is, as soon as it can be, and once")
    func openedLater() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/log"
            let log = try LogFile(path)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".1")
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            await log.reload()
            log.write("old\n")
            try FileManager.default.removeItem(atPath: path)
            await log.reloadIfChanged()
            log.write("new\n")
            #expect(text(path + ".1") == "old\n" && text(path) == "new\n")
            try FileManager.default.moveItem(atPath: path, toPath: path + ".2")
            await log.reloadIfChanged()
            log.write("still\n")
            #expect(text(path + ".2") == "new\nstill\n" && text(path) == nil, "until somebody asks")
        }
    }

    @Test("One of this user's that is open to others is closed to them; another user's is refused")
    func closed() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/log"
            try Data().write(to: URL(filePath: path))
            chmod(path, 0o666)
            _ = try LogFile(path)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
            guard geteuid() == 0 else { return }
            chmod(path, 0o666)
            chown(path, 12_345, 12_345)
            let failure = #expect(throws: StartFailure.self) { try LogFile(path) }
            #expect(failure?.status == .configuration && failure?.message.contains("belongs to user 12345") == true)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o666)
        }
    }

    @Test("A link, a pipe, a device, a directory and what has no directory are refused, and nothing waits for them")
    func refused() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: folder + "/there")
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            for (path, status, words) in [
                (folder + "/link", ExitStatus.configuration, "it is a symbolic link"),
                (folder + "/pipe", .configuration, "it is not a file"),
                ("/dev/full", .configuration, "it is not a file"),
                (folder, .cannotCreate, "is a directory"), (folder + "/none/log", .cannotCreate, "has no directory"),
                (folder + "/pipe/log", .cannotCreate, "has no directory"),
            ] {
                let failure = #expect(throws: StartFailure.self) { try LogFile(path) }
                #expect(failure?.status == status && failure?.message.contains(words) == true, "\(path)")
            }
            #expect(text(folder + "/there") == nil)
        }
    }
}
