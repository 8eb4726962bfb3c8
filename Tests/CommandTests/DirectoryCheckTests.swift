import Foundation
import Glibc
import Testing

@testable import Commands

@Suite("Directories for what is kept")
struct DirectoryCheckTests {
    @Test("A home in which directories can be made is well, though none of them is there yet")
    func toBeMade() throws {
        let home = FileManager.default.temporaryDirectory.path + "/home-\(UUID())"
        try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: false)
        defer { try? FileManager.default.removeItem(atPath: home) }
        #expect(
            DirectoryCheck.findings(["HOME": home, "XDG_RUNTIME_DIR": home]) == [
                Finding(.ok, "config", home + "/.config/customers"),
                Finding(.ok, "data", home + "/.local/share/customers"),
                Finding(.ok, "cache", home + "/.cache/customers"),
                Finding(.ok, "runtime", home + "/customers"),
            ])
    }

    @Test("A read-only file system is reported as such, and not as belonging to another user")
    func readOnly() {
        let message = DirectoryCheck.obstacle(EROFS, "/home/ann")
        #expect(message.hasPrefix("/home/ann is on a file system that is mounted read-only."))
        #expect(!message.contains("not yours"))
    }

    @Test("Somebody else's directory is named, and any other obstacle has the system's words")
    func others() {
        #expect(DirectoryCheck.obstacle(EACCES, "/root") == "/root is not yours. Run: ls -ld /root")
        #expect(DirectoryCheck.obstacle(ENOTDIR, "/x").contains("Not a directory"))
    }
}
