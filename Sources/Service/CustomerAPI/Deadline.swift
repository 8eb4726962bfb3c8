import Wire

/// What `work` brings, or the problem that it took too long.
///
/// Work that is late is cancelled, and waited for. A write may have happened all the same, as it may whenever an answer is lost.
func inTime<Value: Sendable>(
    until deadline: ContinuousClock.Instant, watch: DeadlineWatch = .shared,
    _ work: @escaping @Sendable () async throws(APIError) -> Value
) async throws(APIError) -> Value {
    let task = Task { () async -> Result<Value, APIError> in
        do throws(APIError) { return .success(try await work()) } catch { return .failure(error) }
    }
    let alarm = watch.schedule(at: deadline) { task.cancel() }
    let result = await withTaskCancellationHandler {
        await task.value
    } onCancel: {
        task.cancel()
    }
    let isLate = !watch.cancel(alarm)
    if isLate, case .failure = result { throw APIError(.late, cause: "the deadline passed") }
    return try result.get()
}
