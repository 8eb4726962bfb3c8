import Wire

/// What `work` brings, or the problem that it took too long.
///
/// Work that is late is cancelled. A write may have happened all the same, as it may whenever an answer is lost.
func inTime<Value: Sendable>(
    until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () async throws(APIError) -> Value
) async throws(APIError) -> Value {
    let first = await withTaskGroup(of: Result<Value, APIError>?.self) { group in
        group.addTask {
            do throws(APIError) { return .success(try await work()) } catch { return .failure(error) }
        }
        group.addTask {
            await DeadlineWatch.shared.wait(until: deadline)
            return nil
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first
    }
    guard let first else { throw APIError(.late, cause: "the deadline passed") }
    return try first.get()
}
