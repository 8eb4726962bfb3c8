import Disks
import Domain
import Files
import FoundationEssentials
import Glibc
import Journal
import JournalProof
import SystemPackage
import TestSupport
import Testing
import Wire

/// The journal and the real file system's ways to refuse it.
@Suite("The journal on a file system that does not let it")
struct SystemDiskTests {
    private func open(_ directory: String, disk: any Disk = SystemDisk()) throws(JournalFailure) -> EditJournal {
        try EditJournal.open(directory: directory, api: Life.api, disk: disk).journal
    }

    @Test("Every file is for its owner alone, whatever the umask, and stays so through compaction and quarantine")
    func modes() async throws {
        try await withTemporaryFolder { folder in
            let directory = folder + "/data/customers/default"
            do {
                let journal = try open(directory)
                try journal.append(phoneEdit())
                #expect(journal.trySenderLock())
                try journal.wipe(force: true)
                try journal.append(phoneEdit())
            }
            let path = directory + "/journal.jsonl"
            try Data(contentsOf: URL(filePath: path)).dropLast(30).write(to: URL(filePath: path))
            #expect(chmod(path, 0o600) == 0)
            let journal = try open(directory)
            try journal.append(phoneEdit())
            let files = try FileManager.default.subpathsOfDirectory(atPath: directory)
            #expect(files.count >= 5)
            for file in files + [""] {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + file)
                let isDirectory = attributes[.type] as? FileAttributeType == .typeDirectory
                #expect(attributes[.posixPermissions] as? Int == (isDirectory ? 0o700 : 0o600), "\(file)")
            }
            for parent in [folder + "/data", folder + "/data/customers"] {
                #expect(try FileManager.default.attributesOfItem(atPath: parent)[.posixPermissions] as? Int == 0o700)
            }
        }
    }

    @Test("A file and a directory that others could read are closed to them, and that is said")
    func exposed() async throws {
        try await withTemporaryFolder { folder in
            _ = try open(folder + "/j")
            #expect(chmod(folder + "/j/journal.jsonl", 0o644) == 0 && chmod(folder + "/j", 0o755) == 0)
            let (_, findings) = try EditJournal.open(directory: folder + "/j", api: Life.api)
            #expect(findings.map(\.kind) == [.exposed, .exposed])
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/j/journal.jsonl")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            #expect(try FileManager.default.attributesOfItem(atPath: folder + "/j")[.posixPermissions] as? Int == 0o700)
        }
    }

    @Test(
        "A link in a file's place is refused, and what it leads to is left alone",
        arguments: ["journal.jsonl", "journal.lock", ""])
    func links(name: String) async throws {
        try await withTemporaryFolder { folder in
            let target = folder + "/target"
            _ = try open(folder + "/other")
            try FileManager.default.createDirectory(atPath: folder + "/j", withIntermediateDirectories: false)
            if name.isEmpty {
                try FileManager.default.removeItem(atPath: folder + "/j")
                try FileManager.default.createSymbolicLink(
                    atPath: folder + "/j", withDestinationPath: folder + "/other")
            } else {
                try Data("secret".utf8).write(to: URL(filePath: target))
                try FileManager.default.createSymbolicLink(
                    atPath: folder + "/j/" + name, withDestinationPath: target)
            }
            #expect(throws: JournalFailure.self) { try open(folder + "/j") }
            if !name.isEmpty { #expect(try Data(contentsOf: URL(filePath: target)) == Data("secret".utf8)) }
        }
    }

    @Test("A directory in the file's place, a file in the directory's place, and a pipe are refused at once")
    func otherKinds() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.createDirectory(
                atPath: folder + "/a/journal.jsonl", withIntermediateDirectories: true)
            #expect(throws: JournalFailure.self) { try open(folder + "/a") }
            try Data().write(to: URL(filePath: folder + "/b"))
            #expect(throws: JournalFailure.self) { try open(folder + "/b") }
            try FileManager.default.createDirectory(atPath: folder + "/c", withIntermediateDirectories: true)
            #expect(mkfifo(folder + "/c/journal.jsonl", 0o600) == 0)
            let failure = #expect(throws: JournalFailure.self) { try open(folder + "/c") }
            #expect(failure?.kind == .notOurs)
        }
    }

    @Test(
        "A file system without locks is refused with the reason, and a journal that is there is left as it is",
        arguments: [Errno.noLocks, .notSupportedOnSocket, .invalidArgument, .noFunction])
    func withoutLocks(code: Errno) async throws {
        try await withTemporaryFolder { folder in
            try open(folder + "/j").append(phoneEdit())
            let path = folder + "/j/journal.jsonl"
            let bytes = try Data(contentsOf: URL(filePath: path))
            let failure = #expect(throws: JournalFailure.self) {
                try open(folder + "/j", disk: LocklessDisk(inner: SystemDisk(), code: code))
            }
            #expect(failure?.kind == .cannotBeLocked)
            #expect(failure?.message.contains("without locks. Set XDG_DATA_HOME to") == true)
            #expect(try Data(contentsOf: URL(filePath: path)) == bytes)
        }
    }

    @Test("Somebody else's directory is refused")
    func notOurs() async throws {
        try await withTemporaryFolder { folder in
            _ = try open(folder + "/j")
            let failure = #expect(throws: JournalFailure.self) {
                try open(folder + "/j", disk: SomebodysDisk(inner: SystemDisk()))
            }
            #expect(failure?.kind == .notOurs)
        }
    }

    @Test("A deleted lock file lets nobody in beside the one who has it, and is made again")
    func deletedLock() async throws {
        try await withTemporaryFolder { folder in
            let first = try open(folder + "/j")
            let second = try open(folder + "/j")
            try first.append(phoneEdit())
            try FileManager.default.removeItem(atPath: folder + "/j/journal.lock")
            #expect(try second.append(phoneEdit()) == [2])
            #expect(try first.append(phoneEdit()) == [3])
            #expect(first.trySenderLock())
            try FileManager.default.removeItem(atPath: folder + "/j/sender.lock")
            #expect(second.trySenderLock())
            #expect(!first.trySenderLock())
        }
    }
}

private struct LocklessDisk: ForwardingDisk {
    let inner: any Disk
    let code: Errno

    func lock(_ file: OpenFile, wait: Bool) throws(Errno) -> Bool { throw code }
}

private struct SomebodysDisk: ForwardingDisk {
    let inner: any Disk

    var userID: UInt32 { inner.userID + 1 }
}
