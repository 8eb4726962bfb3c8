package import Sync

extension ProfileWorkspace {
    /// Performs `body` while the queue is being sent and what comes back is stored in the cache.
    ///
    /// - Parameter report: is called with what happens, too.
    package func synchronising<Value>(
        report: @escaping @Sendable (SyncEvent) -> Void = { _ in }, _ body: () async throws -> Value
    ) async throws -> Value {
        let running = Task { await synchronizer.run() }
        let storing = Task {
            for await event in synchronizer.events {
                await apply(event)
                report(event)
            }
        }
        func end() async {
            await synchronizer.stop()
            await running.value
            await storing.value
        }
        do {
            let value = try await body()
            await end()
            return value
        } catch {
            await end()
            throw error
        }
    }
}
