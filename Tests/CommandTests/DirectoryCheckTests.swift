import Glibc
import Testing

@testable import Commands

@Suite("Directories that cannot be written")
struct DirectoryCheckTests {
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
