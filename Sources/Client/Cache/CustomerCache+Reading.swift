package import Domain
import GRDB
import SQLite
package import Wire

extension CustomerCache {
    /// The customer as the server said last, and when; `nil` for one who is not kept.
    package func customer(_ id: CustomerID) throws(CacheFailure) -> SeenCustomer? {
        try reading { db in
            try View(db, self).cached(CachedRow.fetch(id, in: db))
        }
    }

    /// The customer with that email, in the form of ``TextFold/email(_:)``; `nil` when nobody is kept who has it.
    package func customer(emailKey: String) throws(CacheFailure) -> SeenCustomer? {
        // Who has no email is kept under an empty key.
        guard !emailKey.isEmpty else { return nil }
        return try reading { db in
            try View(db, self).cached(CachedRow.fetch(emailKey: emailKey, in: db))
        }
    }

    /// Of these customers, those who are here in a newer version than the one given, as they are here.
    package func newer(than customers: [Customer]) throws(CacheFailure) -> [CustomerID: Customer] {
        try reading { db in
            let view = try View(db, self)
            guard view.state.customers > 0 else { return [:] }
            return try customers.reduce(into: [:]) { newer, customer in
                guard let row = try CachedRow.fetch(customer.id, in: db), row.version > customer.version else { return }
                newer[customer.id] = try view.cached(row)?.customer
            }
        }
    }

    /// A page of all customers, after `position` (from the start without one).
    package func page(
        _ order: ListQuery.Sort = .name, after position: CachePosition? = nil, limit: Int
    ) throws(CacheFailure) -> CachePage {
        try reading { db in
            let view = try View(db, self)
            guard try !view.isAllExpired() else { return .empty }
            let rows = try CachedRow.fetch(
                descending: order == .nameDescending, after: position, seenSince: view.cutoff, limit: limit + 1, in: db)
            return CachePage(upTo: limit, of: try rows.compactMap(view.cached))
        }
    }

    /// How many customers are here.
    package func count() throws(CacheFailure) -> Int {
        try reading { db in
            let view = try View(db, self)
            return try view.state.customers - view.expired().count
        }
    }
}

/// The cache as it is for one reading: who is too old to be shown is not there.
struct View {
    let db: Database
    let state: CacheState
    /// Customers seen before this are not shown.
    let cutoff: Int64

    init(_ db: Database, _ cache: CustomerCache) throws {
        self.db = db
        state = try CacheState.fetch(in: db)
        cutoff = state.phase == .none ? cache.options.cutoff(at: cache.now()) : .min
    }

    func cached(_ row: CachedRow?) throws -> SeenCustomer? {
        guard let row, row.seenAt >= cutoff else { return nil }
        var seenAt = Timestamp(microseconds: row.seenAt)
        // A customer the feed does not list is unchanged.
        if state.phase == .complete, let followedAt = state.followedAt { seenAt = max(seenAt, followedAt) }
        return SeenCustomer(try row.customer(), seenAt: seenAt)
    }

    /// The rows that are too old and have not been dropped yet.
    func expired() throws -> [Int] {
        guard cutoff != .min else { return [] }
        return try Int.fetchAll(
            db.cachedStatement(sql: "SELECT row FROM customer WHERE seen_at < ?"), arguments: [cutoff])
    }

    /// Whether no customer is left, as after a long time away, when a search would pass all rows.
    func isAllExpired() throws -> Bool {
        guard cutoff != .min else { return false }
        return try db.row("SELECT 1 FROM customer WHERE seen_at >= ? LIMIT 1", [cutoff]) == nil
    }
}
