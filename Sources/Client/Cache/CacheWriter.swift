import Domain
import FoundationEssentials
import GRDB
import SQLite

/// A writing transaction: every change to customers goes through here, so that index and counts go along.
struct CacheWriter {
    let db: Database
    var state: CacheState

    init(_ db: Database) throws {
        self.db = db
        state = try CacheState.fetch(in: db)
    }

    /// Writes what has changed of the cache as a whole; nothing may follow.
    mutating func close() throws {
        state.edition += 1
        try state.save(in: db)
    }

    // MARK: In

    /// Stores a customer, or renews when they were last seen.
    ///
    /// - Parameters:
    ///   - pass: the replica's pass that names the customer; `nil` when something else saw the customer.
    ///   - believed: what the server says counts even if the version here is as high or higher.
    mutating func store(_ customer: Customer, seenAt: Timestamp, pass: Int? = nil, believed: Bool = false) throws {
        guard let old = try CachedRow.fetch(customer.id, in: db) else {
            try insert(customer, seenAt: seenAt.microseconds, pass: pass ?? 0)
            return
        }
        let isBelieved = believed && old.pass != pass
        let seenAt = max(old.seenAt, seenAt.microseconds)
        let pass = pass ?? old.pass
        if customer.version > old.version || isBelieved {
            try replace(old, with: customer, seenAt: seenAt, pass: pass)
        } else if customer.version == old.version || pass != old.pass {
            // A version that is older tells nothing new, but that the feed has named the customer.
            let seenAt = customer.version == old.version ? seenAt : old.seenAt
            try db.run("UPDATE customer SET seen_at = ?, pass = ? WHERE row = ?", [seenAt, pass, old.row])
        }
    }

    private mutating func replace(_ old: CachedRow, with new: Customer, seenAt: Int64, pass: Int) throws {
        let before = try old.customer()
        guard before.details.nameFold == new.details.nameFold, SearchKey.all(of: before) == SearchKey.all(of: new)
        else {
            try drop(old, before)
            try insert(new, seenAt: seenAt, pass: pass)
            return
        }
        try db.run(
            "UPDATE customer SET email_key = ?, version = ?, seen_at = ?, pass = ?, record = ? WHERE row = ?",
            [
                OrderKey.bytes(new.details.emailKey ?? ""), new.version, seenAt, pass, CustomerRecord.bytes(new),
                old.row,
            ])
    }

    private mutating func insert(_ customer: Customer, seenAt: Int64, pass: Int) throws {
        let row = try freeRow()
        let (details, id) = (customer.details, customer.id.bytes)
        let nameKey = OrderKey.bytes(details.nameFold)
        try db.run(
            """
            INSERT INTO customer (row, id, name_key, email_key, version, seen_at, pass, record)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                row, id, nameKey, OrderKey.bytes(details.emailKey ?? ""), customer.version, seenAt, pass,
                CustomerRecord.bytes(customer),
            ])
        try db.run("INSERT INTO fresh (name_key, id, row) VALUES (?, ?, ?)", [nameKey, id, row])
        for key in SearchKey.all(of: customer) {
            try db.run("INSERT INTO fresh_key (key, row) VALUES (?, ?)", [key, row])
        }
        state.customers += 1
        state.fresh += 1
    }

    /// A row that neither the table nor the index knows.
    private mutating func freeRow() throws -> Int {
        if let row = try db.row("SELECT row FROM free LIMIT 1") {
            let number: Int = row[0]
            try db.run("DELETE FROM free WHERE row = ?", [number])
            return number
        }
        state.highestRow += 1
        return state.highestRow
    }

    // MARK: Out

    mutating func drop(_ id: CustomerID) throws {
        guard let old = try CachedRow.fetch(id, in: db) else { return }
        try drop(old, try old.customer())
    }

    mutating func drop(row: Int) throws {
        guard let old = try CachedRow.fetch(row: row, in: db) else { return }
        try drop(old, try old.customer())
    }

    private mutating func drop(_ old: CachedRow, _ customer: Customer) throws {
        try db.run("DELETE FROM customer WHERE row = ?", [old.row])
        state.customers -= 1
        try db.run(
            "DELETE FROM fresh WHERE name_key = ? AND id = ?",
            [OrderKey.bytes(customer.details.nameFold), old.id.bytes])
        guard db.changesCount > 0 else {
            // The index names the row until it is built again; nobody else may have it before.
            try db.run("INSERT INTO dead (row) VALUES (?)", [old.row])
            state.dead += 1
            return
        }
        for key in SearchKey.all(of: customer) {
            try db.run("DELETE FROM fresh_key WHERE key = ? AND row = ?", [key, old.row])
        }
        state.fresh -= 1
        try db.run("INSERT INTO free (row) VALUES (?)", [old.row])
    }
}
