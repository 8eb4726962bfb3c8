import Synchronization

/// Lets one caller work at a time, and tells the others to come again.
final class OneAtATime: Sendable {
    private let isTaken = Mutex(false)

    /// - Throws: ``Problem/similarUnderWay`` while somebody else works, or what the work throws.
    func take<Value>(_ work: () async throws(APIError) -> Value) async throws(APIError) -> Value {
        let isFree = isTaken.withLock { isTaken in
            defer { isTaken = true }
            return !isTaken
        }
        guard isFree else { throw APIError(.similarUnderWay) }
        defer { isTaken.withLock { $0 = false } }
        return try await work()
    }
}
