package import Signing

/// Why an operation did not succeed, after all the attempts that made sense.
package enum DynamoDBFailure: Error, Hashable, Sendable {
    /// A write's condition did not hold; `current` is the item that it met.
    case conditionFailed(current: Item?)
    /// A transaction's conditions did not hold; one reason for each action, in the order of the actions.
    case cancelled([CancellationReason])
    /// Other transactions are at work on the same items.
    case conflict
    /// More than the table's capacity, or than the account's.
    case throttled
    /// No answer, or none that was whole, or the service failed.
    case unavailable(detail: String)
    /// DynamoDB will not do it, whenever it is asked.
    ///
    /// - Parameter type: such as `ResourceNotFoundException`.
    case refused(type: String, message: String)
    case credentials(AccessKeyFailure)
    /// The caller does not wait any more.
    case abandoned
}

/// What one action of a cancelled transaction had to do with it.
package enum CancellationReason: Hashable, Sendable {
    case none
    case conditionFailed(current: Item?)
    case conflict
    case throttled
    /// - Parameter code: such as `ValidationError`.
    case other(code: String)

    /// Whether the same transaction may succeed in a moment.
    var isPassing: Bool {
        switch self {
        case .none, .conflict, .throttled: true
        case .conditionFailed, .other: false
        }
    }
}
