import CustomerAPI
import Domain
import GRDB
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStore

@Suite("Query plans")
struct QueryPlanTests {
    @Test("No statement of any operation reads a table from end to end or sorts what it reads")
    func useIndexes() async throws {
        let statements = StatementLog()
        let directory = try TemporaryDirectory()
        let options = SQLiteCustomerStore.Options(onStatement: { statements.add($0) })
        for (number, promise) in CustomerStoreContract.all.enumerated() where promise.exercisesTheStore {
            let store = try SQLiteCustomerStore(path: directory.path + "/\(number).db", options: options)
            statements.clear()
            try await promise.check(StoreUnderTest(store))
            try await statements.expectIndexes(in: store)
        }
        let kinds = ["SELECT", "INSERT", "UPDATE", "DELETE"]
        for kind in kinds { #expect(statements.seen.contains { $0.hasPrefix(kind) }, "\(kind) was never seen") }
        #expect(statements.seen.count > 15)
    }
}

extension CustomerStoreContract {
    /// All but the races and the large ones, which run the same statements.
    fileprivate var exercisesTheStore: Bool {
        !["Of ", "Bytes ", "Pages "].contains { title.hasPrefix($0) }
    }
}

/// The statements that a store runs, each once.
private final class StatementLog: Sendable {
    private let statements = Mutex<Set<String>>([])
    private let all = Mutex<Set<String>>([])

    var seen: Set<String> { all.withLock { $0 } }

    func add(_ sql: String) {
        statements.withLock { _ = $0.insert(sql) }
    }

    /// Forgets what opening the database ran.
    func clear() {
        statements.withLock { $0.removeAll() }
    }

    func expectIndexes(in store: SQLiteCustomerStore) async throws {
        let onRows = statements.withLock { $0 }.filter { sql in
            // The table of a copy that is not at its end is there only meanwhile, and GRDB looks whether there are tables at all.
            ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) } && !sql.contains(" transfer")
                && sql != "SELECT * FROM sqlite_master LIMIT 1"
        }
        let fresh = onRows.subtracting(seen)
        all.withLock { $0.formUnion(fresh) }
        try await store.pool.read { db in
            for sql in fresh {
                let statement = try db.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
                statement.setUncheckedArguments(StatementArguments())
                for step in try Row.fetchAll(statement).map({ $0["detail"] as String }) {
                    #expect(Self.isBounded(step), "\(step) in \(sql)")
                }
            }
        }
    }

    /// A scan is bounded where it goes along an index (and stops with its page), over a bounded subquery, or over values that the
    /// statement itself has.
    private static func isBounded(_ step: String) -> Bool {
        guard step.hasPrefix("SCAN") else { return !step.contains("TEMP B-TREE") }
        return step.contains(" USING ") || step.wholeMatch(of: /SCAN (\d+ )?CONSTANT ROWS?/) != nil
            || step.hasPrefix("SCAN (subquery")
    }
}
