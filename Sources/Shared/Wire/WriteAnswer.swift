package import Domain
package import HTTP
import HTTPTypes

/// What the API says to a ``WriteCall`` that succeeds: the server writes it as a response, the client reads it from one.
package enum WriteAnswer: Hashable, Sendable {
    /// - Parameter replayOf: the version that the first request with the same key made.
    case created(Customer, replayOf: Int?)
    case changed(Customer, replayOf: Int?)
    /// The customer is deleted, or erased.
    case deleted(replayOf: Int?)
    /// - Parameter replayOf: the version of the customer when the first request with the same key was carried out.
    case noted(TimelineEntry, replayOf: Int?)
    /// The text of a note is gone.
    case retracted
    /// Two customers are held to be different from now on.
    case dismissed

    package var response: Response {
        var response: Response
        switch self {
        case .created(let customer, let replayOf):
            response = Response(.created, customer)
            response.fields[.location] = Route.customer(customer.id).path
            response.fields.setReplay(of: replayOf)
        case .changed(let customer, let replayOf):
            response = Response(.ok, customer)
            response.fields.setReplay(of: replayOf)
        case .deleted(let replayOf):
            response = Response(.noContent)
            response.fields.setReplay(of: replayOf)
        case .noted(let entry, let replayOf):
            response = Response(.created, json: JSONBody.bytes(TimelineEntryJSON(entry)))
            response.fields.setReplay(of: replayOf)
        case .retracted, .dismissed: response = Response(.noContent)
        }
        return response
    }
}

extension Problem {
    package var response: Response {
        var fields: HTTPFields = [.contentType: Self.mediaType]
        fields[.retryAfter] = retryAfterSeconds.map(String.init)
        fields.setReplay(of: replayedVersion)
        fields[.allow] = allowed
        if kind == .unauthenticated { fields[.wwwAuthenticate] = "Bearer" }
        return Response(kind.status, fields: fields, body: JSONBody.bytes(self))
    }
}

extension HTTPFields {
    /// Marks an answer as that of an earlier request with the same idempotency key.
    mutating func setReplay(of version: Int?) {
        guard let version else { return }
        self[.idempotencyReplayed] = "true"
        self[.idempotencyVersion] = String(version)
    }
}
