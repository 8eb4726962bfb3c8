import DynamoDBStore
import LambdaRuntime
import Logging

/// What is done once, before the first event: the table is looked at and found to be what the store needs.
///
/// That opens the connection and makes the signing key, and a table, an index or a key that is missing is found out while
/// nobody waits.
struct StartupCheck {
    let store: DynamoDBCustomerStore
    let region: String
    let logger: Logger

    /// - Throws: a failure of kind `store` when the table cannot be used as it is. A DynamoDB that does not answer just now
    ///   is no reason: requests get 503 as long as that lasts.
    func run() async throws(InvocationFailure) {
        do throws(DynamoDBStoreFailure) {
            try await store.verify()
        } catch {
            let cause = error.message(region: region)
            switch error {
            case .throttled, .unreachable: logger.warning("the table does not answer", metadata: ["cause": "\(cause)"])
            case .noTable, .noIndex, .incompleteIndex, .wrongKey, .notActive:
                throw InvocationFailure(.store, "\(FunctionSettings.Variable.table.rawValue): \(cause)")
            case .credentials, .keyRefused, .forbidden, .other: throw InvocationFailure(.store, cause)
            }
        }
    }
}
