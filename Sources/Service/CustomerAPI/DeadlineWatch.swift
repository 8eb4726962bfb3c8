import Dispatch
import Synchronization

/// The deadlines of all requests under way, behind one timer.
///
/// `Task.sleep` would do, but nearly every sleep is cancelled, and what a cancelled one has in memory (0.8 KB) stays until it
/// would have ended: half a minute of requests, more than all else that a busy server holds. A timer for each request costs
/// the waking of a thread twice.
package final class DeadlineWatch: Sendable {
    package static let shared = DeadlineWatch()

    private let state = Mutex(State())

    fileprivate struct State {
        var waiting: [Int: Waiter] = [:]
        var lastNumber = 0
        /// When the timer goes off; `nil` while nobody needs it.
        var alarm: ContinuousClock.Instant?
    }

    fileprivate struct Waiter {
        let deadline: ContinuousClock.Instant
        let end: @Sendable () -> Void
    }

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Has something done at the deadline, without a task that waits for it.
    ///
    /// - Returns: what ``cancel(_:)`` takes.
    package func schedule(at deadline: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void) -> Int {
        let (number, setsAlarm) = state.withLock { $0.add(Waiter(deadline: deadline, end: body)) }
        if setsAlarm { ring(at: deadline) }
        return number
    }

    /// - Returns: whether it was not done yet, and never will be.
    @discardableResult package func cancel(_ number: Int) -> Bool {
        state.withLock { $0.waiting.removeValue(forKey: number) } != nil
    }

    /// The alarm stays set when the requests it was set for are gone: the next deadline is hardly ever an earlier one.
    private func ring(at moment: ContinuousClock.Instant) {
        let seconds = max(0, (moment - .now) / .seconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
            let (due, next) = self.state.withLock { $0.takeDue(at: max(moment, .now)) }
            if let next { self.ring(at: next) }
            for waiter in due { waiter.end() }
        }
    }
}

extension DeadlineWatch.State {
    fileprivate mutating func add(_ waiter: DeadlineWatch.Waiter) -> (number: Int, setsAlarm: Bool) {
        lastNumber += 1
        waiting[lastNumber] = waiter
        guard alarm.map({ waiter.deadline < $0 }) ?? true else { return (lastNumber, false) }
        alarm = waiter.deadline
        return (lastNumber, true)
    }

    /// Those whose deadline has come, and when to look again.
    fileprivate mutating func takeDue(
        at now: ContinuousClock.Instant
    ) -> (due: [DeadlineWatch.Waiter], next: ContinuousClock.Instant?) {
        let due = waiting.filter { $0.value.deadline <= now }
        for number in due.keys { waiting[number] = nil }
        // An alarm that was set for an earlier deadline than the one set last looks for itself.
        if let alarm, alarm > now { return (Array(due.values), nil) }
        alarm = waiting.values.map(\.deadline).min()
        return (Array(due.values), alarm)
    }
}
