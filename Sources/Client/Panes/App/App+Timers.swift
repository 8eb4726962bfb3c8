import Domain
import Wire

/// What happens by itself as time passes.
extension App {
    mutating func fire(_ timer: AppTimer) {
        switch timer {
        case .searchPause: navigation.customers.search?.ask(&context)
        case .similarPause: navigation.customers.search?.askForSimilarWhenDue(&context)
        case .likenessPause: navigation.customers.form?.askForLikeness(&context)
        case .notePause: navigation.note?.count()
        case .detailPause: navigation.customers.keysHavePaused(&context)
        case .idle: maskWhenIdle()
        case .verdict: stopAwaiting()
        case .clock: startClock()
        // While nothing may be sent it waits for the API instead.
        case .offlineReads: endGathering()
        case .recentChange: endRecentChanges()
        case .retry: if model.connection.takesEdits { navigation.customers.retry(&context) }
        }
    }

    // MARK: The clock

    private static let minuteMicroseconds: Int64 = 60_000_000

    /// When the server said what is on the screen; `nil` when that says nothing of customers.
    var seenAt: Timestamp? { navigation.showsCustomers ? customers.seenAt(context) : nil }

    /// Lets the clock tick whenever an age on the screen grows: whole minutes after what it tells of.
    mutating func followClock() {
        let moments = navigation.front.agedMoments(context)
        guard !moments.isEmpty, moments != chrome.clockOrigins else { return }
        chrome.clockOrigins = moments
        startClock()
    }

    /// Has the clock tick once, at the next whole minute from an origin.
    mutating func startClock() {
        let rest = chrome.clockOrigins.map { restOfMinute(since: $0) }.min() ?? Self.minuteMicroseconds
        perform(.start(.clock, milliseconds: Int((rest + 999) / 1_000)))
    }

    /// In microseconds, more than 0; the moment may be to come where the time was set back.
    private func restOfMinute(since moment: Timestamp) -> Int64 {
        let begun = (chrome.now.microseconds - moment.microseconds) % Self.minuteMicroseconds
        return begun < 0 ? -begun : Self.minuteMicroseconds - begun
    }

    private mutating func maskWhenIdle() {
        let idle = Int(chrome.now.microseconds - chrome.lastInput.microseconds) / 1_000
        if idle >= Self.idleMilliseconds { mask() }
        lockWhenIdle(idle)
        let steps = [Self.idleMilliseconds, environment.lockMilliseconds].compactMap(\.self)
        let next = steps.filter { $0 > idle }.min().map { $0 - max(0, idle) }
        perform(.start(.idle, milliseconds: next ?? Self.idleMilliseconds))
    }

    private mutating func mask() {
        hide()
        if !chrome.isIdle { perform(.rest(true)) }
        chrome.isIdle = true
    }

    private mutating func hide() {
        chrome.isMasked = true
        if chrome.notice?.isPersonal == true { chrome.notice = nil }
    }

    /// Somebody may look on from another terminal; what is hidden then can be shown again until that changes.
    mutating func receive(attachedTerminals count: Int) {
        defer { chrome.attachedTerminals = count }
        guard count > 1, count != chrome.attachedTerminals else { return }
        hide()
        chrome.notice = .warning(
            "\(count) terminals show this tmux session, so email, phone and address are hidden; "
                + "\(context.keyName(.mask)) shows them.")
    }

    // MARK: The lock

    /// Until something may have to be masked or locked.
    var idleStart: Int { min(Self.idleMilliseconds, environment.lockMilliseconds ?? Self.idleMilliseconds) }

    private mutating func lockWhenIdle(_ idle: Int) {
        guard let lock = environment.lockMilliseconds, idle >= lock, !chrome.isLocked, !chrome.isInEditor else {
            return
        }
        mask()
        chrome.isLocked = true
        perform(.lock)
    }

    /// The screen stays masked, no matter who has come.
    mutating func unlock(_ failure: String?) {
        chrome.isLocked = false
        chrome.restAgain()
        perform(.start(.idle, milliseconds: idleStart))
        if let failure { chrome.notice = .error("The screen is not locked, only masked: \(failure)") }
    }
}
