import Domain
import GRDB
import Synchronization
import Testing
import Wire

@testable import Cache

@Suite("Query plans of the cache")
struct CachePlanTests {
    @Test("No statement reads a table from end to end or sorts what it reads, except where everything is built again")
    func useIndexes() async throws {
        let log = Mutex<Set<String>>([])
        let cache = try CustomerCache(indexDelay: 40) { sql in _ = log.withLock { $0.insert(sql) } }
        log.withLock { $0.removeAll() }
        try await exercise(cache)
        let statements = log.withLock { $0 }.filter { sql in
            ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) }
        }
        #expect(statements.count > 25)
        try cache.reading { db in
            for sql in statements where !Self.mayScan(sql) {
                let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                statement.setUncheckedArguments(StatementArguments())
                for step in try Row.fetchAll(statement).map({ $0["detail"] as String }) {
                    #expect(Self.isBounded(step), "\(step) in \(sql)")
                }
            }
        }
    }

    private func exercise(_ cache: CustomerCache) async throws {
        let people = samplePeople(200)
        try await cache.store(people, seenAt: noon)
        try await cache.store(people.prefix(30).map { $0.with(name: "New " + $0.name, version: 2) }, seenAt: noon)
        try await cache.remove(people[3].id)
        _ = try cache.customer(people[5].id)
        _ = try cache.customer(emailKey: #require(people[5].details.emailKey))
        for typed in ["e", "s e", "123", people[7].name] {
            let term = try #require(SearchTerm(typed))
            _ = try cache.found(term, limit: 10)
            _ = try cache.count(of: term)
            _ = try SimilarTerm(typed).map { try cache.similar(to: $0, limit: 10) }
        }
        _ = try cache.everybody(limit: 20)
        _ = try cache.everybody(.nameDescending, limit: 20)
        _ = try cache.count()
        try await cache.apply([.changed(people[9])], after: nil, cursor: "1", isComplete: true)
        _ = try cache.replicaState()
    }

    /// One row, the vocabulary, rows that are to go or to be written again, and those who came since the index was built.
    private static func mayScan(_ sql: String) -> Bool {
        [
            "FROM state", "UPDATE state", "FROM dead", "DELETE FROM", "FROM place", "FROM vocabulary",
            "DISTINCT key FROM fresh_key", "pass <>", "FROM fresh ORDER",
        ]
        .contains { sql.contains($0) } && !sql.contains("WHERE id") || sql.contains("FROM free LIMIT")
            || sql.contains("fresh_key ORDER")
    }

    private static func isBounded(_ step: String) -> Bool {
        guard step.hasPrefix("SCAN") else { return !step.contains("TEMP B-TREE") }
        return step.contains(" USING ") || step == "SCAN CONSTANT ROW"
    }
}
