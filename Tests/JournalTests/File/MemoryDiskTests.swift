import Disks
import Files
import SystemPackage
import TestSupport
import Testing

@Suite("The disk in memory")
struct MemoryDiskTests {
    @Test("As on a real disk a link is a second name of a file, and takes nobody's place")
    func links() async throws {
        try await withTemporaryFolder { folder in
            for (disk, folder) in [(SystemDisk(), folder + "/d"), (MemoryDisk(), "/d")] as [(any Disk, String)] {
                try disk.mkdir(folder)
                disk.close(try disk.open(folder + "/a", .new))
                try disk.link(folder + "/a", as: folder + "/b")
                #expect(try disk.lstat(folder + "/b").identity == disk.lstat(folder + "/a").identity)
                #expect(throws: Errno.fileExists) { try disk.link(folder + "/a", as: folder + "/b") }
            }
        }
    }
}
