import HTTP
package import HTTPTypes

extension HTTPField.Name {
    /// Makes a write safe to repeat: a UUID chosen by the client.
    package static let idempotencyKey = literal("Idempotency-Key")
    /// `true` when the answer is that of an earlier request with the same key.
    package static let idempotencyReplayed = literal("Idempotency-Replayed")
    /// The version that the earlier request made.
    package static let idempotencyVersion = literal("Idempotency-Version")
    /// Names a request in the answer and in the server's log.
    package static let requestID = literal("X-Request-Id")
    package static let link = literal("Link")
}
