import Domain
import FoundationEssentials
import GRDB
import TestSupport
import Testing
import Wire

@testable import Cache

@Suite("Caches of version 1 of the client")
struct RecordedCacheTests {
    /// The moment at which the newest of a cache's customers was seen.
    private func lastSeen(_ path: String) throws -> Timestamp {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        let seen = try queue.read { db in try Int64.fetchOne(db, sql: "SELECT max(seen_at) FROM customer") }
        return Timestamp(microseconds: try #require(seen))
    }

    @Test("Is made anew, for its customers are found by other entries now", arguments: RecordedVersion.all)
    func isMadeAnew(version: RecordedVersion) async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/cache.db"
            try version.copy("cache.db", to: path)
            let now = try lastSeen(path)
            let cache = try CustomerCache(at: .file(path), origin: RecordedVersion.origin, now: { now })
            #expect(cache.takeReplacement() == .otherVersion)
            #expect(try cache.count() == 0)
            let listed = try JSONDecoder().decode([CustomerJSON].self, from: version.data("cache.json")).map(\.customer)
            try await cache.store(listed, seenAt: now)
            for customer in listed {
                #expect(try cache.found(#require(SearchTerm(customer.email ?? ""))) == [customer])
            }
        }
    }
}
