package import APIClient
import Domain
import Synchronization
package import Wire

/// Follows the change feed, so that what is shown and what is kept on this machine is what the server has.
///
/// Where the whole directory is copied it goes through the whole feed once; otherwise it begins at now. From then on each page
/// is stored and reported. What was stored is there at the next start, which goes on from the same place; of several processes
/// of one user each hears of every change, and the first stores it.
package final class ChangeFollower: Sendable {
    let cache: CustomerCache?
    let client: CustomerClient
    let pace: ReplicaPace
    let quota: ReplicaQuota
    private let memory: Mutex<Memory>

    /// What stays from one connection to the next.
    private struct Memory {
        /// Whether everybody is to be kept; the operator may not let clients, and the directory may be too large.
        var copies: Bool
        /// Whether nobody is at the keys.
        var isResting = false
        /// Where the feed goes on that has been reported so far.
        var cursor: String?
    }

    /// - Parameters:
    ///   - cache: `nil` where nothing is kept.
    ///   - copies: whether everybody is to be kept.
    package init(
        _ cache: CustomerCache?, copies: Bool, client: CustomerClient, pace: ReplicaPace = ReplicaPace(),
        quota: ReplicaQuota = ReplicaQuota()
    ) {
        self.cache = cache
        self.client = client
        self.pace = pace
        self.quota = quota
        memory = Mutex(Memory(copies: copies && cache != nil))
    }

    /// What happens on the way.
    package enum News: Hashable, Sendable {
        /// The API was asked what it can do, as it is at the start and now and then.
        case reached(HealthJSON)
        /// So many customers are here, and there are more.
        case filling(customers: Int)
        /// Everybody is here, as of now.
        case complete(customers: Int)
        /// The server has been restored or replaced: everything is asked for again, and what is here stays until then.
        case startingOver
        case failed(ReplicaFailure, tryingAgainAfter: Duration)
        /// The API's operator does not let clients keep the whole directory.
        case notAllowed
        /// The directory is larger than what is kept, or its feed has no end; what was kept of it is gone.
        ///
        /// - Parameter message: the cause and the next step.
        case tooLarge(message: String)
        /// What others have changed since the feed was reported last; what is kept of it is stored already.
        case changed([Change])
        /// The feed was read to its end.
        ///
        /// - Parameter hasGap: whether what changed before is not reported, because it begins here.
        case followed(hasGap: Bool)
    }

    /// The server's permission is asked for at the start, after every failure, and now and then.
    private static let roundsToOnePermission = 100

    /// Whether nobody is at the keys: an API that cannot hold answers back is asked ever so rarely then.
    package func rest(_ isResting: Bool) {
        memory.withLock { $0.isResting = isResting }
    }

    /// Follows until the task is cancelled, or the server does not let this caller follow.
    package func follow(_ report: @Sendable (News) -> Void) async {
        var round = FollowingRound(memory.withLock { $0.cursor == nil && $0.copies ? .copying : .following($0.cursor) })
        while !Task.isCancelled {
            var pause = Duration.zero
            do throws(Interruption) {
                if round.number.isMultiple(of: Self.roundsToOnePermission) { try await look(&round, report) }
                pause = try await advance(&round, report)
                round.number += 1
                round.failures = 0
            } catch {
                switch error {
                case .notAllowed: return
                case .tooLarge(let message):
                    memory.withLock { $0.copies = false }
                    round.stage = .following(nil)
                    report(.tooLarge(message: message))
                case .startedOver:
                    round.stage = isCopying ? .copying : .following(nil)
                    report(.startingOver)
                case .failed(let failure):
                    pause = pace.pause(after: failure, failures: round.failures)
                    round.failures += 1
                    round.number = 0
                    if !Task.isCancelled { report(.failed(failure, tryingAgainAfter: pause)) }
                }
            }
            guard (try? await rest(for: pause, of: round)) != nil else { return }
        }
    }

    /// While nobody is at the keys it goes on for so many times as long.
    private static let restingIntervals = 6

    private func rest(for pause: Duration, of round: FollowingRound) async throws {
        try Task.checkCancellation()
        guard pause > .zero else { return }
        try await pace.sleep(pause)
        guard pause == pace.interval, round.failures == 0 else { return }
        for _ in 1..<Self.restingIntervals where memory.withLock({ $0.isResting }) { try await pace.sleep(pause) }
    }

    var isCopying: Bool { memory.withLock { $0.copies } }

    /// What keeps the feed from being followed to its end.
    enum Interruption: Error {
        case notAllowed
        case tooLarge(message: String)
        case startedOver
        case failed(ReplicaFailure)
    }
}

// MARK: - The feed

extension ChangeFollower {
    private func look(_ round: inout FollowingRound, _ report: (News) -> Void) async throws(Interruption) {
        let health = try await asking { () async throws(APIFailure) in try await client.health() }
        report(.reached(health))
        round.waits = health.has(.longPoll)
        if isCopying, !health.replicate {
            if let cache {
                try await usingCache { () async throws(CacheFailure) in try await cache.leaveReplica() }
            }
            memory.withLock { $0.copies = false }
            round.stage = .following(nil)
            report(.notAllowed)
        }
        if !isCopying, !health.has(.changesFromNow) { throw .notAllowed }
    }

