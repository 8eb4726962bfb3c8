import Dispatch
import Wire

/// What `work` brings, or the problem that it took too long.
///
/// Work that is late is cancelled. A write may have happened all the same, as it may whenever an answer is lost.
func inTime<Value: Sendable>(
    until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () async throws(Refusal) -> Value
) async throws(Refusal) -> Value {
    let first = await withTaskGroup(of: Result<Value, Refusal>?.self) { group in
        group.addTask {
            do throws(Refusal) { return .success(try await work()) } catch { return .failure(error) }
        }
        group.addTask {
            await wait(until: deadline)
            return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
    }
    guard let first else { throw Refusal(.late, cause: "the deadline passed") }
    return try first.get()
}

/// Returns at the deadline, or when the task is cancelled.
///
/// `Task.sleep` would do, but what a cancelled sleep has in memory (0.8 KB) stays there until it would have ended: half a
/// minute of requests, which is more than all else that a busy server holds.
private func wait(until deadline: ContinuousClock.Instant) async {
    let (ends, arrival) = AsyncStream.makeStream(of: Never.self)
    let timer = DispatchSource.makeTimerSource()
    timer.setEventHandler { arrival.finish() }
    timer.schedule(deadline: .now() + max(0, (deadline - .now) / .seconds(1)))
    timer.resume()
    // A cancelled task is told that the stream has ended.
    for await _ in ends {}
    timer.cancel()
}
