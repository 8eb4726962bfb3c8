/// What is known about the way to the API, and so how many requests may go out.
///
/// Known from the requests of this process themselves; when they fail, one probe after a pause decides for all, and behind
/// it a single request goes first: when the API returns there is no storm.
struct Reachability: Sendable {
    private(set) var state = State.unknown
    /// What a person sees: what was found out last, whatever has to be found out before more is sent.
    private var lastKnown = ReachabilityReport.State.unknown
    /// Whether a lost API is probed for until it is back though nothing is to be sent, because somebody looks at its state.
    var isWatched = false
    /// Whether more than one request's end says that the API is away; otherwise it may be that request's own fault.
    private(set) var isAwayConfirmed = false
    /// Whether it is the API's own wish that nothing goes.
    private(set) var isAskedToWait = false
    /// Until when the API has asked to be left alone.
    private var busyUntil: Duration = .zero
    private var failures = 0
    private var failedAt: Duration?
    /// How many requests may go while none behind the probe has been answered.
    private var trials = 1
    private var consecutiveFailures = 0
    /// How many requests may go while the way stands.
    private var width: Int
    /// Since when it has been as wide as that, and all has gone well.
    private var widenedAt: Duration = .zero
    /// Whether the API has asked for a pause: it gets no wider any more.
    private var wasBusy = false
    private let limits: SyncLimits

    enum State: Hashable, Sendable {
        case unknown
        case probing
        /// A probe came through: one request goes first, and after some silence another one.
        case trial(since: Duration)
        case stands(heardAt: Duration)
        case away(until: Duration, message: String)
        case signInNeeded(until: Duration, message: String)
    }

    init(limits: SyncLimits) {
        self.limits = limits
        width = limits.parallel
    }

    /// How many requests may be under way.
    var capacity: Int {
        switch state {
        case .unknown, .probing, .away, .signInNeeded: 0
        case .trial: trials
        case .stands: width
        }
    }

    /// Whether a probe has to go before anything else.
    var needsProbe: Bool { state == .unknown }

    /// Whether a lost API is probed for because somebody looks at its state.
    var isAwaited: Bool { isWatched && lastKnown.isLost }

    /// When something changes by time alone.
    var wakesAt: Duration? {
        switch state {
        case .away(let until, _), .signInNeeded(let until, _): until
        case .trial(let since): since + limits.trialTimeout
        case .unknown, .probing, .stands: nil
        }
    }

    var report: ReachabilityReport {
        var report = ReachabilityReport(state: lastKnown)
        if case .away(let until, let message) = state, isAskedToWait {
            report.pause = ReachabilityReport.Pause(until: until, message: message)
        }
        report.isProbing = state == .probing && lastKnown != .reachable
        return report
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
        case .unknown, .probing, .trial, .stands, .away, .signInNeeded: break
        }
    }

    private mutating func tryOne(_ now: Duration) {
        trials = 1
        state = .trial(since: now)
    }

    /// Nobody is there to be sent on trial: before the next one there is another probe.
    mutating func endTrial() {
        if case .trial = state { state = .unknown }
    }

    mutating func probeLeft() { state = .probing }

    mutating func probeEnded(
        _ news: ReachabilityNews, _ now: Duration, using generator: inout some RandomNumberGenerator
    ) {
        // A request that was still under way may have brought more meanwhile; but for how long to wait, the longest counts.
        guard state == .probing else {
            if case .busy = news { requestEnded(news, leftAt: now, now, using: &generator) }
            return
        }
        guard case .heard = news else { return fail(news, now, isConfirmed: true, using: &generator) }
        noteReturn()
        tryOne(now)
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
            lastKnown = .reachable
            widen(now)
            state = .stands(heardAt: now)
        case (.heard, _), (.well, _): returnFromFailure(news, leftAt: leftAt, now)
        case (.stumbled, .trial), (.stumbled, .stands):
            consecutiveFailures += 1
            guard consecutiveFailures >= limits.consecutiveFailures else {
                (width, widenedAt) = (limits.parallel, now)
                state = .stands(heardAt: now)
                return
            }
            fail(news, now, isConfirmed: true, using: &generator)
        case (.busy(let seconds?, let message), .away(let until, _)):
            busyUntil = max(until, now + .seconds(seconds))
            isAskedToWait = true
            state = .away(until: busyUntil, message: message)
        // Only what has left since the failure knows better why nothing comes through.
        case (.signInNeeded, .away), (.turnedAway, .away), (.lost, .signInNeeded), (.turnedAway, .signInNeeded),
            (.busy, .signInNeeded):
            if isLaterThanFailure(leftAt), busyUntil <= now { fail(news, now, isConfirmed: false, using: &generator) }
        case (_, .away), (_, .signInNeeded): break
        case (.lost, .probing), (.stumbled, _): break
        case (.lost, _): fail(news, now, isConfirmed: false, using: &generator)
        case (.busy, _), (.turnedAway, _), (.signInNeeded, _): fail(news, now, isConfirmed: true, using: &generator)
        }
    }

    /// Takes notice that all goes well.
    private mutating func widen(_ now: Duration) {
        guard case .stands = state else {
            (width, widenedAt) = (limits.parallel, now)
            return
        }
        guard !wasBusy, now - widenedAt >= limits.wideningPause else { return }
        (width, widenedAt) = (min(2 * width, limits.maximumParallel), now)
    }

    private func isLaterThanFailure(_ moment: Duration) -> Bool { failedAt.map { $0 < moment } ?? true }

    /// An answer that came although the API was thought to be away or to want a sign-in, or its word that it is well.
    private mutating func returnFromFailure(_ news: ReachabilityNews, leftAt: Duration, _ now: Duration) {
        // One of those that left before tells nothing.
        guard isLaterThanFailure(leftAt) else { return }
        if news == .well {
            switch state {
            case .unknown, .trial, .stands: return noteReturn()
            case .signInNeeded: return
            case .probing, .away: break
            }
        }
        // What it has asked for goes on counting.
        if busyUntil > now {
            if isAskedToWait { lastKnown = .reachable }
            return
        }
        if news == .heard { lastKnown = .reachable } else { noteReturn() }
        tryOne(now)
    }

    /// The API is well, which it says without a sign-in.
    private mutating func noteReturn() {
        if case .signInNeeded = lastKnown { return }
        lastKnown = .reachable
    }

    /// Somebody knows better: the next turn asks.
    mutating func reset(_ now: Duration) {
        switch state {
        case .signInNeeded: tryOne(now)
        case .away: state = .unknown
        case .unknown, .probing, .trial, .stands: break
        }
    }

    /// The API has answered another process; what it has asked for goes on counting.
    mutating func heardElsewhere(_ now: Duration) {
        if busyUntil <= now { reset(now) }
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
        failedAt = now
        // What is lost again and again, with nothing heard between, is not one request's own fault.
        isAwayConfirmed = isConfirmed || failures >= limits.consecutiveFailures
        isAskedToWait = false
        let pause = limits.pause(after: failures, using: &generator)
        switch news {
        case .heard, .well: break
        case .signInNeeded(let message):
            state = .signInNeeded(until: now + limits.signInPause, message: message)
        case .busy(let seconds, let message):
            // An API that asks for no pause, or a short one, again and again is asked ever more rarely all the same.
            (isAskedToWait, wasBusy) = (true, true)
            busyUntil = now + max(pause, .seconds(seconds ?? 0))
            state = .away(until: busyUntil, message: message)
        case .lost(let message), .stumbled(let message), .turnedAway(let message):
            state = .away(until: now + pause, message: message)
        }
        lastKnown = lastKnown.after(news, now)
    }
}
