package import OpenID

/// An issuer's keys, fetched beside the requests that need them.
///
/// They are fetched again an hour after the last time, and go on counting for a day while the issuer is away or says what is no
/// key set; in between it is asked again after five seconds, and each time twice as late, up to a minute.
///
/// A token by a key that is not known is forged when keys that were asked for after it came do not have its own either. That
/// takes one fetch, the same for all who wait. Where the last one is too short a time ago, the token is neither right nor wrong
/// until the next: five seconds after one that brought new keys, and twice as late after each that brought none, up to a
/// minute. So keys may change at any time, and invented ones cost the issuer next to nothing, and the memory 100 KB.
package actor IssuerKeys {
    private let issuer: Issuer
    private let now: @Sendable () -> ContinuousClock.Instant
    private let report: @Sendable (Event) -> Void
    private var known: (keys: KeySet, since: ContinuousClock.Instant)?
    /// How the last fetch ended.
    private var last: (end: ContinuousClock.Instant, failure: IssuerFailure?)?
    /// In a row.
    private var failures = 0
    /// Fetches in a row, for a token, that brought the keys that were known.
    private var vainFetches = 0
    private var fetch: Task<Void, Never>?
    private var forged = ForgedTokens()

    /// What the operator is told, each once.
    package enum Event: Hashable, Sendable {
        case failed(IssuerFailure)
        case succeededAgain
        /// The issuer has been away for so long that its keys do not count any more.
        case tooOld
    }

    /// What is known of a token's signature.
    enum Signature: Hashable {
        case genuine
        case forged
        case undecided(retryAfterSeconds: Int)
    }

    /// After a fetch, until the next one of itself.
    private static let age = Duration.seconds(3_600)
    /// After a fetch that failed or was in vain: the first, and the longest.
    private static let (firstPause, longestPause) = (5, 60)
    /// How long keys count that cannot be fetched again.
    package static let greatestAge = Duration.seconds(24 * 3_600)

    package init(
        _ issuer: Issuer, now: @escaping @Sendable () -> ContinuousClock.Instant = { .now },
        report: @escaping @Sendable (Event) -> Void
    ) {
        self.issuer = issuer
        self.now = now
        self.report = report
    }

    // MARK: - Asking

    /// Whether the issuer has signed a token. It waits for the issuer only where the keys at hand do not tell.
    nonisolated func signature(of token: SignedToken) async -> Signature {
        if let isGenuine = await keys()?.hasSigned(token) { return isGenuine ? .genuine : .forged }
        let answer = await answerAfterFetch(token)
        if let isGenuine = answer.keys?.hasSigned(token) { return isGenuine ? .genuine : .forged }
        guard answer.isFinal else { return .undecided(retryAfterSeconds: answer.secondsUntilNext) }
        await remember(forged: token)
        return .forged
    }

    private func keys() -> KeySet? {
        forgetOld()
        return known?.keys
    }

    /// What there is to say of a token by a key that is not known.
    private struct Answer {
        let keys: KeySet?
        /// Whether the token cannot be by any key but these.
        let isFinal: Bool
        let secondsUntilNext: Int
    }

    private func answerAfterFetch(_ token: SignedToken) async -> Answer {
        if forged.contains(token), !isOver(.seconds(Self.longestPause)) {
            return Answer(keys: known?.keys, isFinal: true, secondsUntilNext: 0)
        }
        // One that is under way may have asked for the keys before this one was among them.
        let isOwn = fetch == nil && isOver(retryPause ?? keyPause)
        if isOwn { begin(forToken: true) }
        await fetch?.value
        return Answer(
            keys: known?.keys, isFinal: isOwn && known != nil && failures == 0, secondsUntilNext: secondsUntilNext)
    }

    private func remember(forged token: SignedToken) { forged.insert(token) }

    /// Why no token can be told from a forged one just now; `nil` when it can.
    package var fault: String? {
        forgetOld()
        guard known == nil else { return nil }
        return "the issuer's keys are not there: \(last?.failure?.cause ?? "it has not answered yet")"
    }

    // MARK: - Fetching

    /// Begins to fetch the keys when it is time for that, and waits for nothing.
    package func refreshIfDue() {
        forgetOld()
        if fetch == nil, isOver(retryPause ?? Self.age) { begin(forToken: false) }
    }

    /// Begins to fetch the keys, unless that is under way.
    package func refresh() {
        if fetch == nil { begin(forToken: false) }
    }

    /// Returns when no fetch is under way.
    package func settle() async { await fetch?.value }

    /// Whether the last fetch is so long ago, or there was none.
    private func isOver(_ pause: Duration) -> Bool { last.map { now() - $0.end >= pause } ?? true }

    /// `nil` when the last fetch brought keys.
    private var retryPause: Duration? {
        failures == 0 ? nil : Self.pause(failures - 1)
    }

    /// After a fetch that brought keys, until one for a key that is not known.
    private var keyPause: Duration { Self.pause(vainFetches) }

    private static func pause(_ number: Int) -> Duration {
        .seconds(min(longestPause, firstPause << min(number, 4)))
    }

    private var secondsUntilNext: Int {
        let passed = last.map { now() - $0.end } ?? .zero
        return max(1, Int((((retryPause ?? keyPause) - passed) / .seconds(1)).rounded(.up)))
    }

    private func begin(forToken isForToken: Bool) {
        fetch = Task {
            do throws(IssuerFailure) {
                take(try await fetched(), isForToken: isForToken)
            } catch {
                keep(becauseOf: error)
            }
        }
    }

    private func fetched() async throws(IssuerFailure) -> KeySet {
        let deadline = ContinuousClock.now + Issuer.timeout
        let metadata = try await issuer.metadata(until: deadline)
        return try KeySet(try await issuer.document(at: metadata.keys, until: deadline))
    }

    private func take(_ keys: KeySet, isForToken: Bool) {
        if failures > 0 { report(.succeededAgain) }
        vainFetches = isForToken && keys.document == known?.keys.document ? min(vainFetches + 1, 10) : 0
        (known, last, failures, fetch) = ((keys, now()), (now(), nil), 0, nil)
    }

    private func keep(becauseOf failure: IssuerFailure) {
        if last?.failure != failure { report(.failed(failure)) }
        (last, failures, fetch) = ((now(), failure), failures + 1, nil)
    }

    private func forgetOld() {
        guard let known, now() - known.since >= Self.greatestAge else { return }
        self.known = nil
        report(.tooOld)
    }
}
