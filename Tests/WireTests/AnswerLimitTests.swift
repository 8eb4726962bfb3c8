import Domain
import HTTP
import HTTPTypes
import Randomness
import Testing
import Wire

@Suite("No answer is larger, and no number in it, than this API's can be")
struct AnswerLimitTests {
    private static let id = CustomerID.random()

    /// A customer as JSON, with other members in the place of some.
    private static func json(_ others: [String: String] = [:]) -> String {
        let moment = "\"2024-03-01T00:00:00.000Z\""
        let members = [
            "customer_id": "\"\(id.text)\"", "name": "\"Anna\"", "email": "\"anna@example.com\"", "phone": "null",
            "address": "null", "registration_date": moment, "created_at": moment, "updated_at": moment, "version": "7",
            "updated_by": "null",
        ].merging(others) { $1 }
        return "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
    }

    private static func response(_ body: String, _ fields: HTTPFields = [:]) -> Response {
        var fields = fields
        fields[.contentType] = "application/json"
        return Response(.ok, fields: fields, body: Array(body.utf8))
    }

    private static func page(_ rows: [String]) -> Response { response("[" + rows.joined(separator: ",") + "]") }

    private func isBelieved(_ response: Response, _ call: ReadCall) -> Bool {
        (try? call.answer(in: response)) != nil
    }

    private static let list = ReadCall.list(ListQuery())

    /// A later server may allow more than today's rule.
    private static func bytes(of field: CustomerField) -> Int { max(4 * field.maximumBytes, 256) }

    @Test(
        "A field may be four times as long as its rule says, or 256 bytes, and not a byte longer",
        arguments: CustomerField.allCases)
    func fields(field: CustomerField) {
        func row(_ count: Int) -> String { Self.json([field.rawValue: "\"\(String(repeating: "x", count: count))\""]) }
        #expect(isBelieved(Self.page([row(Self.bytes(of: field))]), Self.list))
        #expect(!isBelieved(Self.page([row(Self.bytes(of: field) + 1)]), Self.list))
        #expect(!isBelieved(Self.page([row(10_000_000)]), Self.list))
        let escaped = String(repeating: "\\u00e9", count: Self.bytes(of: field) / 2)
        #expect(isBelieved(Self.page([Self.json([field.rawValue: "\"\(escaped)\""])]), Self.list))
        #expect(!isBelieved(Self.page([Self.json([field.rawValue: "\"\(escaped)xx\""])]), Self.list))
    }

    @Test(
        "A version is a whole number from 1 to 2^53, wherever it stands",
        arguments: [
            ("1", true), ("9007199254740992", true), ("9007199254740993", false), ("9223372036854775807", false),
            ("9223372036854775808", false), ("0", false), ("-1", false), ("7.0", false), ("1e3", false), ("07", false),
            ("\"7\"", false), ("null", false), ("true", false), (String(repeating: "9", count: 10_000), false),
        ])
    func versions(text: String, isRight: Bool) throws {
        let customer = Self.json(["version": text])
        let call = ReadCall.get(Self.id, unlessVersion: nil)
        #expect(isBelieved(Self.page([customer]), Self.list) == isRight)
        #expect(isBelieved(Self.response(customer, [.eTag: "\"\(text)\""]), call) == isRight)
        #expect((EntityTag.version("\"\(text)\"") != nil) == isRight)
        let changes = "{\"changes\":[\(customer)],\"cursor\":\"c\",\"more\":false}"
        #expect(isBelieved(Self.response(changes), .changes(ChangesQuery())) == isRight)
        let tombstone =
            "{\"customer_id\":\"\(Self.id.text)\",\"deleted_at\":\"2024-03-01T00:00:00Z\",\"version\":\(text)}"
        let deletions = "{\"changes\":[\(tombstone)],\"cursor\":\"c\",\"more\":false}"
        #expect(isBelieved(Self.response(deletions), .changes(ChangesQuery())) == isRight)
    }

    @Test(
        "A repeat's version that is not the number of one is none", arguments: ["9223372036854775807", "0", "-3", "x"])
    func replays(text: String) throws {
        var response = Response(.noContent, fields: [.idempotencyReplayed: "true"])
        response.fields[.idempotencyVersion] = text
        let call = WriteCall.delete(Self.id, condition: .none, idempotencyKey: .random())
        #expect(try call.answer(in: response) == .deleted(replayOf: nil))
    }

    @Test("The highest version has none after it, and nothing is counted past it")
    func successor() throws {
        let top = Customer.versions.upperBound
        #expect(Customer.version(after: top) == nil && Customer.version(after: .max) == nil)
        #expect(Customer.version(after: 7) == 8 && Customer.version(after: 0) == nil)
        let patch = WriteCall.patch(
            Self.id, try CustomerPatch([.name: "Anna"]), condition: .matches(.versions([top])),
            idempotencyKey: .random())
        let response = Self.response(Self.json(["version": "1"]), [.eTag: "\"1\""])
        #expect((try? patch.answer(in: response)) == nil)
    }

