import Domain
import GRDB
import Synchronization
import Testing

@testable import Cache

@Suite("A cache that several sessions use")
struct SharingTests {
    private let place = TemporaryPlace()

    @Test("Each finds what the other has seen, changed and removed")
    func shareEverything() async throws {
        let (first, second) = (try CustomerCache(place.location), try CustomerCache(place.location))
        let people = samplePeople(150)
        try await first.store(people, seenAt: noon)
        #expect(try second.everybody() == byName(people))
        #expect(try second.names("e") == first.names("e"))
        let changed = people[3].with(name: "Zaphod Beeblebrox", version: 2)
        try await second.store([changed], seenAt: noon)
        try await second.remove(people[4].id)
        #expect(try first.names("zaph") == ["Zaphod Beeblebrox"])
        #expect(try first.customer(people[4].id) == nil)
        #expect(try first.count() == 149)
    }

    @Test("Writers at the same time lose nothing")
    func writeAtOnce() async throws {
        let caches = try (0..<4).map { _ in try CustomerCache(place.location, indexDelay: 60) }
        let people = samplePeople(800)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, cache) in caches.enumerated() {
                group.addTask {
                    for start in stride(from: number * 20, to: people.count, by: 80) {
                        try await cache.store(Array(people[start..<(start + 20)]), seenAt: noon)
                        _ = try cache.names("e")
                    }
                }
            }
            try await group.waitForAll()
        }
        for cache in caches {
            #expect(try cache.everybody() == byName(people))
            #expect(try cache.count(of: #require(SearchTerm("e"))) == cache.names("e").count)
        }
    }

    @Test("A write that has to wait too long is dropped and says so")
    func saysBusy() async throws {
        _ = try CustomerCache(place.location)
        var options = CustomerCache.Options()
        options.busyTimeoutSeconds = 0
        let hasty = try CustomerCache(at: place.location, origin: origin, options: options)
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: place.path, configuration: configuration)
        try await other.writeWithoutTransaction { db in try db.execute(sql: "BEGIN IMMEDIATE") }
        await #expect(throws: CacheFailure.busy) { try await hasty.store([.named("Ann")], seenAt: .now()) }
        try await other.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        #expect(try hasty.count() == 0)
        try await hasty.store([.named("Ann")], seenAt: .now())
        #expect(try hasty.count() == 1)
    }

    @Test("A write that finds the disk full is dropped and says so")
    func saysFull() async throws {
        let cache = try CustomerCache(place.location)
        try await cache.store(samplePeople(20), seenAt: noon)
        // As a disk that has no room beyond what the file has now.
        try await cache.connection.withLock(\.writer).writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages + 10)")
        }
        await #expect(throws: CacheFailure.full) { try await cache.store(samplePeople(2_000, seed: 9), seenAt: noon) }
        #expect(try cache.everybody() == byName(samplePeople(20)))
    }
}
