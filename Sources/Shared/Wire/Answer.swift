package import Domain
package import HTTP
import HTTPTypes

/// What the API says to a ``Call`` that succeeds.
///
/// The server writes an ``Answer`` as a response and the client reads a response as an ``Answer``.
package enum Answer: Hashable, Sendable {
    case health(HealthJSON)
    /// The API's description: OpenAPI 3.1 in JSON.
    case openAPI([UInt8])
    case page(CustomerPage)
    case customer(Customer)
    /// The client's copy, of this version, is the newest.
    case notModified(version: Int)
    /// - Parameter replayOf: the version that the first request with the same key made.
    case created(Customer, replayOf: Int?)
    case changed(Customer, replayOf: Int?)
    case deleted(replayOf: Int?)
    case changes(ChangePageJSON)
}

/// Customers in order, and how to go on.
package struct CustomerPage: Hashable, Sendable {
    package var customers: [Customer]
    /// Asks for the next page; `nil` at the end, and only there: a page may be short or empty and still have a next one.
    package var next: ListQuery?

    package init(customers: [Customer], next: ListQuery?) {
        self.customers = customers
        self.next = next
    }
}

// MARK: - Writing

extension Answer {
    package var response: Response {
        switch self {
        case .health(let health): return json(.ok, health)
        case .openAPI(let bytes): return json(.ok, body: bytes)
        case .page(let page):
            var response = json(.ok, body: CustomerJSON.bytes(page.customers))
            response.fields[.link] = page.next.map(PageLink.fieldValue)
            return response
        case .customer(let customer): return entity(.ok, customer, replayOf: nil)
        case .notModified(let version):
            return Response(.notModified, fields: [.eTag: EntityTag.text(version: version)])
        case .created(let customer, let replayOf):
            var response = entity(.created, customer, replayOf: replayOf)
            response.fields[.location] = Route.customer(customer.id).path
            return response
        case .changed(let customer, let replayOf): return entity(.ok, customer, replayOf: replayOf)
        case .deleted(let replayOf):
            var response = Response(.noContent)
            response.fields.setReplay(of: replayOf)
            return response
        case .changes(let page): return json(.ok, page)
        }
    }

    private func json(_ status: HTTPResponse.Status, _ value: some Encodable) -> Response {
        json(status, body: JSONBody.bytes(value))
    }

    private func json(_ status: HTTPResponse.Status, body: [UInt8]) -> Response {
        Response(status, fields: [.contentType: JSONBody.mediaType], body: body)
    }

    private func entity(_ status: HTTPResponse.Status, _ customer: Customer, replayOf: Int?) -> Response {
        var response = json(status, body: CustomerJSON.bytes(customer))
        response.fields[.eTag] = EntityTag.text(version: customer.version)
        response.fields.setReplay(of: replayOf)
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
    fileprivate mutating func setReplay(of version: Int?) {
        guard let version else { return }
        self[.idempotencyReplayed] = "true"
        self[.idempotencyVersion] = String(version)
    }
}
