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
        var nextNumber = 0
        /// When the timer goes off; `nil` while nobody needs it.
        var alarm: ContinuousClock.Instant?
    }

    fileprivate struct Waiter {
        let deadline: ContinuousClock.Instant
        let end: @Sendable () -> Void
    }

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Returns at the deadline, or when the task is cancelled.
    func wait(until deadline: ContinuousClock.Instant) async {
        let number = makeNumber()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                add(Waiter(deadline: deadline) { continuation.resume() }, number)
                // Cancelled before anybody waited.
                if Task.isCancelled { take(number)?.end() }
            }
        } onCancel: {
            take(number)?.end()
        }
    }

    /// Has something done at the deadline, without a task that waits for it.
    ///
    /// - Returns: what ``cancel(_:)`` takes.
    package func schedule(at deadline: ContinuousClock.Instant, _ body: @escaping @Sendable () -> Void) -> Int {
        let number = makeNumber()
        add(Waiter(deadline: deadline, end: body), number)
        return number
    }

    package func cancel(_ number: Int) {
        _ = take(number)
    }

    private func makeNumber() -> Int {
        state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
    }

    private func add(_ waiter: Waiter, _ number: Int) {
        let setsAlarm = state.withLock { state in
            state.waiting[number] = waiter
            guard state.alarm.map({ waiter.deadline < $0 }) ?? true else { return false }
            state.alarm = waiter.deadline
            return true
        }
        if setsAlarm { ring(at: waiter.deadline) }
    }

    private func take(_ number: Int) -> Waiter? {
        state.withLock { $0.waiting.removeValue(forKey: number) }
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
