import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("What the next version of the server will answer, in the client of now")
struct LaterAnswerTests {
    private let id = CustomerID.random()

    /// Somebody without an email, with members of all shapes that nobody here knows.
    private var later: String {
        """
        {"customer_id": "\(id)", "name": "Ann", "email": "", "phone": "1", "address": null, "company": "ACME",
         "tags": ["vip"], "phones": ["2", {"of": [1, null]}], "restorable_until": null, "registration_date": "2026-01-01T00:00:00.000Z",
         "created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z", "version": 3, "updated_by": null}
        """
    }

    private func response(_ body: String) -> Response {
        Response(.ok, fields: [.contentType: "application/json", .eTag: "\"3\""], body: Array(body.utf8))
    }

    @Test("A customer without an email, and members that are not known, are read wherever a customer stands")
    func customers() throws {
        guard case .customer(let ann) = try ReadCall.get(id, unlessVersion: nil).answer(in: response(later)) else {
            Issue.record("no customer")
            return
        }
        #expect(ann.email == nil && ann.details.emailKey == nil && ann.phone == "1")
        #expect(ann.details[.company] == "ACME" && ann.details[.tags] == "vip")
        #expect(
            try ReadCall.list(ListQuery()).answer(in: response("[\(later)]"))
                == .page(CustomerPage(customers: [ann], next: nil)))
        let changes = try ReadCall.changes(ChangesQuery()).answer(
            in: response("{\"changes\": [\(later)], \"cursor\": \"c\", \"more\": false, \"since\": 7}"))
        #expect(changes == .changes(ChangePageJSON(changes: [.changed(ann)], cursor: "c", more: false)))
        let patch = WriteCall.patch(id, try CustomerPatch([.phone: "1"]), condition: .none, idempotencyKey: nil)
        #expect(try patch.answer(in: response(later)) == .changed(ann, replayOf: nil))
    }

    @Test("Health may say more than is known")
    func health() throws {
        let body = """
            {"status": "OK", "timestamp": "2026-01-01T00:00:00.000Z", "version": "2.0.0", "replicate": true,
             "contract": "9.7", "capabilities": ["timeline", "trash"], "limits": {"page": 1000}}
            """
        guard case .health(let health) = try ReadCall.health.answer(in: response(body)) else {
            Issue.record("no health")
            return
        }
        #expect(health.version == "2.0.0" && health.replicate)
    }
}
