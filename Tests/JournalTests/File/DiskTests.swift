import Disks
import Files
import JournalProof
import SystemPackage
import TestSupport
import Testing

/// What the journal may expect of every disk: the machine's own, the one in memory, and the one of the proofs.
@Suite("Every disk")
struct DiskTests {
    private func onEveryDisk(_ body: (any Disk, _ folder: String) throws -> Void) async throws {
        try await withTemporaryFolder { folder in
            try body(SystemDisk(), folder)
        }
        for disk in [MemoryDisk(), SimulatedDisk()] as [any Disk] {
            try disk.mkdir("/folder")
            try body(disk, "/folder")
        }
    }

    private func make(_ path: String, _ text: String, on disk: any Disk) throws {
        let file = try disk.open(path, .new)
        defer { disk.close(file) }
        try disk.writeAll(file, Array(text.utf8))
    }

    @Test("The names in a directory are told, and of one that is not there that it is not")
    func reading() async throws {
        try await onEveryDisk { disk, folder in
            #expect(try disk.readdir(folder) == [])
            try make(folder + "/b", "b", on: disk)
            try make(folder + "/a", "a", on: disk)
            #expect(try disk.readdir(folder) == ["a", "b"])
            #expect(throws: Errno.noSuchFileOrDirectory) { try disk.readdir(folder + "/nowhere") }
        }
    }

    @Test(
        "A file that another is renamed over is read to its end by a process that has it open; its name is the other's")
    func replaced() async throws {
        try await onEveryDisk { disk, folder in
            let (old, new) = (folder + "/file", folder + "/file.new")
            try make(old, "old", on: disk)
            try make(new, "newer", on: disk)
            let file = try disk.open(old, .reading)
            try disk.rename(new, to: old)
            #expect(try disk.pread(file, count: 10, at: 0) == Array("old".utf8))
            disk.close(file)
            #expect(try disk.readdir(folder) == ["file"])
            #expect(try disk.lstat(old).size == 5)
        }
    }

    @Test("A file has one lock, which goes when it is let go of or its holder closes the file")
    func locking() async throws {
        try await onEveryDisk { disk, folder in
            let first = try disk.open(folder + "/lock", .locking)
            let second = try disk.open(folder + "/lock", .locking)
            #expect(try disk.lock(first, wait: true))
            #expect(try disk.lock(first, wait: false), "its holder has it still")
            #expect(try !disk.lock(second, wait: false))
            disk.unlock(second)
            #expect(try !disk.lock(second, wait: false), "it is the other's")
            disk.unlock(first)
            #expect(try disk.lock(second, wait: false))
            disk.close(second)
            #expect(try disk.lock(first, wait: true))
            disk.close(first)
        }
    }
}
