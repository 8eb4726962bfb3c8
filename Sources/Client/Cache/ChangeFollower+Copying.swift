import APIClient
import Domain
import Wire

/// Copies the whole directory.
extension ChangeFollower {
    /// Stores all there is; the next page is asked for while one is being written.
    ///
    /// - Returns: where the feed goes on; `nil` while another process copies it.
    func catchUp(into cache: CustomerCache, _ report: (News) -> Void) async throws(Interruption) -> String? {
        let state = try await state(of: cache)
        var start = state.cursor
        var page = try await fetch(ChangesQuery(cursor: start))
        var round = ReplicaRound(quota.fitting(cache.location), from: start, customers: state.customers)
        while true {
            let current = page
            try await check(&round, current, in: cache)
            async let following = current.more ? fetched(after: current.cursor) : nil
            guard let state = try await apply(current, after: start, to: cache) else {
                let other = try await self.state(of: cache)
                return other.isComplete ? other.cursor : nil
            }
            report(current.more ? .filling(customers: state.customers) : .complete(customers: state.customers))
            guard let next = await following else { return current.cursor }
            round.customers = state.customers
            start = current.cursor
            page = try next.get()
        }
    }

    func state(of cache: CustomerCache) async throws(Interruption) -> ReplicaState {
        try await usingCache { () async throws(CacheFailure) in try cache.replicaState() }
    }

    /// Sees to it that a round comes to an end, and that what it brings has room.
    private func check(
        _ round: inout ReplicaRound, _ page: ChangePageJSON, in cache: CustomerCache
    ) async throws(Interruption) {
        do throws(EndlessPages) {
            try round.count(page)
        } catch {
            throw .failed(.api(APIFailure(error)))
        }
        let bytes = try await usingCache { () async throws(CacheFailure) in try cache.bytes() }
        try await refuse(round.excess(bytes: bytes), in: cache)
    }

    /// Sees to it that what has come has room.
    func check(_ state: ReplicaState, in cache: CustomerCache) async throws(Interruption) {
        let bytes = try await usingCache { () async throws(CacheFailure) in try cache.bytes() }
        try await refuse(quota.fitting(cache.location).excess(customers: state.customers, bytes: bytes), in: cache)
    }

    private func refuse(_ excess: String?, in cache: CustomerCache) async throws(Interruption) {
        guard let excess else { return }
        try await usingCache { () async throws(CacheFailure) in try await cache.wipe() }
        throw .tooLarge(
            message:
                "The directory is not copied to this machine: the server has \(excess). Customers are kept as they "
                + "are read. To ask for no copy any more, set replicate = false.")
    }

    func apply(
        _ page: ChangePageJSON, after start: String?, to cache: CustomerCache
    ) async throws(Interruption) -> ReplicaState? {
        try await usingCache { () async throws(CacheFailure) in
            try await cache.apply(
                page.changes.map(\.change), after: start, cursor: page.cursor, isComplete: !page.more)
        }
    }

    private func fetched(after cursor: String?) async -> Result<ChangePageJSON, Interruption> {
        do throws(Interruption) {
            return .success(try await fetch(ChangesQuery(cursor: cursor)))
        } catch {
            return .failure(error)
        }
    }
}

/// One round through the feed, from where the last one ended to its end.
private struct ReplicaRound {
    private let quota: ReplicaQuota
    private var trail = PageTrail()
    private var changes = 0
    /// Those that are kept.
    var customers: Int

    init(_ quota: ReplicaQuota, from cursor: String?, customers: Int) {
        self.quota = quota
        self.customers = customers
        // Nobody leads back to where the round has begun.
        try? trail.follow(cursor, hasNews: true)
    }

    mutating func count(_ page: ChangePageJSON) throws(EndlessPages) {
        changes += page.changes.count
        try trail.follow(page)
    }

    /// - Parameter bytes: what the customers take that are kept.
    func excess(bytes: Int) -> String? {
        quota.excess(customers: max(customers, changes), bytes: bytes)
    }
}
