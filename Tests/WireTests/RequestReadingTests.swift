import Domain
import HTTP
import HTTPTypes
import Testing
import Wire

@Suite("A request is read or refused with the reason")
struct RequestReadingTests {
    private static let id = "/api/customers/6f1e2d3c-0000-4000-8000-00000000000a"

    private func refusal(
        _ method: HTTPRequest.Method, _ target: String, _ fields: HTTPFields = [:], _ body: String = ""
    ) throws -> Problem {
        try #require(throws: Problem.self) {
            _ = try Call(Self.json(method, target, fields, Array(body.utf8)))
        }
    }

    /// A request that says its body is JSON, where it does not say otherwise.
    private static func json(
        _ method: HTTPRequest.Method, _ target: String, _ fields: HTTPFields = [:], _ body: [UInt8]
    ) -> Request {
        var fields = fields
        let hasBody = [HTTPRequest.Method.post, .put, .patch].contains(method)
        if hasBody, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        return Request(method, target, fields: fields, body: body)
    }

    @Test(
        "A path that leads nowhere is not found",
        arguments: [
            "/", "", "/api", "/api/", "/api/customers/", "/api/customers/7", "/api/customers/%", "/api//customers",
            "/API/customers", "/api/customers/6f1e2d3c-0000-4000-8000-00000000000a/x", "/api/%00", "*",
        ])
    func nowhere(path: String) throws {
        #expect(try refusal(.get, path).kind == .notFound)
    }

    @Test("A percent-encoded path is the same path")
    func encodedPath() throws {
        #expect(try Call(Request(.get, "/%61pi/health")) == .read(.health))
    }

    @Test("A method that the resource does not take is refused with those that it takes")
    func methods() throws {
        let problem = try refusal(.delete, "/api/customers")
        #expect(problem.kind == .methodNotAllowed)
        #expect(problem.response.fields[.allow] == "GET, HEAD, POST, OPTIONS")
        #expect(try refusal(.post, Self.id).response.fields[.allow] == "GET, HEAD, PUT, PATCH, DELETE, OPTIONS")
        #expect(try refusal(.connect, "/api/health").kind == .methodNotAllowed)
    }

    @Test(
        "A parameter outside its range is refused",
        arguments: [
            "limit=0", "limit=1001", "limit=-1", "limit=+5", "limit=%EF%BC%95", "limit=", "limit=5.0",
            "limit=99999999999999999999", "limit=1&limit=2", "sort=", "sort=email", "sort=NAME", "search=%FF",
            "search=%", "search=a&search=b", "email=a&search=b", "email=a&cursor=b",
        ])
    func parameters(query: String) throws {
        #expect(try refusal(.get, "/api/customers?" + query).kind == .invalidRequest)
    }

    @Test("A search of more than 2,000 characters is refused, one of 2,000 is not")
    func longSearch() throws {
        let longest = String(repeating: "ü", count: 2_000)
        let target = "/api/customers?search=" + PercentEncoding.encoded(longest)
        #expect(try Call(Request(.get, target)) == .read(.list(ListQuery(search: longest))))
        #expect(try refusal(.get, target + "x").kind == .invalidRequest)
    }

    @Test("A plus in a query is a space, an unknown parameter nothing, blank search none")
    func queryForms() throws {
        #expect(try Call(Request(.get, "/api/customers?search=a+b&x=%20")) == .read(.list(ListQuery(search: "a b"))))
        #expect(try Call(Request(.get, "/api/customers?search=+%09")) == .read(.list(ListQuery())))
        #expect(try Call(Request(.head, "/api/changes?&&limit=3")) == .read(.changes(ChangesQuery(limit: 3))))
        #expect(
            try Call(Request(.get, "/api/changes?cursor=a&wait=25"))
                == .read(.changes(ChangesQuery(cursor: "a", waitSeconds: 25))))
        for wait in ["0", "26", "+5", "x", ""] {
            #expect(throws: Problem.self) { _ = try Call(Request(.get, "/api/changes?wait=\(wait)")) }
        }
    }

    @Test(
        "A condition that cannot be read is refused",
        arguments: ["", ",", "7", "\"7", "\"7\" \"8\"", "*, \"7\"", "W/", "\"a\"x"])
    func conditions(value: String) throws {
        #expect(try refusal(.delete, Self.id, [.ifMatch: value]).kind == .invalidRequest)
        #expect(try refusal(.get, Self.id, [.ifNoneMatch: value]).kind == .invalidRequest)
    }

    @Test("A weak tag matches for reading and never for writing")
    func weakTags() throws {
        let id = try #require(CustomerID(Self.id.suffix(36)))
        let reading = try Call(Request(.get, Self.id, fields: [.ifNoneMatch: "W/\"7\" , \"x\",\"8\""]))
        #expect(reading == .read(.get(id, unlessVersion: .versions([7, 8]))))
        let writing = try Call(Request(.delete, Self.id, fields: [.ifMatch: "W/\"7\", \"8\""]))
        #expect(writing == .write(.delete(id, condition: .matches(.versions([8])), idempotencyKey: nil)))
    }

    @Test("If-None-Match takes only a star, only with PUT, and never beside If-Match")
    func exclusiveConditions() throws {
        let body = #"{"name": "A", "email": "a@b.c"}"#
        #expect(try refusal(.put, Self.id, [.ifNoneMatch: "\"7\""], body).kind == .invalidRequest)
        #expect(try refusal(.delete, Self.id, [.ifNoneMatch: "*"]).kind == .invalidRequest)
        #expect(try refusal(.put, Self.id, [.ifNoneMatch: "*", .ifMatch: "*"], body).kind == .invalidRequest)
    }

    @Test("An idempotency key is one UUID, in any letter case")
    func keys() throws {
        #expect(try refusal(.delete, Self.id, [.idempotencyKey: "7"]).kind == .invalidRequest)
        let upper = "6F1E2D3C-0000-4000-8000-00000000000A"
        var twice: HTTPFields = [.idempotencyKey: upper]
        twice.append(HTTPField(name: .idempotencyKey, value: upper))
        #expect(try refusal(.delete, Self.id, twice).kind == .invalidRequest)
        let call = try Call(Request(.delete, Self.id, fields: [.idempotencyKey: upper]))
        let read: IdempotencyKey? = if case .write(.delete(_, _, let key)) = call { key } else { nil }
        let key = try #require(read, "\(call)")
        #expect(key.text == upper.lowercased())
    }

    @Test(
        "A body that is not a JSON object is refused",
        arguments: [
            "", "{", "[]", "null", "\"x\"", "7", "{\"name\": \"\u{1}\"}", "{\"name\": \"\\ud800\"}", "\u{FEFF}", "{}{}",
            String(repeating: "[", count: 20_000),
            String(repeating: "{\"a\":", count: 10_000),
        ])
    func bodies(body: String) throws {
        #expect(try refusal(.post, "/api/customers", [:], body).kind == .invalidRequest)
    }

    @Test("Every fault of a body is named, each field once, in the order of the fields")
    func faults() throws {
        let body = #"{"name": 7, "email": "x", "phone": ["1"], "address": "a\u0007", "registration_date": "today"}"#
        let problem = try refusal(.post, "/api/customers", [:], body)
        #expect(problem.kind == .validation)
        let faults = problem.violations.map { "\($0.field) \($0.code.rawValue)" }
        #expect(
            faults == ["name type", "email format", "phone type", "address character", "registration_date format"])
    }

    @Test("Unknown members are ignored, whatever is in them")
    func unknownMembers() throws {
        let unknown = #""x": {"y": [1e999, -0, 12345678901234567890123, true]}, "version": "no""#
        let body = #"{"name": " A ", "email": "a@b.c", \#(unknown)}"#
        let call = try Call(Self.json(.post, "/api/customers", [:], Array(body.utf8)))
        let expected = NewCustomer(try CustomerDetails(name: "A", email: "a@b.c"))
        #expect(call == .write(.create(expected, idempotencyKey: nil)))
    }

    @Test("A registration date is read on creation only")
    func registrationDates() throws {
        let body = Array(#"{"name": "A", "email": "a@b.c", "registration_date": "2024-03-01T00:00:00+02:00"}"#.utf8)
        let details = try CustomerDetails(name: "A", email: "a@b.c")
        let id = try #require(CustomerID(Self.id.suffix(36)))
        let dated = NewCustomer(details, registrationDate: Timestamp("2024-02-29T22:00:00Z"))
        #expect(try Call(Self.json(.post, "/api/customers", [:], body)) == .write(.create(dated, idempotencyKey: nil)))
        #expect(
            try Call(Self.json(.put, Self.id, [.ifNoneMatch: "*"], body))
                == .write(.put(id, dated, condition: .mustNotExist, idempotencyKey: nil)))
        #expect(
            try Call(Self.json(.put, Self.id, [:], body))
                == .write(.put(id, NewCustomer(details), condition: .none, idempotencyKey: nil)))
    }

    @Test("A patch distinguishes absent from null, and removes no required value")
    func patches() throws {
        let id = try #require(CustomerID(Self.id.suffix(36)))
        let call = try Call(Self.json(.patch, Self.id, [:], Array(#"{"phone": null, "address": ""}"#.utf8)))
        let patch = try CustomerPatch([.phone: nil, .address: nil])
        #expect(call == .write(.patch(id, patch, condition: .none, idempotencyKey: nil)))
        #expect(try refusal(.patch, Self.id, [:], #"{"name": null}"#).violations.map(\.code) == [.required])
        let empty = try Call(Self.json(.patch, Self.id, [:], Array("{}".utf8)))
        #expect(empty == .write(.patch(id, try CustomerPatch([:]), condition: .none, idempotencyKey: nil)))
    }

    @Test(
        "A body in another media type is refused, and a merge patch is for PATCH",
        arguments: ["text/plain", "application/xml", "json", "application/merge-patch+json", "/", "application/"])
    func mediaTypes(value: String) throws {
        #expect(try refusal(.post, "/api/customers", [.contentType: value], "{}").kind == .unsupportedMediaType)
    }

    @Test("A body without a media type is refused, even an empty one, and a deletion needs none")
    func missingMediaType() throws {
        for (method, target) in [(HTTPRequest.Method.post, "/api/customers"), (.put, Self.id), (.patch, Self.id)] {
            for body in ["", #"{"name": "A", "email": "a@b.c"}"#] {
                let problem = try #require(throws: Problem.self) {
                    try Call(Request(method, target, body: Array(body.utf8)))
                }
                #expect(problem.kind == .unsupportedMediaType)
                #expect(problem.detail.contains("application/json") && problem.detail.contains("Content-Type"))
            }
        }
        #expect(throws: Never.self) { try Call(Request(.delete, Self.id)) }
    }

    @Test("A body in UTF-16 is refused by name, said or not")
    func utf16() throws {
        let text = #"{"name": "A", "email": "a@b.c"}"#
        let little: [UInt8] = text.utf16.flatMap { unit in [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let big: [UInt8] = text.utf16.flatMap { unit in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
        for encoded in [little, [0xFE, 0xFF] + big] {
            let problem = try #require(throws: Problem.self) {
                try Call(Self.json(.post, "/api/customers", [:], encoded))
            }
            #expect(problem.kind == .invalidRequest && problem.detail.contains("UTF-16"))
        }
        for value in ["application/json; charset=utf-16", "application/json;charset=\"ISO-8859-1\""] {
            #expect(try refusal(.post, "/api/customers", [.contentType: value], text).kind == .unsupportedMediaType)
        }
    }

    @Test("A member that stands twice is refused, also when it is written in two ways or unknown")
    func repeatedMembers() throws {
        for members in [
            #""name": "B""#, #""\u006eame": "B""#, #""email": null"#, #""x": 1, "x": 1"#,
        ] {
            let body = "{\"name\": \"A\", \"email\": \"a@b.c\", \(members)}"
            let problem = try refusal(.post, "/api/customers", [:], body)
            #expect(problem.kind == .invalidRequest && problem.detail.contains("twice"), "\(members)")
        }
        #expect(try refusal(.patch, Self.id, [:], #"{"phone": "1", "phone": null}"#).kind == .invalidRequest)
    }

    @Test("A media type may have parameters and capitals")
    func mediaTypeForms() throws {
        let body = Array(#"{"phone": null}"#.utf8)
        for value in ["Application/JSON; charset=utf-8", "application/merge-patch+json"] {
            #expect(throws: Never.self) {
                try Call(Request(.patch, Self.id, fields: [.contentType: value], body: body))
            }
        }
    }

    @Test(
        "A client that does not accept JSON gets none",
        arguments: [
            ("text/html", false), ("text/html, */*;q=0.1", true), ("application/json;q=0", false), ("", true),
            ("application/*", true), ("application/problem+json", true), (",", true), ("APPLICATION/JSON", true),
            ("*/*;q=0.000", false), ("application/json;q=0, */*", false), ("*/*;q=0, application/json", true),
        ])
    func accepts(value: String, isAccepted: Bool) {
        let call = try? Call(Request(.get, "/api/health", fields: [.accept: value]))
        #expect((call != nil) == isAccepted)
    }

    @Test("A body of 64 KiB is read and one byte more is too large")
    func bodyLimit() throws {
        let start = #"{"name": "A", "email": "a@b.c", "x": ""#
        let filler = String(repeating: "x", count: Call.maximumBodyBytes - start.utf8.count - 2)
        #expect(throws: Never.self) {
            try Call(Self.json(.post, "/api/customers", [:], Array((start + filler + "\"}").utf8)))
        }
        #expect(try refusal(.post, "/api/customers", [:], start + filler + "x\"}").kind == .contentTooLarge)
    }
}
