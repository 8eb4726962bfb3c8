import Synchronization

/// Who has sent wrong tokens lately, and how long they therefore wait for their answer.
///
/// Two things are counted: the different wrong tokens of each source, and how often a source sends the same one. From the
/// fifth on an answer waits a second, and each time twice as long, up to four seconds. So a guesser is slow, and a colleague
/// behind the same address whose client goes on with an old token slows down nobody but themselves. What was counted is
/// forgotten after ten minutes without another one; 20,000 counts at most are kept, 1 MB.
final class WrongTokens: Sendable {
    private let counts = Mutex(Counts())

    private static let free = 4
    /// A client gives a read ten seconds, in which it may send the token from before and the next one: a 401 that comes later
    /// is none for it, but an API that does not answer.
    private static let longest = Duration.seconds(4)
    private static let memory = Duration.seconds(600)
    private static let maximumCounts = 10_000

    struct Attempt: Hashable {
        /// The wrong token's number among those of its source, or how often it was sent, whichever is more.
        let number: Int
        let delay: Duration
    }

    /// - Parameters:
    ///   - source: an address; those of one network are one, for a guesser has as many as they like.
    ///   - isGuess: not for a token that was good once: only how often that is sent counts, so that the many whose tokens end on
    ///     one day do not slow down each other.
    func count(
        _ token: String, from source: String?, isGuess: Bool = true, now: ContinuousClock.Instant = .now
    ) -> Attempt {
        let source = SourceNetwork(source)?.text ?? ""
        let number = counts.withLock { counts in
            counts.total += 1
            let repeats = counts.repeats.add(source: source, token: token, now: now)
            guard isGuess else { return repeats }
            let different =
                repeats == 1 ? counts.sources.add(source: source, now: now) : counts.sources.count(source, now)
            return max(repeats, different)
        }
        return Attempt(number: number, delay: Self.delay(number))
    }

    private static func delay(_ number: Int) -> Duration {
        guard number > free else { return .zero }
        return min(longest, .seconds(1 << min(number - free - 1, 8)))
    }

    private struct Counts {
        var total = 0
        var sources = Table()
        var repeats = Table()
    }

    /// Counts by the hash of what is counted.
    private struct Table {
        private var rows: [Int: (count: Int, latest: ContinuousClock.Instant)] = [:]

        mutating func add(source: String, token: String? = nil, now: ContinuousClock.Instant) -> Int {
            if rows.count >= maximumCounts { makeRoom(now) }
            let key = Self.key(source, token)
            let count = min(current(key, now) + 1, 1_000_000)
            rows[key] = (count, now)
            return count
        }

        func count(_ source: String, _ now: ContinuousClock.Instant) -> Int {
            current(Self.key(source, nil), now)
        }

        private func current(_ key: Int, _ now: ContinuousClock.Instant) -> Int {
            rows[key].flatMap { now - $0.latest < memory ? $0.count : nil } ?? 0
        }

        /// Forgets what is old; the older half of it all when nothing is.
        private mutating func makeRoom(_ now: ContinuousClock.Instant) {
            rows = rows.filter { now - $0.value.latest < memory }
            guard rows.count >= maximumCounts else { return }
            let middle = rows.values.map(\.latest).sorted()[rows.count / 2]
            rows = rows.filter { $0.value.latest > middle }
        }

        private static func key(_ source: String, _ token: String?) -> Int {
            var hasher = Hasher()
            hasher.combine(source)
            hasher.combine(token)
            return hasher.finalize()
        }
    }

    // MARK: - Metrics

    /// In Prometheus' text format.
    var metricLines: [String] {
        let name = "customers_api_wrong_tokens_total"
        let total = counts.withLock(\.total)
        return MetricsText.heading(name, "counter", "Requests with a token that is wrong or has expired.") + [
            "\(name) \(total)"
        ]
    }
}