    @Test("A page has no more rows than were asked for")
    func rows() {
        let rows = Array(repeating: Self.json(), count: 3)
        #expect(isBelieved(Self.page(rows), .list(ListQuery(limit: 3))))
        #expect(!isBelieved(Self.page(rows), .list(ListQuery(limit: 2))))
        func changes(_ rows: [String]) -> Response {
            Self.response("{\"more\":false,\"cursor\":\"c\",\"changes\":[\(rows.joined(separator: ","))]}")
        }
        #expect(isBelieved(changes(rows), .changes(ChangesQuery(limit: 3))))
        #expect(!isBelieved(changes(rows), .changes(ChangesQuery(limit: 2))))
    }

    @Test(
        "A cursor has 4,096 bytes at most, and one at least",
        arguments: [(1, true), (4_096, true), (4_097, false), (0, false)])
    func cursors(count: Int, isRight: Bool) {
        let cursor = String(repeating: "c", count: count)
        let link: HTTPFields = [.link: "</api/customers?cursor=\(cursor)>; rel=\"next\""]
        #expect(isBelieved(Self.response("[]", link), Self.list) == isRight)
        let changes = "{\"changes\":[],\"cursor\":\"\(cursor)\",\"more\":true}"
        #expect(isBelieved(Self.response(changes), .changes(ChangesQuery())) == isRight)
    }

    @Test("A problem with a message longer than a page is not our API's")
    func problems() {
        func problem(_ members: String) -> Response {
            Response(
                .notFound, fields: [.contentType: "application/problem+json"],
                body: Array("{\"type\":\"urn:customers:problem:not-found\",\(members)}".utf8))
        }
        func isProblem(_ members: String) -> Bool {
            do throws(AnswerFailure) {
                _ = try ReadCall.health.answer(in: problem(members))
                return false
            } catch .problem {
                return true
            } catch {
                return false
            }
        }
        func text(_ count: Int) -> String { "\"" + String(repeating: "x", count: count) + "\"" }
        #expect(isProblem("\"detail\":\(text(4_096))") && !isProblem("\"detail\":\(text(4_097))"))
        #expect(isProblem("\"instance\":\(text(256))") && !isProblem("\"instance\":\(text(257))"))
        let fault = "{\"field\":\"name\",\"code\":\"format\",\"message\":\"is wrong\"}"
        func faults(_ count: Int) -> String {
            "\"errors\":[" + Array(repeating: fault, count: count).joined(separator: ",") + "]"
        }
        #expect(isProblem(faults(100)) && !isProblem(faults(101)))
        #expect(!isProblem("\"current\":\(Self.json(["version": "9223372036854775807"]))"))
    }

    @Test("What an answer holds besides is passed over, however much it is, and however deep up to 64")
    func others() {
        let many = "[" + String(repeating: "{},", count: 200_000) + "{}]"
        #expect(isBelieved(Self.page([Self.json(["later": many])]), Self.list))
        let deep = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
        #expect(isBelieved(Self.page([Self.json(["later": deep])]), Self.list))
        let deeper = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        #expect(!isBelieved(Self.page([Self.json(["later": deeper])]), Self.list))
    }

    @Test("Five million invalid rows are given up at the first, and cost no more than their bytes")
    func manyRows() {
        let body = Array(("[" + String(repeating: "{},", count: 5_000_000) + "{}]").utf8)
        let response = Response(.ok, fields: [.contentType: "application/json"], body: body)
        let clock = ContinuousClock()
        let took = clock.measure { #expect(!isBelieved(response, Self.list)) }
        #expect(took < .milliseconds(500), "\(took)")
    }

    @Test("Whatever is bent in an answer, what is believed keeps to every limit")
    func bent() throws {
        var random = SplitMix(seed: 9)
        let pieces = [
            "9223372036854775807", "-1", "1e999", "\"\(String(repeating: "n", count: 5_000))\"", "[]", "{}", "null",
            "\"\\ud800\"", "\"2024-13-01T00:00:00Z\"", "0", "9007199254740993", "\"\u{0}\"", "tru", "\"", "}", "]", ",",
        ]
        let names = [
            "customer_id", "name", "email", "phone", "version", "updated_at", "updated_by", "deleted_at", "later",
        ]
        var believed = 0
        for _ in 0..<20_000 {
            var others: [String: String] = [:]
            for _ in 0..<Int.random(in: 0...2, using: &random) { others[random.pick(names)] = random.pick(pieces) }
            let limit = Int.random(in: 1...3, using: &random)
            let rows = (0..<Int.random(in: 0...4, using: &random)).map { _ in Self.json(others) }
            guard case .page(let page)? = try? ReadCall.list(ListQuery(limit: limit)).answer(in: Self.page(rows)) else {
                continue
            }
            believed += 1
            #expect(page.customers.count <= limit)
            for customer in page.customers {
                #expect(Customer.versions.contains(customer.version))
                for field in CustomerField.allCases {
                    #expect(customer.details[field]?.utf8.count ?? 0 <= Self.bytes(of: field))
                }
                #expect(customer.updatedBy?.utf8.count ?? 0 <= 2_048)
            }
        }
        #expect(believed > 1_000, "the corpus has to reach past the first check")
    }
}
