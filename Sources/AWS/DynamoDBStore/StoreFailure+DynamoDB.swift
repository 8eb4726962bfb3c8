import CustomerAPI
import DynamoDB
import Signing

extension StoreFailure {
    /// What a failure of DynamoDB means to the API.
    ///
    /// - Parameter table: the one that was asked.
    init(_ failure: DynamoDBFailure, table: String) {
        switch failure {
        case .conflict: self = .writeInProgress
        case .throttled: self = .throttled(retryAfterSeconds: 1)
        case .unavailable(let detail): self = .unavailable(detail: "DynamoDB: \(detail).", retryAfterSeconds: 1)
        case .abandoned: self = .unavailable(detail: "The request was cancelled.", retryAfterSeconds: 1)
        case .credentials(let failure): self = .unavailable(detail: failure.message, retryAfterSeconds: 30)
        case .refused: self = .failed(detail: DynamoDBStoreFailure(failure, table: table).message())
        case .cancelled(let reasons):
            self = .failed(detail: "DynamoDB cancelled a transaction: \(Self.codes(reasons).joined(separator: ", ")).")
        case .conditionFailed: self = .failed(detail: "DynamoDB refused a write for its condition.")
        }
    }

    private static func codes(_ reasons: [CancellationReason]) -> [String] {
        reasons.compactMap { reason in
            if case .other(let code) = reason { code } else { nil }
        }
    }

    /// The message only where it names settings and permissions; others may repeat a value.
    static func detail(_ type: String, _ message: String, table: String) -> String {
        switch type {
        case "ValidationException", "SerializationException":
            "DynamoDB refused a request to the table \(table): \(type)."
        default: "DynamoDB refused a request to the table \(table): \(type): \(message)"
        }
    }
}
