import Domain
import Foundation
import GRDB
import TestSupport
import Testing

@testable import Cache

@Suite("Opening a cache")
struct CacheOpeningTests {
    private let place = TemporaryPlace()

    private func failure(_ location: CacheLocation) -> CacheFailure? {
        do {
            _ = try CustomerCache(at: location, origin: origin)
            return nil
        } catch {
            return error
        }
    }

    @Test("Makes a directory and files that their owner alone can read, with a log that goes ahead")
    func makesPrivateFiles() async throws {
        let cache = try CustomerCache(place.location)
        try await cache.store([.named("Ann")], seenAt: noon)
        #expect(try place.permissions(place.directory + "/profile") == 0o700)
        for suffix in ["", "-wal", "-shm"] { #expect(try place.permissions(place.path + suffix) == 0o600) }
        let (journal, secure) = try cache.reading { db in
            (try String.fetchOne(db, sql: "PRAGMA journal_mode"), try Int.fetchOne(db, sql: "PRAGMA secure_delete"))
        }
        #expect(journal == "wal" && secure == 1)
        #expect(cache.takeReplacement() == nil)
    }

    @Test("Closes what was open to others")
    func closesToOthers() throws {
        try CustomerCache(place.location).close()
        chmod(place.directory + "/profile", 0o755)
        chmod(place.path, 0o644)
        _ = try CustomerCache(place.location)
        #expect(try place.permissions(place.directory + "/profile") == 0o700)
        #expect(try place.permissions(place.path) == 0o600)
    }

    @Test("What was kept is there the next time")
    func keeps() async throws {
        let people = samplePeople(100)
        let first = try CustomerCache(place.location)
        try await first.store(people, seenAt: noon)
        first.close()
        let second = try CustomerCache(place.location)
        #expect(try second.everybody() == byName(people))
        #expect(second.takeReplacement() == nil)
    }

    @Test(
        "Follows no symbolic link, for the file, for those beside it or for the directory",
        arguments: ["", "-wal", "-shm"])
    func refusesLinks(_ suffix: String) throws {
        try FileManager.default.createDirectory(
            atPath: place.directory + "/profile", withIntermediateDirectories: true)
        let target = place.directory + "/target"
        try Data("precious".utf8).write(to: URL(filePath: target))
        try FileManager.default.createSymbolicLink(atPath: place.path + suffix, withDestinationPath: target)
        #expect(failure(place.location) == .unusable(path: place.path + suffix, reason: .notAFile))
        #expect(FileManager.default.contents(atPath: target) == Data("precious".utf8))

        try FileManager.default.createSymbolicLink(
            atPath: place.directory + "/link", withDestinationPath: place.directory + "/profile")
        let directory = place.directory + "/link"
        #expect(failure(.file(directory + "/c.db")) == .unusable(path: directory, reason: .notADirectory))
    }

    @Test("Says what stands in its way, and every message says what to do")
    func reportsWhy() throws {
        try FileManager.default.createDirectory(atPath: place.directory, withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: place.directory + "/profile"))
        #expect(failure(place.location) == .unusable(path: place.directory + "/profile", reason: .notADirectory))
        try FileManager.default.createDirectory(atPath: place.directory + "/dir.db", withIntermediateDirectories: true)
        let directory = place.directory + "/dir.db"
        #expect(failure(.file(directory)) == .unusable(path: directory, reason: .notAFile))
        // Not even root makes a directory in sysfs.
        guard case .unusable("/sys/kernel/desk", .system) = failure(.file("/sys/kernel/desk/c.db")) else {
            Issue.record("\(String(describing: failure(.file("/sys/kernel/desk/c.db"))))")
            return
        }
        let failures: [CacheFailure] = [
            .unusable(path: "/a", reason: .notAFile), .unusable(path: "/a", reason: .notADirectory),
            .unusable(path: "/a", reason: .ownedByAnother), .unusable(path: "/a", reason: .system("Denied")), .full,
            .busy, .damaged, .failed(detail: "x"),
        ]
        #expect(Set(failures.map(\.message)).count == failures.count)
    }

    @Test(
        "Creates the file again when it belongs to another API or another version",
        arguments: [
            ("UPDATE state SET origin = x'00'", CustomerCache.Replacement.otherOrigin),
            ("PRAGMA user_version = 77", .otherVersion), ("PRAGMA application_id = 1", .otherVersion),
            ("DELETE FROM state", .otherOrigin), ("DROP TABLE state", .damaged),
            ("UPDATE state SET phase = 9", .damaged),
        ])
    func replacesOthers(_ sql: String, _ reason: CustomerCache.Replacement) async throws {
        let first = try CustomerCache(place.location)
        try await first.store(samplePeople(30), seenAt: noon)
        first.close()
        let queue = try DatabaseQueue(path: place.path)
        try await queue.write { db in try db.execute(sql: sql) }
        try queue.close()
        let second = try CustomerCache(place.location)
        #expect(second.takeReplacement() == reason)
        #expect(second.takeReplacement() == nil)
        #expect(try second.count() == 0)
        try await second.store(samplePeople(30), seenAt: noon)
        #expect(try second.count() == 30)
    }

    @Test("Each API has a file of its own")
    func hasFileForEachOrigin() {
        let (one, other) = (
            CacheLocation.file(in: "/c/p", origin: "https://a.example"),
            CacheLocation.file(in: "/c/p", origin: "https://b.example")
        )
        #expect(one != other)
        guard case .file(let path) = one else { return }
        #expect(path.wholeMatch(of: /\/c\/p\/cache-[0-9a-f]{16}\.db/) != nil)
    }

    @Test("Tells a disk of this machine from one of another")
    func reportsNetworks() {
        #expect(NetworkFileSystem.holding(place.directory + "/not/there/yet") == nil)
        #expect(NetworkFileSystem.holding("/proc") == nil)
        #expect(NetworkFileSystem(rawValue: 0x6969)?.name == "NFS")
        #expect(NetworkFileSystem(rawValue: 0xFE53_4D42)?.name == "SMB")
    }
}
