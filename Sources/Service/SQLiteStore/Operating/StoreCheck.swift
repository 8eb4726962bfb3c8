import CustomerAPI
import Domain
import GRDB
import SQLite

/// What is wrong with a database, in sentences for the operator; they name no customer.
package struct StoreCheck {
    let schema: Schema

    /// Looks at a database that may be in use: at its state of this moment.
    ///
    /// - Throws: ``StoreOperationFailure/faults(_:_:)``, or why it cannot be looked at.
    package static func run(database path: String) throws(StoreOperationFailure) -> StoreSummary {
        try StoreOperationFailure.reading(path) { file, queue in
            try queue.read { db in
                let faults = try StoreCheck(schema: file.schema).faults(db)
                guard faults.isEmpty else { throw StoreOperationFailure.faults(path, faults) }
                return try StoreSummary(db, file.schema)
            }
        }
    }

    /// Whatever SQLite finds, and then whatever our tables have to be beyond that.
    func faults(_ db: Database) throws -> [String] {
        let damage = try Self.damage(db)
        guard damage.isEmpty else { return damage }
        let faults = try structure(db) + Self.records(db)
        // What an older version derived is not what this one does, which derives all of it again on the way to its own tables.
        return try schema.pendingSteps(db).isEmpty ? faults + Self.derived(db) : faults
    }

    /// Whether every page and every index is sound, and every row keeps its table's rules.
    static func damage(_ db: Database) throws -> [String] {
        do {
            let remarks = try String.fetchAll(db, sql: "PRAGMA integrity_check(10)").filter { $0 != "ok" }
            let foreign = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check")
            return remarks.map { "SQLite says: \($0.split(separator: "\n").joined(separator: " "))" }
                + (foreign.isEmpty ? [] : ["\(foreign.count) rows refer to rows that are not there"])
        } catch let error as DatabaseError where error.isCorruption {
            // Some pages are beyond what the check itself can read.
            return ["SQLite says: \(error.detail)"]
        }
    }

    /// - Parameter path: what is damaged then.
    static func refuseDamage(_ db: Database, of path: String) throws {
        let damage = try damage(db)
        guard damage.isEmpty else { throw StoreOperationFailure.faults(path, damage) }
    }

    // MARK: - Beyond SQLite's own checks

    /// Tables and indexes against those of an empty file that has gone the same steps.
    private func structure(_ db: Database) throws -> [String] {
        let expected = try DatabaseQueue()
        if let last = try schema.migrator.appliedMigrations(db).last {
            try schema.migrator.migrate(expected, upTo: last)
        }
        let (there, due) = (try Self.objects(db), try expected.read(Self.objects))
        return due.filter { !there.contains($0) }.map {
            "the \($0.type) \($0.name) is missing, or is not as it should be"
        }
            + there.filter { !due.contains($0) && $0.definition != CursorKey.table }.map {
                "the \($0.type) \($0.name) does not belong there"
            }
    }

    private struct Object: Hashable {
        let type: String
        let name: String
        let definition: String
    }

    private static func objects(_ db: Database) throws -> [Object] {
        let sql = """
            SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'grdb_migrations'
            ORDER BY type, name
            """
        return try Row.fetchAll(db, sql: sql).map { Object(type: $0[0], name: $0[1], definition: $0[2] ?? "") }
    }

    /// What one row alone cannot tell.
    private static func records(_ db: Database) throws -> [String] {
        let questions = [
            ("customers that are also recorded as deleted", "SELECT count(*) FROM customer JOIN tombstone USING (id)"),
            ("changes with the number of another", "SELECT count(*) FROM customer JOIN tombstone USING (sequence)"),
            ("names of the feed of changes, too many or missing", "SELECT abs(count(*) - 1) FROM feed"),
        ]
        return try (questions + (db.tableExists("timeline") ? belongings : [])).compactMap { words, sql in
            let count = try Int.fetchOne(db, sql: sql) ?? 0
            return count == 0 ? nil : "\(words): \(count)"
        }
    }

    /// What is kept of customers besides their records.
    private static let belongings = [
        (
            "customers whose timeline has a gap, or more or fewer entries than they have made",
            """
            WITH record (id, history) AS (SELECT id, history FROM customer UNION ALL SELECT id, history FROM tombstone)
            SELECT count(*) FROM record
            LEFT JOIN (SELECT id, count(*) AS entries, max(number) AS last FROM timeline GROUP BY id) USING (id)
            WHERE ifnull(entries, 0) <> ifnull(last, 0)
                OR ifnull(entries, 0) <> ifnull(json_extract(history, '$.entries'), 0)
            """
        ),
        (
            "entries of nobody",
            """
            SELECT count(*) FROM timeline WHERE id NOT IN (SELECT id FROM customer)
                AND id NOT IN (SELECT id FROM tombstone)
            """
        ),
        (
            "customers in the trash who are not deleted",
            "SELECT count(*) FROM trash WHERE id NOT IN (SELECT id FROM tombstone WHERE restorable_until IS NOT NULL)"
        ),
        (
            "erased customers of whom something is left",
            """
            SELECT count(*) FROM tombstone WHERE erased_at IS NOT NULL AND (id IN (SELECT id FROM timeline)
                OR id IN (SELECT id FROM trash) OR id IN (SELECT first FROM dismissal)
                OR id IN (SELECT second FROM dismissal))
            """
        ),
        (
            "entries without their values that still have some",
            "SELECT count(*) FROM timeline WHERE trimmed AND (changes IS NOT NULL OR note IS NOT NULL)"
        ),
    ]

    /// Search entries, the name's order and the email's key against the customers that they are made from.
    private static func derived(_ db: Database) throws -> [String] {
        var due = EntrySum()
        var misplaced = 0
        let customers = try Row.fetchCursor(
            db, sql: "SELECT \(CustomerRow.columns), row, name_fold, email_key FROM customer ORDER BY row")
        while let row = try customers.next() {
            let customer = try CustomerRow.customer(row)
            let (details, next) = (customer.details, CustomerRow.columnCount)
            for entry in Set(SearchEntry.all(of: customer)) { due.add(entry.text, customer: row[next]) }
            if details.nameFold != row[next + 1] || details.emailKey != row[next + 2] { misplaced += 1 }
        }
        var there = EntrySum()
        let entries = try Row.fetchCursor(db, sql: "SELECT text, customer FROM search_entry")
        while let row = try entries.next() { there.add(row[0], customer: row[1]) }
        let hasAllWords = try Vocabulary(db: db).isComplete()
        return (there == due ? [] : [there.difference(from: due)])
            + (hasAllWords ? [] : ["the words for similar searches are not those of the search entries"])
            + (misplaced == 0 ? [] : ["customers listed under another name or email than their own: \(misplaced)"])
    }
}
