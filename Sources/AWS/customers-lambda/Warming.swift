import CustomerAPI
import Domain
import LambdaRuntime
import Logging
import Wire

/// What is done once before the first event: the store is tried in each of the ways that requests use it.
///
/// That opens the connection, makes the signing key, and finds out about a table, an index or a permission that is missing
/// while there is nobody who waits.
struct Warming {
    let store: any CustomerStore
    let logger: Logger

    /// - Throws: a failure of kind `store` when the store is not what it should be. One that does not answer just now is
    ///   no reason: requests get 503 as long as that lasts.
    func run() async throws(InvocationFailure) {
        do throws(StoreFailure) {
            _ = try await store.record(.random())
            _ = try await store.page(.directory(.name), after: nil, limit: 1)
            _ = try await store.changes(after: nil, limit: 1)
        } catch {
            switch error {
            case .throttled, .unavailable, .writeInProgress:
                logger.warning("the store does not answer", metadata: ["cause": "\(error.cause)"])
            case .failed, .badPosition, .positionExpired: throw InvocationFailure(.store, error.cause)
            }
        }
    }
}

extension StoreFailure {
    /// What the store said.
    fileprivate var cause: String {
        switch self {
        case .unavailable(let detail, _), .failed(let detail): detail
        case .throttled: "throttled"
        case .badPosition, .positionExpired, .writeInProgress: "an answer that makes no sense"
        }
    }
}
