import Foundation
import LambdaRuntime
import TestSupport
import Testing

@testable import customers_lambda

@Suite("The function answers events")
struct FunctionTests {
    @Test("A customer is made, found, changed and deleted through events")
    func records() async throws {
        let function = try Function()
        let made = try await function.answer(
            "POST", "/api/customers", body: #"{"name":"Ana Núñez","email":"ana@example.com"}"#)
        #expect(made.statusCode == 201)
        let path = try #require(made.headers["location"])
        #expect(try await function.answer("GET", path).json == made.json)
        let found = try await function.answer("GET", "/api/customers", query: "search=n%C3%BA%C3%B1+ana")
        #expect(try found.json == .array([try made.json]))
        let changed = try await function.answer("PATCH", path, body: #"{"phone":"123"}"#)
        #expect(changed.statusCode == 200 && changed.headers["etag"] == "\"2\"")
        let deleted = try await function.answer("DELETE", path)
        #expect(deleted.statusCode == 204 && deleted.body.isEmpty)
        #expect(try await function.answer("GET", path).statusCode == 410)
    }

    @Test("A key given twice in the query is reported, not joined")
    func duplicates() async throws {
        let answer = try await Function().answer("GET", "/api/customers", query: "limit=1&limit=2")
        #expect(answer.statusCode == 400)
    }

    @Test("The answer to HEAD states no length that the gateway would take for its own")
    func head() async throws {
        let answer = try await Function().answer("HEAD", "/api/health")
        #expect(answer.statusCode == 200 && answer.body.isEmpty && answer.headers["content-length"] == nil)
    }

    @Test("What no event of an HTTP API is gets a problem in JSON", arguments: ["", "{}", "[1", #"{"version":"1.0"}"#])
    func malformed(payload: String) async throws {
        let function = try Function()
        let answer = try await function.answer(payload.utf8)
        #expect(answer.statusCode == 400)
        #expect(answer.headers["content-type"] == "application/problem+json")
        #expect(try answer["type"] == .string("urn:customers:problem:invalid-request"))
        #expect(try answer["instance"] == .string("r1"))
        #expect(try function.log.count == 1)
    }

    @Test("Every damaged event is answered in JSON, and with no failure of the server")
    func fuzz() async throws {
        let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap(Int.init) ?? 1_000
        let function = try Function()
        let event = #"""
            {"version":"2.0","rawPath":"/api/customers","rawQueryString":"limit=3&search=an","cookies":["a=b"],
             "headers":{"content-type":"application/json","idempotency-key":"0a0b0c0d-0000-4000-8000-000000000001"},
             "requestContext":{"http":{"method":"POST","path":"/api/customers"},"stage":"$default","requestId":"x",
             "authorizer":{"jwt":{"claims":{"email":"kim@example.com"},"scopes":["a"]}}},
             "body":"{\"name\":\"Ana\",\"email\":\"ana@example.com\"}","isBase64Encoded":false}
            """#
        var mutations = EventMutations(seed: 3, of: event)
        var statuses: Set<Int> = []
        for _ in 0..<rounds {
            let answer = try await function.answer(mutations.next())
            if !answer.body.isEmpty { _ = try answer.json }
            statuses.insert(answer.statusCode)
            #expect(answer.statusCode < 500)
        }
        #expect(statuses.isSuperset(of: [201, 400, 404]))
    }

    @Test("A store that does not answer is given up before the gateway gives up", .timeLimit(.minutes(1)))
    func stalledStore() async throws {
        let function = try Function(store: StalledStore())
        // Lambda's deadline is near, so the function's own is half-way to it.
        let invocation = Invocation(
            requestID: "r1", deadline: Date() + 0.2,
            payload: Array(
                #"{"version":"2.0","rawPath":"/api/customers","requestContext":{"http":{"method":"GET"}}}"#.utf8))
        let answer = try await function.answer(invocation)
        #expect(answer.statusCode == 503)
        #expect(answer.headers["retry-after"] == "1")
        #expect(try await function.answer("GET", "/api/health").statusCode == 200)
    }
}
