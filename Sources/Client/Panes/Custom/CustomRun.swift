import Domain

/// A custom command that is at work.
struct CustomRun: Hashable, Sendable {
    let id: RequestID
    let command: CustomCommand
    let customer: CustomerID
    /// What the customer was called when it began.
    let subject: String
    /// Whether the person has asked for its end already.
    var isEnding = false
}
