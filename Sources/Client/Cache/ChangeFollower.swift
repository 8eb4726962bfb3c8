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
                    leaveCopy()
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

    /// From here on only who is read is kept.
    func leaveCopy() { memory.withLock { $0.copies = false } }

    /// Goes on there after a connection is lost.
    func noteReported(to cursor: String) { memory.withLock { $0.cursor = cursor } }

    /// What keeps the feed from being followed to its end.
    enum Interruption: Error {
        case notAllowed
        case tooLarge(message: String)
        case startedOver
        case failed(ReplicaFailure)
    }
}