    /// - Returns: how long to wait then.
    private func advance(_ round: inout FollowingRound, _ report: (News) -> Void) async throws(Interruption) -> Duration
    {
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
        return round.waits ? .zero : pace.interval
    }

    private func begin(at cursor: String, _ round: inout FollowingRound, _ report: (News) -> Void) {
        round.stage = .following(cursor)
        memory.withLock { $0.cursor = cursor }
        report(.followed(hasGap: true))
    }

    /// Asks what has changed, and waits for a change where the server can.
    private func listen(
        after cursor: String, _ round: inout FollowingRound, _ report: (News) -> Void
    ) async throws(Interruption) -> Duration {
        var query = ChangesQuery(cursor: cursor)
        query.waitSeconds = round.nextWait
        let start = ContinuousClock.now
        let page: ChangePageJSON
        do throws(Interruption) {
            page = try await fetch(query)
        } catch {
            guard case .failed = error, query.waitSeconds != nil else { throw error }
            // Something between may not let a request wait: what has become of the API a plain one tells.
            round.noteBrokenWait()
            return .zero
        }
        if query.waitSeconds == nil { round.notePlainAnswer() }
        try round.count(page)
        let next = try await store(page, after: cursor, report)
        round.stage = .following(next)
        memory.withLock { $0.cursor = next }
        if !page.changes.isEmpty { report(.changed(page.changes.map(\.change))) }
        if !page.more { report(.followed(hasGap: false)) }
        return pause(after: page, query, took: .now - start, &round)
    }

    private func pause(
        after page: ChangePageJSON, _ query: ChangesQuery, took duration: Duration, _ round: inout FollowingRound
    ) -> Duration {
        if page.more { return .zero }
        guard query.waitSeconds != nil else { return round.waits ? .zero : pace.interval }
        guard page.changes.isEmpty, duration < ReplicaPace.shortestWait else {
            round.brokenWaits = 0
            return page.changes.isEmpty ? .zero : ReplicaPace.betweenChanges
        }
        round.noteBrokenWait()
        return ReplicaPace.shortestWait
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

    func fetch(_ query: ChangesQuery) async throws(Interruption) -> ChangePageJSON {
        do throws(APIFailure) {
            return try await client.changes(query)
        } catch {
            if error.endsFollowing { throw .notAllowed }
            guard let cursor = query.cursor, cursor != ChangesQuery.latest, error.endsCursor else {
                throw .failed(.api(error))
            }
            if let cache, isCopying {
                try await usingCache { () async throws(CacheFailure) in
                    try await cache.startReplicaOver(insteadOf: cursor)
                }
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

    func usingCache<Value>(_ body: () async throws(CacheFailure) -> Value) async throws(Interruption) -> Value {
        do throws(CacheFailure) {
            return try await body()
        } catch {
            throw .failed(.cache(error))
        }
    }
}

/// How far following has come since the API could be reached.
struct FollowingRound {
    var stage: Stage
    var number = 0
    var failures = 0
    /// Whether the server holds answers back.
    var waits = false
    /// Waits in a row that ended at once or not at all.
    var brokenWaits = 0
    /// Whether the next request is not to wait, to find out whether the API is there.
    private var asksPlainly = false
    private var trail = PageTrail()

    enum Stage {
        case copying
        /// Goes on behind the cursor; at now without one.
        case following(String?)
    }

    /// After so many it is given up: something between does not let requests wait.
    private static let maximumBrokenWaits = 3

    init(_ stage: Stage) {
        self.stage = stage
    }

    /// For how long the next request may wait; `nil` for not at all.
    var nextWait: Int? { waits && !asksPlainly ? ChangesQuery.waits.upperBound : nil }

    mutating func noteBrokenWait() {
        brokenWaits += 1
        asksPlainly = true
        if brokenWaits >= Self.maximumBrokenWaits { waits = false }
    }

    mutating func notePlainAnswer() { asksPlainly = false }

    /// Sees to it that a feed comes to its end.
    mutating func count(_ page: ChangePageJSON) throws(ChangeFollower.Interruption) {
        do throws(EndlessPages) {
            try trail.follow(page)
        } catch {
            throw .failed(.api(.misdirected(detail: error.detail)))
        }
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
    /// Whether the server does not let this caller follow, however often it is asked.
    fileprivate var endsFollowing: Bool {
        guard case .refused(let problem) = self else { return false }
        return problem.kind == .forbidden || problem.kind == .notFound
    }

    /// Whether a cursor leads nowhere any more: from before a restore, or of a server that wrote them otherwise.
    fileprivate var endsCursor: Bool {
        guard case .refused(let problem) = self else { return false }
        return problem.kind == .cursorExpired || problem.kind == .badCursor
    }
}
