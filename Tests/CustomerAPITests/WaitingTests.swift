import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("Requests of the change feed that are held back")
struct WaitingTests {
    /// Ends a wait as it was told to, and notes what was waited for.
    private final class Wait: ChangeWaiting {
        let queries = Mutex<[ChangesQuery]>([])
        private let end: @Sendable (ChangesQuery) async -> (RequestContext.Caller, ChangePage?)

        init(end: @escaping @Sendable (ChangesQuery) async -> (RequestContext.Caller, ChangePage?)) {
            self.end = end
        }

        let commits = 7

        func wait(for query: ChangesQuery, since commits: Int) async -> EndedWait {
            #expect(commits == 7)
            queries.withLock { $0.append(query) }
            let (caller, changes) = await end(query)
            return EndedWait(caller: caller, changes: changes, duration: .zero)
        }

        var count: Int { queries.withLock(\.count) }
        var first: ChangesQuery? { queries.withLock(\.first) }
    }

    private func context(_ wait: Wait?, _ caller: RequestContext.Caller = .anonymous) -> RequestContext {
        RequestContext(requestID: "r1", caller: caller, waiting: wait)
    }

    private func latest(_ api: API) async throws -> String {
        try #require(await api.send(.get, "/api/changes?cursor=latest").changePage?.cursor)
    }

    @Test("Only an answer without a change is held back, of one who asks for it, and never that of `latest`")
    func isHeldBack() async throws {
        let api = try API()
        let start = try await latest(api)
        let wait = Wait { _ in (.anonymous, nil) }
        for query in ["cursor=latest&wait=5", "cursor=\(start)"] {
            #expect(await api.send(.get, "/api/changes?" + query, context: context(wait)).status == .ok)
        }
        #expect(wait.count == 0)
        let idle = await api.send(.get, "/api/changes?cursor=\(start)&wait=5", context: context(wait))
        #expect(idle.changePage?.cursor == start && wait.count == 1)
        #expect(wait.first?.waitSeconds == 5)
        _ = try await api.create("Anna", "a@x.org")
        let changed = await api.send(.get, "/api/changes?cursor=\(start)&wait=5", context: context(wait))
        #expect(changed.changePage?.changes.count == 1 && wait.count == 1)
        let elsewhere = try await api.send(.get, "/api/changes?cursor=\(latest(api))&wait=5", context: context(nil))
        #expect(elsewhere.status == .ok)
    }

    @Test("What has changed meanwhile is the answer, for one who may still read it")
    func changed() async throws {
        let api = try API()
        let start = try await latest(api)
        let target = "/api/changes?cursor=\(start)&wait=25"
        let (kim, handler) = (RequestContext.of(.agent).caller, api.api)
        @Sendable func change(_ query: ChangesQuery) async -> ChangePage? {
            let body = #"{"name": "Anna", "email": "\#(CustomerID.random().text)@x.org"}"#
            let request = Request(
                .post, "/api/customers", fields: [.contentType: "application/json"], body: Array(body.utf8))
            _ = await handler.respond(to: request, context: RequestContext(requestID: "r2"))
            return await handler.changePage(query)
        }
        let answers: [(RequestContext.Caller, Int)] = [
            (kim, 200), (RequestContext.of(.reader).caller, 403), (.unauthenticated(reason: "Revoked."), 401),
        ]
        for (caller, status) in answers {
            let cursor = try await latest(api)
            let wait = Wait { query in (caller, await change(query)) }
            let response = await api.send(
                .get, target.replacing(start, with: cursor), context: context(wait, kim))
            #expect(response.status.code == status)
            if status == 200 { #expect(response.changePage?.changes.count == 1) }
        }
    }
}
