import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

extension RequestContext {
    /// A request of somebody with a role.
    static func of(_ role: Role, _ name: String? = "kim") -> RequestContext {
        RequestContext(requestID: "r1", caller: .principal(Principal(name: name, role: role)))
    }
}

@Suite("Who may do what")
struct RoleTests {
    private static let missing = Route.customer(.random()).path

    @Test("A role may do what those before it may, and more")
    func roles() {
        #expect(Role.reader.permissions == [.read])
        #expect(Role.agent.permissions == [.read, .write, .follow])
        #expect(Role.exporter.permissions == [.read, .write, .follow, .export])
        #expect(Role.admin.permissions == Permission.allCases)
        #expect(Role.allCases == Role.allCases.sorted())
    }

    @Test(
        "Who may not do something is told which role may, and nothing is done", arguments: Role.allCases,
        [
            (.get, "/api/customers", nil), (.get, "/api/customers?search=a", nil), (.head, "/api/customers", nil),
            (.get, "/api/customers?email=a@x.org", nil), (.get, missing, nil), (.get, "/api/health", nil),
            (.get, "/api/openapi.json", nil), (.get, "/api/whoami", nil),
            (.post, "/api/customers", .agent), (.put, missing, .agent), (.patch, missing, .agent),
            (.delete, missing, .agent), (.get, "/api/changes?cursor=latest", .agent),
            (.get, "/api/changes?cursor=x", .agent), (.get, "/api/changes", .exporter),
            (.get, "/api/changes?limit=5", .exporter), (.head, "/api/changes", .exporter),
            (.get, missing + "/timeline", nil), (.get, missing + "/versions/1", nil),
            (.get, missing + "/at/2024-03-01T12:00:00Z", nil), (.get, missing + "/duplicates", nil),
            (.get, "/api/trash", nil), (.get, "/api/erasures", nil), (.post, missing + "/notes", .agent),
            (.delete, missing + "/notes/1", .agent), (.post, missing + "/restore", .agent),
            (.post, missing + "/erase", .admin),
            (.post, missing + "/duplicates/\(CustomerID.random())/dismiss", .agent),
        ] as [(HTTPRequest.Method, String, Role?)])
    func refusals(role: Role, call: (method: HTTPRequest.Method, target: String, needed: Role?)) async throws {
        let api = try API()
        let fields: HTTPFields =
            call.method == .patch ? [.contentType: "application/merge-patch+json"] : [.contentType: "application/json"]
        let hasBody = [.post, .put, .patch].contains(call.method)
        let body = hasBody ? #"{"name": "Anna", "email": "a@x.org", "text": "Hello"}"# : ""
        let response = await api.send(call.method, call.target, fields, body, context: .of(role))
        guard let needed = call.needed, role < needed else {
            #expect(response.status != .forbidden)
            return
        }
        #expect(response.status == .forbidden)
        guard call.method != .head else { return }
        let problem = try #require(response.problem)
        #expect(problem.kind == .forbidden)
        #expect(
            problem.detail == "This needs the role \(needed.rawValue); yours is \(role.rawValue). Ask the operator.")
        #expect(await api.send(.get, "/api/customers").names == [])
    }

    @Test("Who may not write is told so whatever the body is, and what nobody can do is told to everybody")
    func unreadBodies() async throws {
        let api = try API()
        for method in [HTTPRequest.Method.put, .patch, .delete] {
            let response = await api.send(method, Self.missing, [:], "nonsense", context: .of(.reader))
            #expect(response.problem?.kind == .forbidden)
        }
        #expect(await api.send(.post, "/api/trash", context: .of(.reader)).problem?.kind == .methodNotAllowed)
        #expect(await api.send(.post, "/api/nothing", context: .of(.reader)).problem?.kind == .notFound)
        #expect(await api.send(.post, "/api/customers", [:], "", context: .of(.agent)).problem?.kind != .forbidden)
    }

    @Test("Who follows changes from now on goes on with the cursors that it got")
    func following() async throws {
        let api = try API()
        _ = try await api.create("Old", "old@x.org")
        let start = await api.send(.get, "/api/changes?cursor=latest", context: .of(.agent))
        let cursor = try #require(start.changePage).cursor
        #expect(start.changePage?.changes.isEmpty == true)
        let customer = try await api.create("New", "new@x.org")
        let next = await api.send(.get, "/api/changes?cursor=\(cursor)", context: .of(.agent))
        #expect(next.changePage?.changes.map(\.change) == [.changed(customer)])
    }

    @Test("Everybody is told who they are and what they may do; who is not known is asked for a token")
    func whoAmI() async throws {
        let api = try API()
        for role in Role.allCases {
            let answer = try ReadCall.whoAmI.answer(in: await api.send(.get, "/api/whoami", context: .of(role)))
            #expect(answer == .whoAmI(CallerJSON(name: "kim", role: role.rawValue, may: role.permissions)))
        }
        let nobody = CallerJSON(name: nil, role: "admin", may: Permission.allCases)
        let anonymous = await api.send(.get, "/api/whoami")
        #expect(String(decoding: anonymous.body, as: UTF8.self).contains(#""name":null"#))
        #expect(try ReadCall.whoAmI.answer(in: anonymous) == .whoAmI(nobody))
        let stranger = RequestContext(requestID: "r1", caller: .unauthenticated(reason: "Who?"))
        #expect(await api.send(.get, "/api/whoami", context: stranger).problem?.kind == .unauthenticated)
    }

    @Test("A copy of the directory is offered to those whose role may have it")
    func replication() async throws {
        let api = try API()
        func isOffered(_ context: RequestContext) async throws -> Bool {
            let answer = try ReadCall.health.answer(in: await api.send(.get, "/api/health", context: context))
            guard case .health(let health) = answer else { return false }
            return health.replicate
        }
        for role in Role.allCases { #expect(try await isOffered(.of(role)) == role.may(.export)) }
        #expect(try await isOffered(RequestContext(requestID: "r1")))
        #expect(try await isOffered(RequestContext(requestID: "r1", caller: .unauthenticated(reason: "Who?"))))
    }
}
