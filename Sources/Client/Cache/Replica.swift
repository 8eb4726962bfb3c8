package import APIClient
import Domain
import Wire

/// Follows the change feed, so that everybody in the directory is in the cache.
///
/// It goes through the whole feed once and polls it from then on. What it has stored is there at the next start, which
/// goes on from the same place; several processes of one user may follow at once, and store every page once.
package struct Replica: Sendable {
    private let cache: CustomerCache
    private let client: APIClient
    private let pace: ReplicaPace
    private let quota: ReplicaQuota

    package init(
        _ cache: CustomerCache, client: APIClient, pace: ReplicaPace = ReplicaPace(),
        quota: ReplicaQuota = ReplicaQuota()
    ) {
        self.cache = cache
        self.client = client
        self.pace = pace
        self.quota = quota
    }

    /// What happens on the way.
    package enum News: Hashable, Sendable {
        /// So many customers are here, and there are more.
        case filling(customers: Int)
        /// Everybody is here, as of now.
        case complete(customers: Int)
        /// The server has been restored or replaced: everything is asked for again, and what is here stays until then.
        case startingOver
        case failed(ReplicaFailure, tryingAgainAfter: Duration)
    }

    /// Why following ended.
    package enum Ending: Hashable, Sendable {
        case cancelled
        /// The API's operator does not let clients keep the whole directory.
        case notAllowed
        /// The directory is larger than what is kept, or its feed has no end; what was kept of it is gone.
        ///
        /// - Parameter message: the cause and the next step.
        case tooLarge(message: String)
    }

    /// The server's permission is asked for at the start, after every failure, and now and then.
    private static let pollsToOnePermission = 100

    /// Follows until the task is cancelled or the server does not allow it any more.
    package func follow(_ report: @Sendable (News) -> Void) async -> Ending {
        var polls = 0
        var failures = 0
        while true {
            var pause = pace.interval
            do throws(Interruption) {
                if polls.isMultiple(of: Self.pollsToOnePermission) { try await askPermission() }
                try await catchUp(report)
                polls += 1
                failures = 0
            } catch {
                switch error {
                case .notAllowed: return .notAllowed
                case .tooLarge(let message): return .tooLarge(message: message)
                case .startedOver:
                    report(.startingOver)
                    pause = .zero
                case .failed(let failure):
                    pause = pace.pause(after: failure, failures: failures)
                    failures += 1
                    polls = 0
                    if !Task.isCancelled { report(.failed(failure, tryingAgainAfter: pause)) }
                }
            }
            do {
                try Task.checkCancellation()
                if pause > .zero { try await pace.sleep(pause) }
            } catch {
                return .cancelled
            }
        }
    }

    /// What keeps the feed from being followed to its end.
    private enum Interruption: Error {
        case notAllowed
        case tooLarge(message: String)
        case startedOver
        case failed(ReplicaFailure)
    }
}

// MARK: - One round

extension Replica {
    private func askPermission() async throws(Interruption) {
        let health = try await asking { () async throws(APIFailure) in try await client.health() }
        guard !health.replicate else { return }
        try await usingCache { () async throws(CacheFailure) in try await cache.leaveReplica() }
        throw .notAllowed
    }

    /// Stores all there is; the next page is asked for while one is being written.
    private func catchUp(_ report: (News) -> Void) async throws(Interruption) {
        let state = try await usingCache { () async throws(CacheFailure) in try cache.replicaState() }
        guard !isFollowedElsewhere(state) else { return report(.complete(customers: state.customers)) }
        var start = state.cursor
        var page = try await fetch(after: start)
        var round = ReplicaRound(quota.fitting(cache.location), from: start, customers: state.customers)
        while true {
            let current = page
            try await check(&round, current)
            async let following = current.more ? fetched(after: current.cursor) : nil
            guard let state = try await apply(current, after: start) else { return }
            report(current.more ? .filling(customers: state.customers) : .complete(customers: state.customers))
            guard let next = await following else { return }
            round.customers = state.customers
            start = current.cursor
            page = try next.get()
        }
    }

    /// Sees to it that a round comes to an end, and that what it brings has room.
    private func check(_ round: inout ReplicaRound, _ page: ChangePageJSON) async throws(Interruption) {
        do throws(EndlessPages) {
            try round.count(page)
        } catch {
            throw .failed(.api(.misdirected(detail: error.detail)))
        }
        let bytes = try await usingCache { () async throws(CacheFailure) in try cache.bytes() }
        guard let excess = round.excess(bytes: bytes) else { return }
        try await usingCache { () async throws(CacheFailure) in try await cache.wipe() }
        throw .tooLarge(
            message:
                "The directory is not copied to this machine: the server has \(excess). Customers are kept as they "
                + "are read. To ask for no copy any more, set replicate = false.")
    }

    /// Whether another process has asked just now.
    private func isFollowedElsewhere(_ state: ReplicaState) -> Bool {
        guard state.isComplete, let followedAt = state.followedAt else { return false }
        let age = Duration.microseconds(cache.now().microseconds - followedAt.microseconds)
        return age >= .zero && age < pace.interval / 2
    }

    private func apply(_ page: ChangePageJSON, after start: String?) async throws(Interruption) -> ReplicaState? {
        try await usingCache { () async throws(CacheFailure) in
            try await cache.apply(
                page.changes.map(\.change), after: start, cursor: page.cursor, isComplete: !page.more)
        }
    }

    private func fetched(after cursor: String?) async -> Result<ChangePageJSON, Interruption> {
        do throws(Interruption) {
            return .success(try await fetch(after: cursor))
        } catch {
            return .failure(error)
        }
    }

    private func fetch(after cursor: String?) async throws(Interruption) -> ChangePageJSON {
        do throws(APIFailure) {
            return try await client.changes(ChangesQuery(cursor: cursor))
        } catch {
            guard let cursor, error.endsCursor else { throw .failed(.api(error)) }
            try await usingCache { () async throws(CacheFailure) in try await cache.startReplicaOver(insteadOf: cursor)
            }
            throw .startedOver
        }
    }

    private func asking<Value>(_ body: () async throws(APIFailure) -> Value) async throws(Interruption) -> Value {
        do throws(APIFailure) {
            return try await body()
        } catch {
            throw .failed(.api(error))
        }
    }

    private func usingCache<Value>(_ body: () async throws(CacheFailure) -> Value) async throws(Interruption) -> Value {
        do throws(CacheFailure) {
            return try await body()
        } catch {
            throw .failed(.cache(error))
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
        if page.more { try trail.follow(page.cursor, hasNews: !page.changes.isEmpty) }
    }

    /// - Parameter bytes: what the customers take that are kept.
    func excess(bytes: Int) -> String? {
        quota.excess(customers: max(customers, changes), bytes: bytes)
    }
}

/// Why the feed could not be followed just now.
package enum ReplicaFailure: Error, Hashable, Sendable {
    case api(APIFailure)
    case cache(CacheFailure)

    /// The cause and the next step.
    package var message: String {
        switch self {
        case .api(let failure): failure.message
        case .cache(let failure): failure.message
        }
    }
}

extension APIFailure {
    /// Whether a cursor leads nowhere any more: from before a restore, or of a server that wrote them otherwise.
    fileprivate var endsCursor: Bool {
        guard case .refused(let problem) = self else { return false }
        return problem.kind == .cursorExpired || problem.kind == .badCursor
    }
}
