import Domain
import HTTP
import HTTPTypes
import Randomness
import TestSupport
import Testing
import Wire

@Suite("What belongs to a customer is read from its path")
struct PartReadingTests {
    private static let id = CustomerID(derivedFrom: "anna", in: .importedEmail)
    private static let other = CustomerID(derivedFrom: "bob", in: .importedEmail)
    private static let path = Route.customer(id).path

    @Test("Numbers and moments are the same in every way to write them")
    func paths() throws {
        let noon = try #require(Timestamp("2024-03-01T12:00:00Z"))
        let exact = try #require(Timestamp("2024-03-01T12:00:00.123456Z"))
        for (target, call) in [
            ("timeline", .timeline(Self.id, TimelineQuery(), unlessTag: nil)),
            ("%74imeline?limit=200&x=y", .timeline(Self.id, TimelineQuery(limit: 200), unlessTag: nil)),
            ("versions/7", .past(Self.id, .version(7))), ("versions/%37", .past(Self.id, .version(7))),
            ("versions/9007199254740992", .past(Self.id, .version(1 << 53))),
            ("at/2024-03-01T12:00:00Z", .past(Self.id, .moment(noon))),
            ("at/2024-03-01T12%3A00%3A00Z", .past(Self.id, .moment(noon))),
            ("at/2024-03-01t14:00:00+02:00", .past(Self.id, .moment(noon))),
            ("at/2024-03-01T06:30:00.000-05:30", .past(Self.id, .moment(noon))),
            ("at/2024-03-01%2012:00:00%2B00:00", .past(Self.id, .moment(noon))),
            ("at/2024-03-01T12:00:00.1234567Z", .past(Self.id, .moment(exact))),
            ("duplicates", .duplicates(Self.id)), ("dismissals", .dismissals(Self.id)),
        ] as [(String, ReadCall)] {
            for method in [HTTPRequest.Method.get, .head] {
                #expect(try Call(Request(method, "\(Self.path)/\(target)")) == .read(call), "\(target)")
            }
        }
        #expect(try Call(ReadCall.past(Self.id, .moment(exact)).request) == .read(.past(Self.id, .moment(exact))))
    }

    @Test(
        "A path that leads nowhere is not found, nor one with a number or a moment that is none",
        arguments: [
            "/", "/timeline/", "/timeline/1", "/notes/", "/notes/0", "/notes/+1", "/notes/-1", "/notes/01",
            "/notes/1.0",
            "/notes/%EF%BC%91", "/notes/9007199254740993", "/notes/99999999999999999999", "/versions", "/versions/",
            "/versions/0", "/versions/1/", "/versions/%31%", "/at", "/at/", "/at/now", "/at/2024-03-01",
            "/at/2024-03-01T12:00:00", "/at/2024-02-30T12:00:00Z", "/at/10000-01-01T00:00:00Z",
            "/at/0001-01-01T00:00:00%2B01:00", "/restore/1", "/erase/", "/duplicates/x/dismiss",
            "/duplicates/6f1e2d3c-0000-4000-8000-00000000000b", "/duplicates/6f1e2d3c-0000-4000-8000-00000000000b/keep",
            "%2Ftimeline", "/trash",
        ])
    func nowhere(rest: String) throws {
        for target in [Self.path + rest, "/api/trash/", "/api/erasures/1", "/api/customers/x/timeline"] {
            let problem = try #require(throws: Problem.self) { try Call(Request(.get, target)) }
            #expect(problem.kind == .notFound, "\(target)")
        }
    }

    @Test("Each of them takes its methods, and tells which")
    func methods() throws {
        for (part, allowed) in [
            ("timeline", "GET, HEAD, OPTIONS"), ("versions/1", "GET, HEAD, OPTIONS"),
            ("duplicates", "GET, HEAD, OPTIONS"), ("dismissals", "GET, HEAD, OPTIONS"),
            ("at/2024-03-01T12:00:00Z", "GET, HEAD, OPTIONS"), ("notes", "POST, OPTIONS"),
            ("notes/1", "DELETE, OPTIONS"),
            ("restore", "POST, OPTIONS"), ("erase", "POST, OPTIONS"),
            ("duplicates/\(Self.other)/dismiss", "POST, OPTIONS"),
        ] {
            let problem = #expect(throws: Problem.self) { try Call(Request(.put, "\(Self.path)/\(part)")) }
            #expect(problem?.kind == .methodNotAllowed && problem?.allowed == allowed, "\(part)")
        }
    }

    @Test("What says everything in its path has to say JSON all the same, or a page of another origin could send it")
    func mediaTypes() throws {
        for part in ["restore", "erase", "duplicates/\(Self.other)/dismiss", "notes"] {
            for type in [nil, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""] as [String?]
            {
                var fields = HTTPFields()
                fields[.contentType] = type
                let request = Request(.post, "\(Self.path)/\(part)", fields: fields, body: Array("{}".utf8))
                let problem = #expect(throws: Problem.self) { try Call(request) }
                #expect(problem?.kind == .unsupportedMediaType, "\(part) \(type ?? "none")")
            }
        }
        for body in ["", "{}", "[", #"{"x": 1}"#] {
            let request = Request(
                .post, "\(Self.path)/restore", fields: [.contentType: "application/json"], body: Array(body.utf8))
            #expect(try Call(request) == .write(.restore(Self.id, idempotencyKey: nil)))
        }
        #expect(try Call(Request(.delete, "\(Self.path)/notes/3")) == .write(.retract(Self.id, 3)))
    }

    @Test("Nobody is a duplicate of themselves, and a page of a timeline has 200 entries at most")
    func refusals() {
        let dismissal = Request(
            .post, "\(Self.path)/duplicates/\(Self.id)/dismiss", fields: [.contentType: "application/json"])
        let refused =
            [dismissal] + ["0", "201", "+5", "x", ""].map { Request(.get, "\(Self.path)/timeline?limit=\($0)") }
        for request in refused {
            let problem = #expect(throws: Problem.self) { try Call(request) }
            #expect(problem?.kind == .invalidRequest)
        }
    }

    @Test("Every path there is has a template that metrics know, without anything of anybody's")
    func templates() throws {
        var random = SplitMix(seed: 7)
        var routes: Set<String> = [Route.audit.template]
        for _ in 0..<2_000 {
            routes.insert(random.readCall().route.template)
            routes.insert(try random.writeCall().route.template)
        }
        #expect(routes == Set(Route.templates) && Route.templates.count == routes.count)
    }
}
