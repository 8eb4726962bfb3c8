package import Domain
package import HTTP
import HTTPTypes

/// What the API says to a ``ReadCall`` that succeeds: the server writes it as a response, the client reads it from one.
package enum ReadAnswer: Hashable, Sendable {
    case health(HealthJSON)
    /// The API's description: OpenAPI 3.1 in JSON.
    case openAPI([UInt8])
    case whoAmI(CallerJSON)
    case page(CustomerPage)
    case customer(Customer)
    /// The client's copy, of this version, is the newest.
    case notModified(version: Int)
    case timeline(TaggedTimelinePage)
    /// The client's copy of the page, with this tag, is the newest.
    case timelineNotModified(tag: String)
    /// A customer as they were, which has no entity tag.
    case past(Customer)
    case duplicates(DuplicatesJSON)
    case dismissals(DismissalsJSON)
    case trash(TrashPage)
    case changes(ChangePageJSON)
    case erasures(ErasurePage)

    package var response: Response {
        switch self {
        case .health(let health): return Response(.ok, json: health.bytes)
        case .openAPI(let bytes): return Response(.ok, json: bytes)
        case .whoAmI(let caller): return Response(.ok, json: JSONBody.bytes(caller))
        case .page(let page):
            var response = Response(.ok, json: CustomerJSON.bytes(page.customers))
            response.fields[.link] = page.next.map(PageLink.fieldValue)
            return response
        case .customer(let customer): return Response(.ok, customer)
        case .notModified(let version):
            return Response(.notModified, fields: [.eTag: EntityTag.text(version: version)])
        case .timeline(let tagged):
            var response = Response(.ok, json: tagged.json)
            response.fields[.eTag] = tagged.tag
            return response
        case .timelineNotModified(let tag): return Response(.notModified, fields: [.eTag: tag])
        case .past(let customer): return Response(.ok, json: CustomerJSON.bytes(customer))
        case .duplicates(let duplicates): return Response(.ok, json: JSONBody.bytes(duplicates))
        case .dismissals(let dismissals): return Response(.ok, json: JSONBody.bytes(dismissals))
        case .trash(let page): return Response(.ok, json: JSONBody.bytes(page))
        case .changes(let page): return Response(.ok, json: JSONBody.bytes(page))
        case .erasures(let page): return Response(.ok, json: JSONBody.bytes(page))
        }
    }
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

// MARK: - Responses

extension Response {
    init(_ status: HTTPResponse.Status, json: [UInt8]) {
        self.init(status, fields: [.contentType: JSONBody.mediaType], body: json)
    }

    init(_ status: HTTPResponse.Status, _ customer: Customer) {
        self.init(status, json: CustomerJSON.bytes(customer))
        fields[.eTag] = EntityTag.text(version: customer.version)
    }
}
