import APIClient
import Domain
import Wire

/// Follows the feed page by page.
extension ChangeFollower {
    /// Asks what the API can do, and what of that it lets this caller do.
    func look(_ round: inout FollowingRound, _ report: (News) -> Void) async throws(Interruption) {
        let health = try await asking { () async throws(APIFailure) in try await client.health() }
        report(.reached(health))
        round.wait.note(health)
        if isCopying, !health.replicate {
            if let cache {
                try await usingCache { () async throws(CacheFailure) in try await cache.leaveReplica() }
            }
            leaveCopy()
            round.stage = .following(nil)
            report(.notAllowed)
        }
        if !isCopying, !health.has(.changesFromNow) { throw .notAllowed }
    }

    /// Copies what there is, begins at now, or asks what has changed.
    ///
    /// - Returns: how long to wait then.
    func advance(_ round: inout FollowingRound, _ report: (News) -> Void) async throws(Interruption) -> Duration {
        switch round.stage {
        case .copying:
            guard let cache, let cursor = try await catchUp(into: cache, report) else { return pace.interval }
            // What has changed since the last connection was copied, and is not told again.
            begin(at: cursor, &round, report)
        case .following(nil):
            let latest = try await fetch(ChangesQuery(cursor: ChangesQuery.latest))
            begin(at: latest.cursor, &round, report)
        case .following(let cursor?): return try await listen(after: cursor, &round, report)
        }
        return round.wait.isPossible ? .zero : pace.interval
    }

    private func begin(at cursor: String, _ round: inout FollowingRound, _ report: (News) -> Void) {
        round.stage = .following(cursor)
        noteReported(to: cursor)
        report(.followed(hasGap: true))
    }

    /// Asks what has changed, and waits for a change where the server can.
    private func listen(
        after cursor: String, _ round: inout FollowingRound, _ report: (News) -> Void
    ) async throws(Interruption) -> Duration {
        var query = ChangesQuery(cursor: cursor)
        query.waitSeconds = round.wait.seconds
        let start = ContinuousClock.now
        let page: ChangePageJSON
        do throws(Interruption) {
            page = try await fetch(query)
        } catch {
            guard case .failed = error, query.waitSeconds != nil else { throw error }
            // Something between may not let a request wait: what has become of the API a plain one tells.
            round.wait.noteBroken()
            return .zero
        }
        let pause = round.wait.pause(
            after: page, isHeld: query.waitSeconds != nil, took: .now - start, interval: pace.interval)
        try round.count(page)
        let next = try await store(page, after: cursor, report)
        round.stage = .following(next)
        noteReported(to: next)
        if !page.changes.isEmpty { report(.changed(page.changes.map(\.change))) }
        if !page.more { report(.followed(hasGap: false)) }
        return pause
    }

    /// Keeps what is to be kept of a page.
    ///
    /// - Returns: where to go on.
    private func store(
        _ page: ChangePageJSON, after cursor: String, _ report: (News) -> Void
    ) async throws(Interruption) -> String {
        guard let cache else { return page.cursor }
        guard isCopying else {
            // Who is not kept here was not read here.
            try? await cache.update(page.changes.map(\.change))
            return page.cursor
        }
        if let copied = try await apply(page, after: cursor, to: cache) {
            try await check(copied, in: cache)
            report(.complete(customers: copied.customers))
            return page.cursor
        }
        // Another process was faster; when that is gone this one takes up where it has left off.
        let state = try await state(of: cache)
        guard state.isComplete, let place = state.cursor else { throw .startedOver }
        report(.complete(customers: state.customers))
        let age = state.followedAt.map { Duration.microseconds(cache.now().microseconds - $0.microseconds) }
        return age.map { $0 < pace.abandonment } ?? false ? page.cursor : place
    }
}
