import Domain
import HTTP
import HTTPTypes
import Testing
import Wire

@Suite("An answer is believed by the call that asked for it alone")
struct AnswerCheckingTests {
    private static let anna = CustomerID.random()
    private static let bob = CustomerID.random()
    private static let details = CustomerDetails(
        trustedName: "Anna", email: "anna@example.com", phone: "1", address: nil)
    private static let new = NewCustomer(details, registrationDate: Timestamp("2024-03-01T00:00:00Z"))

    private static func customer(
        _ id: CustomerID = anna, phone: String? = "1", name: String = "Anna", email: String = "anna@example.com",
        version: Int
    ) -> Customer {
        let moment = Timestamp("2024-03-01T00:00:00Z") ?? Timestamp(microseconds: 0)
        return Customer(
            id: id, details: CustomerDetails(trustedName: name, email: email, phone: phone, address: nil),
            registrationDate: moment, createdAt: moment, updatedAt: moment, version: version, updatedBy: nil)
    }

    private static func patch(_ phone: String?, on version: Int? = 5) throws -> WriteCall {
        let condition: WriteCondition = version.map { .matches(.versions([$0])) } ?? .none
        return .patch(
            anna, try CustomerPatch([.phone: phone]), condition: condition, idempotencyKey: .random())
    }

    private static let get = ReadCall.get(anna, unlessVersion: nil)
    private static let put = WriteCall.put(anna, new, condition: .mustNotExist, idempotencyKey: .random())
    private static let delete = WriteCall.delete(anna, condition: .matches(.versions([5])), idempotencyKey: .random())

    private enum Reading: Equatable {
        case believed
        case misdirected
        case unconfirmed
        case problem
        case foreign
    }

    private func read(_ response: Response, _ call: ReadCall) -> Reading { read(response, as: call) }

    private func read(_ response: Response, _ call: WriteCall) -> Reading { read(response, as: call) }

    private func read(_ response: Response, as call: some CallKind) -> Reading {
        do throws(AnswerFailure) {
            _ = try call.answer(in: response)
            return .believed
        } catch {
            switch error {
            case .problem: return .problem
            case .foreign: return .foreign
            case .misdirected: return .misdirected
            case .unconfirmed: return .unconfirmed
            }
        }
    }

