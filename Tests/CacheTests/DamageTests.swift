import Domain
import Foundation
import GRDB
import Randomness
import Synchronization
import TestSupport
import Testing

@testable import Cache

@Suite("A damaged cache")
struct DamageTests {
    private static let people = samplePeople(400)
    private static let changed = people.map { $0.with(name: $0.name + " x", version: 2) }
    private static let known = Set(people + changed)

    /// A closed cache with people in it.
    private func filledPlace() async throws -> TemporaryPlace {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location)
        try await cache.store(Self.people, seenAt: noon)
        cache.close()
        return place
    }

    /// Reads everything in every way. What comes is true, or else the damage is noticed and the cache empty.
    private func use(_ cache: CustomerCache) async -> Bool {
        do throws(CacheFailure) {
            for typed in ["e", "s", "example.com", "a e", "123"] {
                guard let term = SearchTerm(typed) else { continue }
                let page = try cache.search(term, limit: 1_000)
                #expect(page.customers.allSatisfy { Self.known.contains($0.customer) })
                _ = try cache.count(of: term)
            }
            let page = try cache.page(limit: 1_000)
            #expect(page.customers.allSatisfy { Self.known.contains($0.customer) })
            for customer in Self.people {
                let found = try cache.customer(customer.id)
                #expect(found.map { Self.known.contains($0.customer) } ?? true)
            }
            try await cache.store(Self.changed, seenAt: noon)
            return true
        } catch {
            #expect(error == .damaged, "\(error)")
            return false
        }
    }

    @Test(
        "Is created again when it is not a database at all",
        arguments: [
            "", "garbage", String(repeating: "name,email\nAnn,ann@example.com\n", count: 500), "SQLite format 3\u{0}",
        ])
    func replacesGarbage(_ text: String) async throws {
        let place = try await filledPlace()
        try Data(text.utf8).write(to: URL(filePath: place.path))
        let cache = try CustomerCache(place.location)
        #expect(cache.takeReplacement() == (text.isEmpty ? nil : .damaged))
        #expect(try cache.count() == 0)
        try await cache.store(Self.people, seenAt: noon)
        #expect(try cache.count() == Self.people.count)
    }

    @Test(
        "Is created again, or answers correctly, when it was cut off", arguments: [100, 1_000, 4_096, 20_480, 100_000])
    func replacesTruncated(_ length: UInt64) async throws {
        let place = try await filledPlace()
        let file = try FileHandle(forUpdating: URL(filePath: place.path))
        try file.truncate(atOffset: length)
        try file.close()
        let cache = try CustomerCache(place.location)
        if await !use(cache) {
            #expect(cache.takeReplacement() == .damaged)
        }
        #expect(await use(cache))
    }

    @Test("Is created again, or answers correctly, when bytes of it were flipped", arguments: 0..<60)
    func survivesFlips(_ seed: UInt64) async throws {
        let place = try await filledPlace()
        var random = SplitMix(seed: seed)
        var data = try Data(contentsOf: URL(filePath: place.path))
        for _ in 0..<40 {
            data[Int.random(in: data.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        }
        try data.write(to: URL(filePath: place.path))
        let cache = try CustomerCache(place.location)
        for _ in 0..<3 where await use(cache) { return }
        #expect(try cache.count() >= 0)
    }

    @Test(
        "Is created again when its counts cannot be right",
        arguments: [
            "UPDATE state SET edition = 9223372036854775807", "UPDATE state SET pass = 9223372036854775807",
            "UPDATE state SET customers = -9223372036854775808", "UPDATE state SET followed_at = -9223372036854775808",
            "UPDATE customer SET seen_at = -9223372036854775808", "UPDATE customer SET version = 9223372036854775807",
        ])
    func replacesNumbers(_ sql: String) async throws {
        let place = try await filledPlace()
        let cache = try CustomerCache(place.location)
        try await cache.connection.withLock(\.writer).write { db in try db.execute(sql: sql) }
        #expect(await !use(cache))
        #expect(cache.takeReplacement() == .damaged)
        #expect(await use(cache))
    }

    @Test("Is put right under a session that has it open")
    func isReplacedWhileOpen() async throws {
        let place = try await filledPlace()
        let cache = try CustomerCache(place.location)
        #expect(try cache.count() == Self.people.count)
        let file = try FileHandle(forUpdating: URL(filePath: place.path))
        let length = try file.seekToEnd()
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0x5A, count: Int(length) - 4_096))
        try file.close()
        #expect(await !use(cache))
        #expect(cache.takeReplacement() == .damaged)
        #expect(try cache.count() == 0)
        #expect(await use(cache))
    }
}
