package import Domain
import GRDB
import SQLite
package import Wire

/// How far the cache is a copy of the whole directory.
package struct ReplicaState: Hashable, Sendable {
    /// Where the change feed goes on; `nil` at its beginning.
    package let cursor: String?
    /// Whether the whole directory is here. It stays so between two polls of the feed.
    package let isComplete: Bool
    /// When the feed was followed last, with or without a change; `nil` when it never was.
    package let followedAt: Timestamp?
    /// How many customers are here.
    package let customers: Int

    init(_ state: CacheState) {
        cursor = state.cursor
        isComplete = state.phase == .complete
        followedAt = state.followedAt
        customers = state.customers
    }
}

extension CustomerCache {
    /// How far the copy of the whole directory has come.
    package func replicaState() throws(CacheFailure) -> ReplicaState {
        try reading { db in ReplicaState(try CacheState.fetch(in: db)) }
    }

    /// What the cache takes on the disk, or in memory.
    func bytes() throws(CacheFailure) -> Int {
        guard case .file(let path) = location else {
            return try reading { db in
                let (pages, size) = (
                    try Int.fetchOne(db, sql: "PRAGMA page_count"), try Int.fetchOne(db, sql: "PRAGMA page_size")
                )
                return (pages ?? 0) * (size ?? 0)
            }
        }
        return CacheFile(path: path).bytes
    }

    /// Applies a page of the change feed.
    ///
    /// - Parameters:
    ///   - start: the cursor that the page was asked for with.
    ///   - cursor: the one that came with it.
    ///   - isComplete: whether it was the last for now: all customers have been listed.
    /// - Returns: the state after it; `nil` when another process has followed the feed since, and nothing was done.
    @discardableResult
    package func apply(
        _ changes: [Change], after start: String?, cursor: String, isComplete: Bool
    ) async throws(CacheFailure) -> ReplicaState? {
        try await writing { [self] writer in
            guard writer.state.cursor == start else { return nil }
            try writer.apply(changes, cursor: cursor, isComplete: isComplete, at: now())
            try writer.keepUp(options, now: now())
            return ReplicaState(writer.state)
        }
    }

    /// Starts over, as after the server has been restored: what is here stays until the new pass is complete, and then
    /// goes if the pass has not named it.
    ///
    /// - Parameter cursor: the one that the server does not know any more.
    package func startReplicaOver(insteadOf cursor: String) async throws(CacheFailure) {
        try await writing { [self] writer in
            guard writer.state.cursor == cursor else { return }
            try writer.beginPass(at: now())
        }
    }

    /// Makes a replica an ordinary cache again, with its capacity and expiry.
    package func leaveReplica() async throws(CacheFailure) {
        guard try reading({ db in try CacheState.fetch(in: db).phase != .none }) else { return }
        try await writing { [self] writer in
            writer.state.phase = .none
            writer.state.cursor = nil
            try writer.keepUp(options, now: now())
        }
    }
}

extension CacheWriter {
    mutating func apply(_ changes: [Change], cursor: String, isComplete: Bool, at now: Timestamp) throws {
        if state.phase == .none { try beginPass(at: now) }
        try db.setPageCache(state.phase == .filling ? .filling : .reading)
        for change in changes {
            switch change {
            case .changed(let customer):
                // In a pass after the first, versions from before may be those of another history.
                try store(customer, seenAt: now, pass: state.pass, believed: state.pass > 1)
            case .deleted(let tombstone):
                try writeTombstone(tombstone.id, in: tombstone.version, at: now)
            }
        }
        state.cursor = cursor
        state.followedAt = now
        if isComplete, state.phase == .filling { try completePass() }
    }

    mutating func beginPass(at now: Timestamp) throws {
        state.phase = .filling
        state.pass += 1
        state.cursor = nil
        state.followedAt = now
        try db.run("DELETE FROM gone")
    }

    /// Removes the customers the pass has not listed: they no longer exist.
    private mutating func completePass() throws {
        // The only statement that looks at everybody; it runs once in a pass.
        let unnamed = try Int.fetchAll(
            db.cachedStatement(sql: "SELECT row FROM customer WHERE pass <> ?"), arguments: [state.pass])
        for row in unnamed { try drop(row: row) }
        state.phase = .complete
        try SearchIndex(db, state).build(&state)
    }
}
