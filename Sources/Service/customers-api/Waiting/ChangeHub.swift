import CustomerAPI
import Synchronization
import Wire

/// Where callers wait for changes: what is committed is read and encoded once for all who wait at the same place.
///
/// A waiting caller costs an entry here and one in the watch of deadlines, and no task, thread or timer of its own.
final class ChangeHub: Sendable {
    private let read: @Sendable (ChangesQuery) async -> ChangePage?
    private let state = Mutex(State())

    /// Between two readings at least: during an import those who wait are not answered for every single change.
    static let interval: Duration = .milliseconds(150)

    fileprivate struct State {
        var commits = 0
        var lastNumber = 0
        var waiting: [ChangesQuery: [Int: Waiter]] = [:]
        /// Where each one waits.
        var places: [Int: ChangesQuery] = [:]
        /// Whether something was committed that those who wait have not been told yet.
        var isDue = false
        var isReading = false
        var readAt: ContinuousClock.Instant?
        var isClosed = false
        var ended = 0
    }

    fileprivate struct Waiter {
        let continuation: CheckedContinuation<Wake, Never>
        /// Of its deadline in ``DeadlineWatch``.
        let alarm: Int
    }

    /// Why a wait is over.
    enum Wake: Sendable {
        case changed(ChangePage)
        /// The time is up, the client has gone, or the server ends.
        case over
        /// Those who may call are others than before.
        case callersChanged
    }

    /// - Parameter read: reads and encodes what has changed; `nil` when nothing has.
    init(read: @escaping @Sendable (ChangesQuery) async -> ChangePage?) {
        self.read = read
    }

    /// How often something was committed.
    var commits: Int { state.withLock(\.commits) }

    /// How many wait, and how many waits have ended so far.
    var counts: (waiting: Int, ended: Int) { state.withLock { ($0.places.count, $0.ended) } }

    // MARK: Waiting

    /// Returns when something has changed, at the deadline, or when the wait ends for another reason.
    ///
    /// - Parameters:
    ///   - commits: how often something was committed when the feed was found at its end.
    ///   - begin: called once it waits, with what ends the wait early.
    func wait(
        for query: ChangesQuery, since commits: Int, until deadline: ContinuousClock.Instant,
        begin: (@escaping @Sendable () -> Void) -> Void
    ) async -> Wake {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let alarm = DeadlineWatch.shared.schedule(at: deadline) { [weak self] in self?.end(number, .over) }
                enter(Waiter(continuation: continuation, alarm: alarm), number, query, since: commits)
                begin { [weak self] in self?.end(number, .over) }
                if Task.isCancelled { end(number, .over) }
            }
        } onCancel: {
            end(number, .over)
        }
    }

    private func enter(_ waiter: Waiter, _ number: Int, _ query: ChangesQuery, since commits: Int) {
        let (isLate, pause) = state.withLock { state in
            let isLate = state.isClosed
            state.waiting[query, default: [:]][number] = waiter
            state.places[number] = query
            if state.commits != commits { state.isDue = true }
            return (isLate, state.beginReading())
        }
        if isLate { end(number, .over) }
        if let pause { readLater(after: pause) }
    }

    private func end(_ number: Int, _ wake: Wake) {
        guard let waiter = state.withLock({ $0.remove(number) }) else { return }
        DeadlineWatch.shared.cancel(waiter.alarm)
        waiter.continuation.resume(returning: wake)
    }

    private func end(_ numbers: some Sequence<Int>, _ wake: Wake) {
        for number in numbers { end(number, wake) }
    }

    // MARK: What ends waits

    /// Something was committed; never waits.
    func noteCommit() {
        let pause = state.withLock { state in
            state.commits += 1
            state.isDue = true
            return state.beginReading()
        }
        if let pause { readLater(after: pause) }
    }

    /// Has everybody who waits prove anew that they may.
    func noteCallers() {
        end(state.withLock { Array($0.places.keys) }, .callersChanged)
    }

    /// Ends every wait, and each that begins from now on at once: the server ends.
    func close() {
        let numbers = state.withLock { state in
            state.isClosed = true
            return Array(state.places.keys)
        }
        end(numbers, .over)
    }

    // MARK: Reading

    private func readLater(after pause: Duration) {
        Task {
            if pause > .zero { try? await Task.sleep(for: pause) }
            for query in beginRound() {
                guard let page = await read(query) else { continue }
                end(state.withLock { Array($0.waiting[query, default: [:]].keys) }, .changed(page))
            }
            if let pause = state.withLock({ $0.endReading() }) { readLater(after: pause) }
        }
    }

    private func beginRound() -> [ChangesQuery] {
        state.withLock { state in
            state.isDue = false
            state.readAt = .now
            return Array(state.waiting.keys)
        }
    }
}

extension ChangeHub.State {
    /// - Returns: after how long to read, when somebody waits for what is due and nobody reads yet.
    fileprivate mutating func beginReading() -> Duration? {
        guard isDue, !isReading, !places.isEmpty else { return nil }
        isReading = true
        return readAt.map { max(.zero, ChangeHub.interval - (.now - $0)) } ?? .zero
    }

    fileprivate mutating func endReading() -> Duration? {
        isReading = false
        return beginReading()
    }

    fileprivate mutating func remove(_ number: Int) -> ChangeHub.Waiter? {
        guard let query = places.removeValue(forKey: number) else { return nil }
        let waiter = waiting[query]?.removeValue(forKey: number)
        if waiting[query]?.isEmpty == true { waiting[query] = nil }
        ended += 1
        return waiter
    }
}
