import Domain
import HTTP
import HTTPTypes
import Synchronization
import TestSupport
import Testing
import Wire

@testable import CustomerAPI

@Suite("Similar customers over HTTP")
struct SimilarTests {
    @Test("Who has a word like the term is answered, in one page")
    func find() async throws {
        let api = try API()
        _ = try await api.create("Anna Anderson", "anna@example.org")
        _ = try await api.create("Bao", "bao@example.org")
        #expect(await api.send(.get, "/api/similar?term=andeson").names == ["Anna Anderson"])
        #expect(await api.send(.get, "/api/similar?term=0891234567").names == [])
        let response = await api.send(.get, "/api/similar?term=andeson")
        guard case .page(let page) = try ReadCall.similar("andeson").answer(in: response) else {
            Issue.record("no page")
            return
        }
        #expect(page.customers.count == 1 && page.next == nil)
    }

    @Test("Without a term, with a blank or a very long one the request is refused")
    func refuse() async throws {
        let api = try API()
        for query in ["", "?term=", "?term=%20", "?term=" + String(repeating: "a", count: 301), "?term=a&term=b"] {
            let response = await api.send(.get, "/api/similar" + query)
            #expect(response.problem?.kind == .invalidRequest, "\(query)")
        }
        #expect(await api.send(.post, "/api/similar?term=anna").problem?.kind == .methodNotAllowed)
    }

    @Test("A store without a vocabulary says so, in health and when it is asked")
    func absent() async throws {
        let handler = CustomerHandler(store: MemoryStore(), logger: LogLines().logger)
        let context = RequestContext(requestID: "r")
        let health = await handler.respond(to: Request(.get, "/api/health"), context: context)
        guard case .health(let said) = try ReadCall.health.answer(in: health) else {
            Issue.record("no health")
            return
        }
        #expect(!said.has(.similar) && said.has(.tags))
        let response = await handler.respond(to: Request(.get, "/api/similar?term=andeson"), context: context)
        #expect(response.problem?.kind == .notFound)
        #expect(response.problem?.detail == "This API does not look for similar customers.")
    }

    @Test("While one search is under way another is turned away, and may come when it is done")
    func oneAtATime() async throws {
        let turn = OneAtATime()
        let inner = try await turn.take { () async throws(APIError) -> Problem? in
            do throws(APIError) {
                try await turn.take { () async throws(APIError) in }
                return nil
            } catch {
                return error.problem
            }
        }
        #expect(inner?.kind == .unavailable && inner?.retryAfterSeconds == 1)
        let again = try await turn.take { () async throws(APIError) in 7 }
        #expect(again == 7)
    }

    @Test("A search that fails lets the next one in")
    func failure() async throws {
        let turn = OneAtATime()
        await #expect(throws: APIError.self) {
            try await turn.take { () async throws(APIError) in throw APIError(.notFound) }
        }
        let again = try await turn.take { () async throws(APIError) in 7 }
        #expect(again == 7)
    }
}
