import JSON

/// Why there is no answer to an event, or no program to answer it, in the words of the Runtime API.
package struct InvocationFailure: Error, Hashable, Sendable {
    package let kind: Kind
    /// For the operator: it stands in Lambda's log and in the answer to a direct invocation.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }

    /// The category and reason that Lambda counts by.
    package enum Kind: String, Sendable {
        case configuration = "Runtime.ConfigInvalid"
        case store = "Runtime.StoreUnusable"
        case responseTooLarge = "Runtime.ResponseTooLarge"
    }

    /// The body of `/invocation/{id}/error` and `/init/error`.
    package var json: [UInt8] {
        let document: JSONValue = [
            "errorMessage": .string(message), "errorType": .string(kind.rawValue), "stackTrace": [],
        ]
        return document.bytes()
    }
}
