import HTTP
import HTTPTypes
import JSON

/// An answer that is not a success.
struct ErrorAnswer {
    /// Without the namespace that stands before `#`; empty when the answer names none.
    let type: String
    let message: String
    private let status: Int
    private let body: JSONValue?

    init(_ response: Response) {
        status = response.status.code
        body = JSONValue(dynamoDB: response.body)
        let name = body?["__type"]?.text ?? ""
        type = String(name.split(separator: "#").last ?? "")
        message = body?["message"]?.text ?? body?["Message"]?.text ?? ""
    }

    /// What it means, and whether asking again may help.
    var outcome: Outcome {
        switch type {
        case "ConditionalCheckFailedException":
            return .final(.conditionFailed(current: body?["Item"].map { Item($0) }))
        case "TransactionCanceledException": return cancellation
        case "TransactionConflictException", "TransactionInProgressException": return .passing(.conflict)
        case "ProvisionedThroughputExceededException", "ThrottlingException", "Throttling", "RequestLimitExceeded":
            return .passing(.throttled)
        case _ where status == 429: return .passing(.throttled)
        case _ where status >= 500: return .passing(.unavailable(detail: "DynamoDB answered \(status) \(type)"))
        case "": return .passing(.unavailable(detail: "status \(status) without DynamoDB's words"))
        default: return .final(.refused(type: type, message: message))
        }
    }

    enum Outcome {
        case final(DynamoDBFailure)
        case passing(DynamoDBFailure)
    }

    private var cancellation: Outcome {
        let reasons = (body?["CancellationReasons"]?.array ?? []).map(CancellationReason.init)
        guard reasons.allSatisfy(\.isPassing), reasons.contains(where: { $0 != .none }) else {
            return .final(.cancelled(reasons))
        }
        return .passing(reasons.contains(.throttled) ? .throttled : .conflict)
    }
}

extension CancellationReason {
    init(_ json: JSONValue) {
        switch json["Code"]?.text {
        case nil, "None"?: self = .none
        case "ConditionalCheckFailed"?: self = .conditionFailed(current: json["Item"].map { Item($0) })
        case "TransactionConflict"?: self = .conflict
        case "ThrottlingError"?, "ProvisionedThroughputExceeded"?: self = .throttled
        case let code?: self = .other(code: code)
        }
    }
}
