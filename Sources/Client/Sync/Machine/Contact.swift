/// What is known about the way to the API, and so how many requests may go out.
///
/// Known from the requests themselves; when they fail, one probe after a pause decides for all, and behind it a single
/// request goes first: when the API returns there is no storm.
struct Contact: Sendable {
    private(set) var state = State.unknown
    private var failures = 0
    private var strikes = 0
    private let limits: SyncLimits

    enum State: Hashable, Sendable {
        case unknown
        case probing
        /// A probe came through: one request goes first.
        case trial
        case stands(heardAt: Duration)
        case away(until: Duration, sentence: String)
        case signInNeeded(until: Duration, sentence: String)
    }

    init(limits: SyncLimits) {
        self.limits = limits
    }

    /// How many requests may be under way.
    var capacity: Int {
        switch state {
        case .unknown, .probing, .away, .signInNeeded: 0
        case .trial: 1
        case .stands: limits.parallel
        }
    }

    /// Whether a probe has to go before anything else.
    var needsProbe: Bool { state == .unknown }

    /// When something changes by time alone.
    var wakesAt: Duration? {
        switch state {
        case .away(let until, _), .signInNeeded(let until, _): until
        case .unknown, .probing, .trial, .stands: nil
        }
    }

    // MARK: What happens

    mutating func pass(_ now: Duration) {
        switch state {
        case .stands(let heardAt) where now - heardAt > limits.freshness: state = .unknown
        case .away(let until, _) where now >= until: state = .unknown
        // A probe needs no sign-in, so it would not tell.
        case .signInNeeded(let until, _) where now >= until: state = .trial
        default: break
        }
    }

    mutating func probeLeft() { state = .probing }

    mutating func probeEnded(
        _ news: ContactNews, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) {
        // A request that was still under way may have told more meanwhile; but for how long to wait, the longest counts.
        guard state == .probing else {
            if case .busy = news { requestEnded(news, now, using: &generator) }
            return
        }
        if case .heard = news { state = .trial } else { fail(news, now, using: &generator) }
    }

    mutating func requestEnded(
        _ news: ContactNews, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) {
        switch (news, state) {
        case (.heard, .trial), (.heard, .stands), (.heard, .unknown):
            (failures, strikes) = (0, 0)
            state = .stands(heardAt: now)
        // One of those that left before: only a probe says that all is well again.
        case (.heard, _): break
        case (.stumbled, .trial), (.stumbled, .stands):
            strikes += 1
            if strikes >= limits.strikes { fail(news, now, using: &generator) } else { state = .stands(heardAt: now) }
        case (.busy, .away(let until, let sentence)):
            guard case .busy(let seconds?, _) = news else { break }
            state = .away(until: max(until, now + .seconds(seconds)), sentence: sentence)
        case (_, .away), (_, .signInNeeded): break
        case (.lost, .probing), (.stumbled, _): break
        default: fail(news, now, using: &generator)
        }
    }

    /// Somebody knows better: the next turn asks.
    mutating func reset() {
        switch state {
        case .signInNeeded: state = .trial
        case .away: state = .unknown
        case .unknown, .probing, .trial, .stands: break
        }
    }

    /// After a suspend nothing is known.
    mutating func forget() {
        state = .unknown
    }

    private mutating func fail(
        _ news: ContactNews, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) {
        strikes = 0
        failures += 1
        let pause = BackOff(limits: limits).pause(after: failures, using: &generator)
        switch news {
        case .heard: break
        case .signInNeeded(let sentence):
            state = .signInNeeded(until: now + limits.signInPause, sentence: sentence)
        case .busy(let seconds, let sentence):
            state = .away(until: now + (seconds.map { .seconds($0) } ?? pause), sentence: sentence)
        case .lost(let sentence), .stumbled(let sentence): state = .away(until: now + pause, sentence: sentence)
        }
    }
}
