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

    /// The version that an earlier request made, when this is the answer to a repeat.
    fileprivate var replayedVersion: Int? {
        self[.idempotencyReplayed] == "true" ? self[.idempotencyVersion].flatMap { Int($0) } : nil
    }
}

// MARK: - Reading

/// Why a response is no ``Answer``.
package enum AnswerFailure: Error, Hashable, Sendable {
    /// The API's own verdict.
    case problem(Problem)
    /// Not our API's words: a proxy, a gateway, a captive portal, a wrong address.
    ///
    /// - Parameter retryAfterSeconds: from `Retry-After`.
    case foreign(status: Int, detail: String, retryAfterSeconds: Int?)
}

extension Answer {
    /// Reads what the server said to `call`.
    ///
    /// A success is believed only as JSON of the right shape, with the entity tag where one belongs.
    package init(_ response: Response, to call: Call) throws(AnswerFailure) {
        guard (200..<300).contains(response.status.code) || response.status == .notModified else {
            throw AnswerFailure(response)
        }
        do {
            self = try Self.read(response, to: call)
        } catch {
            throw AnswerFailure.foreign(response, "the answer is not what this API says to such a request")
        }
    }

    private struct Unexpected: Error {}

    private static func read(_ response: Response, to call: Call) throws -> Answer {
        switch (call, response.status) {
        case (.health, .ok): return .health(try decode(HealthJSON.self, response))
        case (.openAPI, .ok): return .openAPI(response.body)
        case (.list(let query), .ok): return .page(try page(response, following: query))
        case (.find, .ok): return .page(try page(response, following: nil))
        case (.get, .ok): return .customer(try entity(response))
        case (.get, .notModified):
            guard let version = response.fields[.eTag].flatMap(EntityTag.version) else { throw Unexpected() }
            return .notModified(version: version)
        case (.create, .created), (.put, .created):
            return .created(try entity(response), replayOf: response.fields.replayedVersion)
        case (.put, .ok), (.patch, .ok):
            return .changed(try entity(response), replayOf: response.fields.replayedVersion)
        case (.delete, .noContent): return .deleted(replayOf: response.fields.replayedVersion)
        case (.changes, .ok): return .changes(try decode(ChangePageJSON.self, response))
        default: throw Unexpected()
        }
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ response: Response) throws -> Value {
        guard response.fields[.contentType].flatMap(MediaType.essence) == JSONBody.mediaType else { throw Unexpected() }
        return try JSONBody.decode(type, from: response.body)
    }

    private static func entity(_ response: Response) throws -> Customer {
        let customer = try decode(CustomerJSON.self, response).customer
        guard response.fields[.eTag].flatMap(EntityTag.version) == customer.version else { throw Unexpected() }
        return customer
    }

    private static func page(_ response: Response, following query: ListQuery?) throws -> CustomerPage {
        let customers = try decode([CustomerJSON].self, response).map(\.customer)
        let cursor = response.fields[.link].flatMap(PageLink.cursor)
        guard let cursor, var next = query else { return CustomerPage(customers: customers, next: nil) }
        next.cursor = cursor
        return CustomerPage(customers: customers, next: next)
    }
}

extension AnswerFailure {
    fileprivate init(_ response: Response) {
        let essence = response.fields[.contentType].flatMap(MediaType.essence)
        guard essence == Problem.mediaType, var problem = try? JSONBody.decode(Problem.self, from: response.body),
            problem.kind.status == response.status
        else {
            self = .foreign(response, response.status.reasonPhrase)
            return
        }
        problem.retryAfterSeconds = Self.retryAfterSeconds(response)
        problem.replayedVersion = response.fields.replayedVersion
        self = .problem(problem)
    }

    fileprivate static func foreign(_ response: Response, _ detail: String) -> AnswerFailure {
        .foreign(status: response.status.code, detail: detail, retryAfterSeconds: retryAfterSeconds(response))
    }

    private static func retryAfterSeconds(_ response: Response) -> Int? {
        response.fields[.retryAfter].flatMap { Int($0) }.map { max(0, $0) }
    }
}
