/// Why an event is not one of an HTTP API. Members are named, what they hold is not: it may be personal.
package enum GatewayEventFailure: Error, Hashable, Sendable {
    case notJSON
    /// - Parameter version: what the event says; `nil` when it says nothing.
    case version(String?)
    case missing(String)
    case wrong(String)

    /// What is wrong, for the caller of the function.
    package var detail: String {
        switch self {
        case .notJSON: "The event is not a JSON object."
        case .version(nil): "The event has no version: it is not one of an HTTP API with payload format 2.0."
        case .version: "The event has another version: set the integration's payload format to 2.0."
        case .missing(let member): "The event has no \(member)."
        case .wrong(let member): "The event's \(member.isEmpty ? "root" : member) is not what it should be."
        }
    }
}
