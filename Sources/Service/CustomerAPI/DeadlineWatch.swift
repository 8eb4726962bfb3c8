import Dispatch
import Synchronization

/// The deadlines of all requests under way, behind one timer.
///
/// `Task.sleep` would do, but nearly every sleep is cancelled, and what a cancelled one has in memory (0.8 KB) stays until it
/// would have ended: half a minute of requests, more than all else that a busy server holds. A timer for each request costs
/// the waking of a thread twice.
final class DeadlineWatch: Sendable {
    static let shared = DeadlineWatch()

    private let state = Mutex(State())

    fileprivate struct State {
        var waiting: [Int: Waiter] = [:]
        var nextNumber = 0
        /// When the timer goes off; `nil` while nobody needs it.
        var alarm: ContinuousClock.Instant?
    }

    fileprivate struct Waiter {
        let deadline: ContinuousClock.Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    /// How many wait.
    var count: Int { state.withLock { $0.waiting.count } }

    /// Returns at the deadline, or when the task is cancelled.
    func wait(until deadline: ContinuousClock.Instant) async {
        let number = state.withLock { state in
            state.nextNumber += 1
            return state.nextNumber
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                add(Waiter(deadline: deadline, continuation: continuation), number)
                // Cancelled before anybody waited.
                if Task.isCancelled { dismiss(number) }
            }
        } onCancel: {
            dismiss(number)
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

    private func dismiss(_ number: Int) {
        state.withLock { $0.waiting.removeValue(forKey: number) }?.continuation.resume()
    }

    /// The alarm stays set when the requests it was set for are gone: the next deadline is hardly ever an earlier one.
    private func ring(at moment: ContinuousClock.Instant) {
        let seconds = max(0, (moment - .now) / .seconds(1))
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) {
            let (due, next) = self.state.withLock { $0.takeDue(at: max(moment, .now)) }
            if let next { self.ring(at: next) }
            for waiter in due { waiter.continuation.resume() }
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