    @Test("A read of one customer is not answered with another, and both are named")
    func anotherCustomer() {
        let response = ReadAnswer.customer(Self.customer(Self.bob, version: 3)).response
        #expect {
            try Self.get.answer(in: response)
        } throws: { error in
            guard case AnswerFailure.misdirected(let detail) = error else { return false }
            return detail.contains(Self.anna.text) && detail.contains(Self.bob.text)
        }
        #expect(read(ReadAnswer.customer(Self.customer(version: 3)).response, Self.get) == .believed)
    }

    @Test("Nor with an older version than was known, or with a claim that another one is the newest")
    func older() {
        func get(_ versions: Set<Int>) -> ReadCall { .get(Self.anna, unlessVersion: .versions(versions)) }
        #expect(read(ReadAnswer.customer(Self.customer(version: 6)).response, get([7])) == .misdirected)
        #expect(read(ReadAnswer.customer(Self.customer(version: 6)).response, get([2, 7])) == .misdirected)
        #expect(read(ReadAnswer.customer(Self.customer(version: 8)).response, get([7])) == .believed)
        #expect(read(ReadAnswer.notModified(version: 7).response, get([7])) == .believed)
        #expect(read(ReadAnswer.notModified(version: 6).response, get([7])) == .misdirected)
        #expect(read(ReadAnswer.notModified(version: 6).response, Self.get) == .misdirected)
    }

    @Test(
        "Who is looked for by an email has that email, in whatever case, and there is one of them at most",
        arguments: [
            ("anna@example.com", ["anna@example.com"], true), ("ANNA@example.com", ["Anna@Example.com"], true),
            (" anna@example.com", ["anna@example.com"], true), ("anna@example.com", [], true),
            ("anna@example.com", ["bob@example.com"], false),
            ("anna@example.com", ["anna@example.com", "anna@example.com"], false),
        ])
    func email(asked: String, answered: [String], isBelieved: Bool) {
        let customers = answered.map { Self.customer(email: $0, version: 1) }
        let response = ReadAnswer.page(CustomerPage(customers: customers, next: nil)).response
        #expect((read(response, .find(email: asked)) == .believed) == isBelieved)
    }

    @Test("An edit is done when the answer has the next version and the values that were set")
    func edits() throws {
        func made(_ customer: Customer, replayOf: Int? = nil) -> Response {
            WriteAnswer.changed(customer, replayOf: replayOf).response
        }
        let call = try Self.patch("2")
        #expect(read(made(Self.customer(phone: "2", version: 6)), call) == .believed)
        #expect(read(made(Self.customer(phone: "2", name: "Anne", version: 6)), call) == .believed)
        // What a GET answers, while somebody else has just made the next version.
        #expect(read(made(Self.customer(phone: "1", name: "Anne", version: 6)), call) == .unconfirmed)
        #expect(read(made(Self.customer(phone: nil, version: 6)), call) == .unconfirmed)
        #expect(read(made(Self.customer(phone: "1", version: 5)), call) == .unconfirmed)
        #expect(read(made(Self.customer(phone: "2", version: 7)), call) == .unconfirmed)
        #expect(read(made(Self.customer(Self.bob, phone: "2", version: 6)), call) == .misdirected)
        #expect(read(made(Self.customer(phone: nil, version: 6)), try Self.patch(nil)) == .believed)
        #expect(read(made(Self.customer(phone: "2", version: 9)), try Self.patch("2", on: nil)) == .believed)
        #expect(read(made(Self.customer(phone: "1", version: 9)), try Self.patch("2", on: nil)) == .unconfirmed)
    }

    @Test("A repeat is done with the version that it made; the current one may be newer")
    func repeats() throws {
        let call = try Self.patch("2")
        func replay(_ version: Int, of made: Int, phone: String = "9") -> Reading {
            read(WriteAnswer.changed(Self.customer(phone: phone, version: version), replayOf: made).response, call)
        }
        #expect(replay(7, of: 6) == .believed && replay(99, of: 6) == .believed)
        #expect(replay(8, of: 8) == .unconfirmed && replay(5, of: 6) == .unconfirmed)
        #expect(replay(5, of: 6, phone: "2") == .unconfirmed)
        #expect(
            read(WriteAnswer.created(Self.customer(phone: "9", version: 4), replayOf: 1).response, Self.put)
                == .believed)
    }

    @Test("The very version that a repeat claims to have made has the values that were sent, but for their cleaning")
    func replaysWithoutValues() throws {
        func replay(_ customer: Customer, _ call: WriteCall) -> Reading {
            read(WriteAnswer.changed(customer, replayOf: customer.version).response, call)
        }
        let phone = try Self.patch("555 0199")
        #expect(replay(Self.customer(phone: "1", version: 6), phone) == .unconfirmed)
        #expect(replay(Self.customer(phone: nil, version: 6), phone) == .unconfirmed)
        #expect(replay(Self.customer(phone: "555 0199", version: 6), phone) == .believed)
        #expect(replay(Self.customer(phone: "555-0199", version: 6), phone) == .believed)
        // The first answer is asked for once more, by which it is settled.
        let cleaned = WriteAnswer.changed(Self.customer(phone: "555-0199", version: 6), replayOf: nil).response
        #expect(read(cleaned, phone) == .unconfirmed)
        #expect(replay(Self.customer(phone: "1", version: 6), try Self.patch(nil)) == .unconfirmed)
        func creation(_ customer: Customer) -> Reading {
            read(WriteAnswer.created(customer, replayOf: 1).response, Self.put)
        }
        #expect(creation(Self.customer(version: 1)) == .believed)
        #expect(creation(Self.customer(phone: "9", version: 1)) == .unconfirmed)
        #expect(creation(Self.customer(name: "Bob", version: 1)) == .unconfirmed)
    }

    @Test("A creation is done when the answer has version 1 and every value that was sent")
    func creations() {
        func made(_ customer: Customer) -> Reading {
            read(WriteAnswer.created(customer, replayOf: nil).response, Self.put)
        }
        #expect(made(Self.customer(version: 1)) == .believed)
        #expect(made(Self.customer(version: 2)) == .unconfirmed)
        #expect(made(Self.customer(phone: nil, version: 1)) == .unconfirmed)
        #expect(made(Self.customer(email: "other@example.com", version: 1)) == .unconfirmed)
        #expect(made(Self.customer(Self.bob, version: 1)) == .misdirected)
        var dated = Self.customer(version: 1)
        dated.registrationDate = Timestamp(microseconds: 0)
        #expect(made(dated) == .unconfirmed)
        #expect(read(WriteAnswer.changed(Self.customer(version: 1), replayOf: nil).response, Self.put) == .unconfirmed)
        let post = WriteCall.create(Self.new, idempotencyKey: .random())
        #expect(read(WriteAnswer.created(Self.customer(version: 1), replayOf: nil).response, post) == .believed)
        #expect(
            read(WriteAnswer.created(Self.customer(phone: "9", version: 1), replayOf: nil).response, post)
                == .unconfirmed)
    }

    @Test("A deletion succeeds with an empty 204 and with nothing else")
    func deletions() {
        #expect(read(Response(.noContent), Self.delete) == .believed)
        #expect(read(WriteAnswer.deleted(replayOf: 6).response, Self.delete) == .believed)
        #expect(read(WriteAnswer.deleted(replayOf: 9).response, Self.delete) == .unconfirmed)
        #expect(read(Response(.noContent, body: Array("gone".utf8)), Self.delete) == .foreign)
        for response in [
            Response(.ok), Response(.ok, fields: [.contentType: "text/html"], body: Array("<h1>Sign in</h1>".utf8)),
            ReadAnswer.customer(Self.customer(version: 5)).response, Response(.accepted), Response(.resetContent),
            Response(.notModified, fields: [.eTag: "\"5\""]),
        ] {
            #expect(read(response, Self.delete) == .foreign)
        }
    }

    @Test("A refusal that includes a customer includes the one in question, in another version")
    func refusals() throws {
        func refusal(_ kind: Problem.Kind, _ current: Customer? = nil, owner: CustomerID? = nil, replayOf: Int? = nil)
            -> Response
        {
            Problem(kind, "No.", owner: owner, current: current, replayedVersion: replayOf).response
        }
        for call in [try Self.patch("2"), Self.delete] {
            #expect(read(refusal(.versionMismatch, Self.customer(version: 7)), call) == .problem)
            // A server has none older than the one that the write was made from.
            #expect(read(refusal(.versionMismatch, Self.customer(version: 2)), call) == .misdirected)
            #expect(read(refusal(.versionMismatch, Self.customer(version: 4)), call) == .misdirected)
            #expect(read(refusal(.versionMismatch, Self.customer(version: 5)), call) == .misdirected)
            #expect(read(refusal(.versionMismatch, Self.customer(Self.bob, version: 7)), call) == .misdirected)
            #expect(read(refusal(.versionMismatch), call) == .misdirected)
            #expect(read(refusal(.deleted), call) == .problem)
            #expect(read(refusal(.deleted, replayOf: 6), call) == .problem)
            #expect(read(refusal(.deleted, replayOf: 9), call) == .unconfirmed)
        }
        // What stands for a version that none can be is older than nothing.
        let highest = try Self.patch("2", on: Customer.versions.upperBound)
        #expect(read(refusal(.versionMismatch, Self.customer(version: 2)), highest) == .problem)
        #expect(read(refusal(.emailTaken, owner: Self.bob), Self.put) == .problem)
        #expect(read(refusal(.emailTaken, owner: Self.anna), Self.put) == .misdirected)
    }

    @Test("An email is taken only from a call that sets one")
    func emailTaken() throws {
        let response = Problem(.emailTaken, "Taken.", owner: Self.bob).response
        let email = WriteCall.patch(
            Self.anna, try CustomerPatch([.email: "bob@example.com"]), condition: .matches(.versions([5])),
            idempotencyKey: .random())
        #expect(read(response, email) == .problem)
        #expect(read(response, .create(Self.new, idempotencyKey: .random())) == .problem)
        #expect(read(response, try Self.patch("2")) == .misdirected)
        #expect(read(response, Self.delete) == .misdirected)
    }

    @Test("Fields are refused only to a call that sends one of them, or lacks one that it has to send")
    func refusedFields() throws {
        func refusal(_ fields: String..., code: FieldViolation.Code = .format) -> Response {
            let violations = fields.map { FieldViolation(field: $0, code: code, message: "must be another") }
            return Problem(.validation, "No.", violations: violations).response
        }
        #expect(read(refusal("phone"), try Self.patch("2")) == .problem)
        #expect(read(refusal("name", "phone"), try Self.patch("2")) == .problem)
        #expect(read(refusal("name"), try Self.patch("2")) == .misdirected)
        #expect(read(refusal("name", "nonsense"), try Self.patch("2")) == .misdirected)
        #expect(read(refusal("registration_date"), try Self.patch("2")) == .misdirected)
        #expect(read(refusal("registration_date"), Self.put) == .problem)
        #expect(read(refusal("address"), Self.put) == .problem)
        #expect(read(refusal("loyalty"), Self.put) == .misdirected)
        #expect(read(refusal("loyalty", code: .required), Self.put) == .problem)
        #expect(read(refusal("name"), Self.delete) == .misdirected)
        // Without a field nothing contradicts it.
        #expect(read(refusal(), try Self.patch("2")) == .problem)
    }
}
