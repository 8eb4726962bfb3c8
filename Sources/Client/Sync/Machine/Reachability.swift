/// What is known about the way to the API, and so how many requests may go out.
///
/// Known from the requests themselves; when they fail, one probe after a pause decides for all, and behind it a single
/// request goes first: when the API returns there is no storm.
struct Reachability: Sendable {
    private(set) var state = State.unknown
    /// Whether more than one request's end says that the API is away; otherwise it may be that request's own fault.
    private(set) var isAwayConfirmed = false
    /// Whether it is the API's own wish that nothing goes.
    private(set) var isAskedToWait = false
    /// Until when the API has asked to be left alone.
    private var isBusyUntil: Duration = .zero
    private var failures = 0
    /// How many requests may go while none behind the probe has been answered.
    private var trials = 1
    private var consecutiveFailures = 0
    private let limits: SyncLimits

    enum State: Hashable, Sendable {
        case unknown
        case probing
        /// A probe came through: one request goes first, and after some silence another one.
        case trial(since: Duration)
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
        case .trial: trials
        case .stands: limits.parallel
        }
    }

    /// Whether a probe has to go before anything else.
    var needsProbe: Bool { state == .unknown }

    /// When something changes by time alone.
    var wakesAt: Duration? {
        switch state {
        case .away(let until, _), .signInNeeded(let until, _): until
        case .trial(let since): since + limits.trialTimeout
        case .unknown, .probing, .stands: nil
        }
    }

    // MARK: What happens

    mutating func pass(_ now: Duration) {
        switch state {
        case .stands(let heardAt) where now - heardAt > limits.freshness: state = .unknown
        case .away(let until, _) where now >= until: state = .unknown
        // A probe needs no sign-in, so it would not tell.
        case .signInNeeded(let until, _) where now >= until: tryOne(now)
        case .trial(let since) where now - since >= limits.trialTimeout:
            trials = min(trials + 1, limits.parallel)
            state = .trial(since: now)
        default: break
        }
    }

    private mutating func tryOne(_ now: Duration) {
        trials = 1
        state = .trial(since: now)
    }

    mutating func probeLeft() { state = .probing }

    mutating func probeEnded(
        _ news: ReachabilityNews, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) {
        // A request that was still under way may have told more meanwhile; but for how long to wait, the longest counts.
        guard state == .probing else {
            if case .busy = news { requestEnded(news, leftAt: now, now, using: &generator) }
            return
        }
        if case .heard = news { tryOne(now) } else { fail(news, now, isConfirmed: true, using: &generator) }
    }

    /// - Parameter leftAt: when the request was started.
    mutating func requestEnded(
        _ news: ReachabilityNews, leftAt: Duration, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) {
        switch (news, state) {
        // Others were answered meanwhile: that this one was not says nothing about the way.
        case (.lost, .stands(let heardAt)) where heardAt > leftAt: break
        case (.heard, .trial), (.heard, .stands), (.heard, .unknown):
            (failures, consecutiveFailures) = (0, 0)
            state = .stands(heardAt: now)
        // One of those that left before: only a probe says that all is well again.
        case (.heard, _): break
        case (.stumbled, .trial), (.stumbled, .stands):
            consecutiveFailures += 1
            guard consecutiveFailures >= limits.consecutiveFailures else {
                state = .stands(heardAt: now)
                return
            }
            fail(news, now, isConfirmed: true, using: &generator)
        case (.busy(let seconds?, let sentence), .away(let until, _)):
            isBusyUntil = max(until, now + .seconds(seconds))
            isAskedToWait = true
            state = .away(until: isBusyUntil, sentence: sentence)
        case (_, .away), (_, .signInNeeded): break
        case (.lost, .probing), (.stumbled, _): break
        case (.lost, _): fail(news, now, isConfirmed: false, using: &generator)
        default: fail(news, now, isConfirmed: true, using: &generator)
        }
    }

    /// Somebody knows better: the next turn asks.
    mutating func reset(_ now: Duration) {
        switch state {
        case .signInNeeded: tryOne(now)
        case .away: state = .unknown
        case .unknown, .probing, .trial, .stands: break
        }
    }

    /// The API has answered somebody else; what it has asked for goes on counting.
    mutating func heardElsewhere(_ now: Duration) {
        if isBusyUntil <= now { reset(now) }
    }

    /// After a suspend nothing is known.
    mutating func forget() {
        state = .unknown
    }

    private mutating func fail(
        _ news: ReachabilityNews, _ now: Duration, isConfirmed: Bool, using generator: inout some RandomNumberGenerator
    ) {
        consecutiveFailures = 0
        failures += 1
        // What is lost again and again, with nothing heard between, is not one request's own fault.
        isAwayConfirmed = isConfirmed || failures >= limits.consecutiveFailures
        isAskedToWait = false
        let pause = limits.pause(after: failures, using: &generator)
        switch news {
        case .heard: break
        case .signInNeeded(let sentence):
            state = .signInNeeded(until: now + limits.signInPause, sentence: sentence)
        case .busy(let seconds, let sentence):
            // Whoever asks for no pause, or a short one, again and again is asked ever more rarely all the same.
            isAskedToWait = true
            isBusyUntil = now + max(pause, .seconds(seconds ?? 0))
            state = .away(until: isBusyUntil, sentence: sentence)
        case .lost(let sentence), .stumbled(let sentence), .turnedAway(let sentence):
            state = .away(until: now + pause, sentence: sentence)
        }
    }
}
