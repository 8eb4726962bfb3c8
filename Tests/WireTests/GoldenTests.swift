import Domain
import HTTP
import HTTPTypes
import JSON
import TestSupport
import Testing
import Wire

@Suite("The words of the wire stay as they are")
struct GoldenTests {
    private func customer() throws -> Customer {
        let moment = try #require(Timestamp("2024-03-01T12:30:00.123456Z"))
        return Customer(
            id: try #require(CustomerID("6F1E2D3C-0000-4000-8000-00000000000A")),
            details: try CustomerDetails(name: "Ana Núñez", email: "ana@example.com", phone: nil, address: "1 A/B\nX"),
            registrationDate: moment, createdAt: moment, updatedAt: moment, version: 7, updatedBy: nil)
    }

    private static let customerJSON = #"""
        {"customer_id": "6f1e2d3c-0000-4000-8000-00000000000a", "name": "Ana Núñez", "email": "ana@example.com",
         "phone": null, "address": "1 A/B\nX", "company": null, "tags": [], "registration_date": "2024-03-01T12:30:00.123Z",
         "created_at": "2024-03-01T12:30:00.123Z", "updated_at": "2024-03-01T12:30:00.123Z", "version": 7,
         "updated_by": null}
        """#

    private func expect(_ response: Response, says json: String) throws {
        let expected = try JSONBody.decode(AnyJSON.self, from: Array(json.utf8))
        #expect(try JSONBody.decode(AnyJSON.self, from: response.body) == expected)
    }

    @Test("A customer has twelve members, also of what there is none, and a tag")
    func customers() throws {
        let response = ReadAnswer.customer(try customer()).response
        try expect(response, says: Self.customerJSON)
        #expect(response.fields == [.contentType: "application/json", .eTag: "\"7\""])
    }

    @Test("Who has no email has an empty one, which version 1 reads, and tags are an array in order")
    func laterFields() throws {
        var customer = try customer()
        customer.details = try CustomerDetails {
            [.name: "Ana", .phone: "+1 555", .company: "ACME", .tags: "VIP, berlin;vip"][$0]
        }
        let response = ReadAnswer.customer(customer).response
        let members = try #require(JSONValue(parsing: response.body))
        #expect(members["email"] == "" && members["company"] == "ACME" && members["tags"] == ["berlin", "vip"])
        let read = try ReadCall.get(customer.id, unlessVersion: nil).answer(in: response)
        let found: Customer? = if case .customer(let customer) = read { customer } else { nil }
        let again = try #require(found, "\(read)")
        #expect(again.details == customer.details && again.email == nil)
        let whole = JSONBody.bytes(CustomerJSON(customer), isSorted: true)
        #expect(try JSONBody.decode(CustomerJSON.self, from: whole).customer.details == customer.details)
        #expect(JSONValue(parsing: whole)?["tags"] == ["berlin", "vip"])
    }

    @Test("A server says what it is, what it can do, and who one is")
    func servers() throws {
        let moment = try #require(Timestamp("2024-03-01T12:30:00Z"))
        let health = HealthJSON(
            timestamp: moment, version: "1.2.3", replicate: false, capabilities: Capability.allCases)
        try expect(
            ReadAnswer.health(health).response,
            says: #"""
                {"status": "OK", "timestamp": "2024-03-01T12:30:00.000Z", "version": "1.2.3", "replicate": false,
                 "contract": "2.2",
                 "capabilities": ["whoami", "changes-latest", "roles", "audit", "company", "tags", "optional-email",
                                  "similar", "long-poll", "filters", "orders", "timeline", "trash", "duplicates",
                                  "erasures", "address-search"]}
                """#)
        let caller = CallerJSON(name: nil, role: "exporter", may: [.read, .write, .follow, .export])
        try expect(
            ReadAnswer.whoAmI(caller).response,
            says: #"{"name": null, "role": "exporter", "may": ["read", "write", "follow", "export"]}"#)
    }

    @Test("A server of the first contract is understood, and so is one of a later than ours")
    func otherServers() throws {
        func health(_ members: String) throws -> HealthJSON? {
            let text =
                #"{"status":"OK","timestamp":"2024-03-01T12:30:00.000Z","version":"1","replicate":true\#(members)}"#
            let response = Response(.ok, fields: [.contentType: "application/json"], body: Array(text.utf8))
            guard case .health(let health) = try ReadCall.health.answer(in: response) else { return nil }
            return health
        }
        let first = try #require(try health(""))
        #expect(first.contract == "1.0" && first.capabilities.isEmpty)
        let later = try #require(try health(#","contract":"1.7","capabilities":["teleport","whoami"],"more":[1]"#))
        #expect(later.contract == "1.7" && later.capabilities == [.whoAmI])
        let words = Array(repeating: "\"w\"", count: 101).joined(separator: ",")
        #expect(throws: AnswerFailure.self) { _ = try health(",\"capabilities\":[\(words)]") }
    }

    @Test("A page is a bare array with a link to the next one")
    func pages() throws {
        let next = ListQuery(limit: 25, sort: .nameDescending, search: "a&b ü", cursor: "x-_9")
        let response = ReadAnswer.page(CustomerPage(customers: [try customer()], next: next)).response
        try expect(response, says: "[\(Self.customerJSON)]")
        let link = "</api/customers?search=a%26b%20%C3%BC&sort=-name&limit=25&cursor=x-_9>; rel=\"next\""
        #expect(response.fields[.link] == link)
    }

    @Test("A created customer says where it is, a replay what it made")
    func creations() throws {
        let response = WriteAnswer.created(try customer(), replayOf: 1).response
        #expect(response.status == .created)
        #expect(response.fields[.location] == "/api/customers/6f1e2d3c-0000-4000-8000-00000000000a")
        #expect(response.fields[.idempotencyReplayed] == "true")
        #expect(response.fields[.idempotencyVersion] == "1")
    }

    @Test("The change feed names the living in full and the deleted by id")
    func changes() throws {
        let customer = try customer()
        let tombstone = Tombstone(id: customer.id, deletedAt: customer.updatedAt, version: 8)
        let page = ChangePageJSON(changes: [.changed(customer), .deleted(tombstone)], cursor: "c", more: true)
        try expect(
            ReadAnswer.changes(page).response,
            says: """
                {"changes": [\(Self.customerJSON), {"customer_id": "6f1e2d3c-0000-4000-8000-00000000000a",
                 "deleted_at": "2024-03-01T12:30:00.123Z", "version": 8}], "cursor": "c", "more": true}
                """)
    }

    @Test("A problem has what RFC 9457 and the original client look for")
    func problems() throws {
        var problem = Problem(
            .validation, "email is required.",
            violations: [FieldViolation(field: "email", code: .required, message: "is required")])
        problem.instance = "r1"
        let response = problem.response
        #expect(response.status == .badRequest)
        #expect(response.fields == [.contentType: "application/problem+json"])
        try expect(
            response,
            says: """
                {"type": "urn:customers:problem:validation", "title": "Bad Request", "status": 400,
                 "detail": "email is required.", "error": "email is required.", "instance": "r1",
                 "errors": [{"field": "email", "code": "required", "message": "is required"}]}
                """)
    }

    @Test("A conflict names the owner, a mismatch shows the customer as it is")
    func verdicts() throws {
        let customer = try customer()
        try expect(
            Problem(.emailTaken, "Taken.", owner: customer.id).response,
            says: """
                {"type": "urn:customers:problem:email-taken", "title": "Conflict", "status": 409, "detail": "Taken.",
                 "error": "Taken.", "customer_id": "6f1e2d3c-0000-4000-8000-00000000000a"}
                """)
        try expect(
            Problem(.versionMismatch, "Changed.", current: customer).response,
            says: """
                {"type": "urn:customers:problem:version-mismatch", "title": "Precondition Failed", "status": 412,
                 "detail": "Changed.", "error": "Changed.", "current": \(Self.customerJSON)}
                """)
    }

    @Test("Each kind of problem has its status")
    func statuses() {
        let statuses = Problem.Kind.allCases.map { "\($0.rawValue) \($0.status.code)" }
        #expect(
            statuses == [
                "invalid-request 400", "validation 400", "bad-cursor 400", "unauthenticated 401", "forbidden 403",
                "not-found 404", "not-recorded 404", "method-not-allowed 405", "not-acceptable 406", "email-taken 409",
                "write-in-progress 409", "deleted 410", "cursor-expired 410", "version-mismatch 412",
                "content-too-large 413", "unsupported-media-type 415", "expectation-failed 417",
                "idempotency-key-reused 422", "throttled 429", "unavailable 503", "internal 500",
            ])
    }
}
