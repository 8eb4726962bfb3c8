import APIClient
import Wire

/// Asks the API and the cache, and says what an error of theirs means to the one who follows.
extension ChangeFollower {
    func fetch(_ query: ChangesQuery) async throws(Interruption) -> ChangePageJSON {
        do throws(APIFailure) {
            return try await client.changes(query)
        } catch {
            if error.endsFollowing { throw .notAllowed }
            guard let cursor = query.cursor, cursor != ChangesQuery.latest, error.endsCursor else {
                throw .failed(.api(error))
            }
            if let cache, isCopying {
                try await usingCache { () async throws(CacheFailure) in
                    try await cache.startReplicaOver(insteadOf: cursor)
                }
            }
            throw .startedOver
        }
    }

    func asking<Value>(_ body: () async throws(APIFailure) -> Value) async throws(Interruption) -> Value {
        do throws(APIFailure) {
            return try await body()
        } catch {
            throw .failed(.api(error))
        }
    }

    func usingCache<Value>(_ body: () async throws(CacheFailure) -> Value) async throws(Interruption) -> Value {
        do throws(CacheFailure) {
            return try await body()
        } catch {
            throw .failed(.cache(error))
        }
    }
}

extension APIFailure {
    /// Whether the server does not let this caller follow, however often it is asked.
    fileprivate var endsFollowing: Bool {
        guard case .refused(let problem) = self else { return false }
        return problem.kind == .forbidden || problem.kind == .notFound
    }

    /// Whether a cursor leads nowhere any more: from before a restore, or of a server that wrote them otherwise.
    fileprivate var endsCursor: Bool {
        guard case .refused(let problem) = self else { return false }
        return problem.kind == .cursorExpired || problem.kind == .badCursor
    }
}
