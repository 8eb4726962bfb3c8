package import Domain
package import Signing

/// Keeps a key for all requests, and gets the next one before it expires.
package actor AccessKeyCache: AccessKeySource {
    private let source: any AccessKeySource
    private let now: @Sendable () -> Timestamp
    private var kept: AccessKey?
    /// A fetch under way, which all who need its key wait for.
    private var fetch: Task<Result<AccessKey, AccessKeyFailure>, Never>?

    /// So long before its end a key is replaced; until ``lastSeconds`` a failure to do so does no harm.
    package static let earlySeconds: Int64 = 300
    /// With less time left a key is not used any more.
    package static let lastSeconds: Int64 = 60

    package init(_ source: any AccessKeySource, now: @escaping @Sendable () -> Timestamp = Timestamp.now) {
        self.source = source
        self.now = now
    }

    package func accessKey() async throws(AccessKeyFailure) -> AccessKey {
        guard let kept else { return try await fresh() }
        let seconds = kept.expiration?.seconds(since: now()) ?? .max
        if seconds >= Self.earlySeconds { return kept }
        if seconds < Self.lastSeconds { return try await fresh() }
        // Good for a while yet: nobody waits, and a source that fails is asked again with the next request.
        startFetch()
        return kept
    }

    @discardableResult
    private func startFetch() -> Task<Result<AccessKey, AccessKeyFailure>, Never> {
        if let fetch { return fetch }
        let task = Task { [source] in
            let result: Result<AccessKey, AccessKeyFailure>
            do throws(AccessKeyFailure) {
                result = .success(try await source.accessKey())
            } catch {
                result = .failure(error)
            }
            keep(result)
            return result
        }
        fetch = task
        return task
    }

    private func fresh() async throws(AccessKeyFailure) -> AccessKey {
        let running = startFetch()
        // A task's value is waited for even by those who were cancelled; a stream ends for them at once.
        let (results, arrival) = AsyncStream.makeStream(of: Result<AccessKey, AccessKeyFailure>.self)
        Task {
            arrival.yield(await running.value)
            arrival.finish()
        }
        for await result in results { return try result.get() }
        throw .cancelled
    }

    private func keep(_ result: Result<AccessKey, AccessKeyFailure>) {
        fetch = nil
        if case .success(let key) = result { kept = key }
    }
}
