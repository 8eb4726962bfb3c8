import Domain
import Synchronization
import Wire

/// How many different customers somebody has read within the last hour, for those who may read only so many.
///
/// Of each customer a hash of the id and the five minutes in which it was read last; an hour therefore ends up to five
/// minutes late. All callers together take 32 MB at most: beyond 1,000,000 entries, the one who has not read for the longest
/// time is forgotten.
final class ReadingQuota: Sendable {
    /// Customers an hour.
    let limit: Int
    private let readers = Mutex(Readers())

    /// What is read by itself, from the change feed, leaves so many for the people.
    private static let reserve = 5
    static let maximumEntries = 1_000_000
    private static let sliceSeconds = 300
    private static let slicesPerHour = 3_600 / sliceSeconds

    init(limit: Int) {
        self.limit = limit
    }

    enum Purpose {
        case reading
        /// The change feed: it gets four fifths, so that a large import does not keep people from their work.
        case following
    }

    /// Counts what is about to be read, unless it is too much.
    ///
    /// - Parameter reader: who reads, whatever they are called.
    /// - Returns: the seconds after which it would not be too much, or `nil` when it is counted.
    func secondsUntilAllowed(
        _ ids: [CustomerID], for reader: Identity, _ purpose: Purpose, now: Timestamp
    ) -> Int? {
        let allowed = purpose == .reading ? limit : limit - limit / Self.reserve
        let seconds = Int(now.microseconds / 1_000_000)
        let slice = seconds / Self.sliceSeconds
        return readers.withLock { readers in
            readers.update(reader) { reader in
                reader.forget(at: slice)
                let excess = reader.excess(ids, over: allowed)
                guard excess <= 0 else {
                    let end = (reader.slice(freeing: excess) + Self.slicesPerHour + 1) * Self.sliceSeconds
                    return max(1, min(end - seconds, 3_600 + Self.sliceSeconds))
                }
                reader.count(ids, slice: slice)
                return nil
            }
        }
    }

    /// Everybody who has read anything lately.
    private struct Readers {
        private var all: [Identity: Reader] = [:]
        private var entries = 0

        mutating func update<Value>(_ identity: Identity, _ body: (inout Reader) -> Value) -> Value {
            entries -= all[identity]?.slices.count ?? 0
            let value = body(&all[identity, default: Reader()])
            entries += all[identity]?.slices.count ?? 0
            while entries > maximumEntries, let oldest = oldest(besides: identity) {
                entries -= all.removeValue(forKey: oldest)?.slices.count ?? 0
            }
            return value
        }

        private func oldest(besides identity: Identity) -> Identity? {
            all.filter { $0.key != identity }.min { $0.value.latest < $1.value.latest }?.key
        }
    }

    private struct Reader {
        /// By the id's hash; two ids of one hash count as one.
        var slices: [Int: Int32] = [:]
        var latest = 0

        /// Forgets what is older than an hour.
        mutating func forget(at slice: Int) {
            guard latest != slice else { return }
            slices = slices.filter { Int($0.value) >= slice - slicesPerHour }
        }

        mutating func count(_ ids: [CustomerID], slice: Int) {
            latest = slice
            for id in ids { slices[id.hashValue] = Int32(truncatingIfNeeded: slice) }
        }

        func excess(_ ids: [CustomerID], over limit: Int) -> Int {
            let new = Set(ids.map(\.hashValue)).count { slices[$0] == nil }
            return new == 0 ? 0 : slices.count + new - limit
        }

        /// The slice with whose end so many entries are forgotten.
        func slice(freeing count: Int) -> Int {
            let oldestFirst = slices.values.sorted()
            return Int(oldestFirst.dropFirst(count - 1).first ?? oldestFirst.last ?? 0)
        }
    }
}

extension CustomerHandler {
    /// - Throws: the problem `throttled` when it is more than the caller may read within an hour.
    func count(
        _ ids: [CustomerID], readBy caller: RequestContext.Caller, _ purpose: ReadingQuota.Purpose = .reading
    ) throws(APIError) {
        guard let quota, !ids.isEmpty, !caller.may(.export), let principal = caller.principal,
            let seconds = quota.secondsUntilAllowed(ids, for: principal.identity, purpose, now: now())
        else { return }
        throw APIError(
            Problem(
                .throttled,
                """
                That is more than \(quota.limit) different customers within an hour, and more needs the role \
                \(Permission.export.role.rawValue). Try again after the time in Retry-After.
                """,
                retryAfterSeconds: seconds))
    }
}
