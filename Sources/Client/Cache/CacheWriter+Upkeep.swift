import Domain
import GRDB
import SQLite

/// What every writing transaction does for the whole: nothing stays for ever, and nothing grows without bound.
extension CacheWriter {
    /// How many customers one transaction lets go of, beyond those whose place it needs.
    private static let maximumDropped = 2_000
    /// How long an answer may be under way that lists a customer the server has deleted since.
    private static let goneSeconds: Int64 = 600

    mutating func keepUp(_ options: CustomerCache.Options, now: Timestamp) throws {
        giveUpOnReplica(options, now)
        if state.phase == .none {
            try drop(seenBefore: options.cutoff(at: now), limit: Self.maximumDropped)
            try drop(seenBefore: .max, limit: min(state.customers - options.capacity, Self.maximumDropped))
        }
        try db.run("DELETE FROM timeline WHERE seen_at < ?", [options.cutoff(at: now)])
        try db.run(
            "DELETE FROM gone WHERE gone_at < ?", [now.advanced(bySeconds: -Self.goneSeconds).microseconds])
        if state.fresh + state.dead > indexDelay(options) { try SearchIndex(db, state).build(&state) }
    }

    /// A pass that was not continued for as long as customers are kept does not keep them any longer.
    private mutating func giveUpOnReplica(_ options: CustomerCache.Options, _ now: Timestamp) {
        guard state.phase == .filling, let followedAt = state.followedAt,
            followedAt.microseconds < options.cutoff(at: now)
        else { return }
        state.phase = .none
        state.cursor = nil
    }

    /// How many rows the index may not know yet. While the replica fills, more of them cost less than building it more
    /// often: the work for all is that for nine times the last.
    private func indexDelay(_ options: CustomerCache.Options) -> Int {
        state.phase == .filling
            ? max(options.indexDelay, (state.customers - state.fresh) / 8) : options.indexDelay
    }

    private mutating func drop(seenBefore cutoff: Int64, limit: Int) throws {
        guard limit > 0 else { return }
        let sql = "SELECT row FROM customer WHERE seen_at < ? ORDER BY seen_at LIMIT ?"
        for row in try Int.fetchAll(db.cachedStatement(sql: sql), arguments: [cutoff, limit]) { try drop(row: row) }
    }

    // MARK: Deleted customers

    /// Removes a customer, and keeps an answer from before from bringing it back.
    ///
    /// - Parameter version: the one that the deletion made: who is there in a newer one was restored since.
    mutating func writeTombstone(_ id: CustomerID, in version: Int, at now: Timestamp) throws {
        try drop(id)
        try dropTimeline(of: id)
        try db.run(
            "INSERT OR REPLACE INTO gone (id, gone_at, version) VALUES (?, ?, ?)",
            [id.bytes, now.microseconds, version])
    }

    /// The version that a deletion has made, as far as is known here: the one behind the newest that was seen. Of whom
    /// nothing is known no answer counts.
    func deletion(of id: CustomerID) throws -> Int {
        if let known = try CachedRow.fetch(id, in: db) { return known.version + 1 }
        return try tombstone(of: id) ?? Customer.versions.upperBound
    }

    private func tombstone(of id: CustomerID) throws -> Int? {
        try db.row("SELECT version FROM gone WHERE id = ?", [id.bytes]).map { $0[0] }
    }

    /// Who was restored is there again.
    func forgetTombstone(_ id: CustomerID) throws {
        try db.run("DELETE FROM gone WHERE id = ?", [id.bytes])
    }

    /// Whether an answer with this version of a customer may be from before their deletion.
    func isGone(_ id: CustomerID, asOf version: Int) throws -> Bool {
        try tombstone(of: id).map { version <= $0 } ?? false
    }
}
