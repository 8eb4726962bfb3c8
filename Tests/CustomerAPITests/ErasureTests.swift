import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("Who is erased")
struct ErasureTests {
    private static let key: HTTPFields = [.idempotencyKey: "6f1e2d3c-0000-4000-8000-00000000000d"]
    private let api = MemoryAPI()

    private func erase(_ id: CustomerID, as role: Role = .admin) async -> Response {
        await api.send(.post, id.path("erase"), [:], "{}", as: role)
    }

    @Test("Leaves an id, a version and times, whether they were there, in the trash, or deleted long ago")
    func remains() async throws {
        for delay in [nil, 0, 31 * 86_400] as [Int64?] {
            let api = MemoryAPI()
            let anna = try await api.create(#"{"name": "Secretname", "email": "secret@x.org"}"#)
            _ = await api.note(anna.id, "Secretnote")
            if let delay {
                _ = await api.send(.delete, anna.id.path())
                api.clock.advance(bySeconds: delay)
            }
            api.clock.advance(bySeconds: 60)
            let response = await api.send(.post, anna.id.path("erase"), [:], "{}", as: .admin)
            #expect(response.status == .noContent && response.body.isEmpty)
            let feed = await api.send(.get, "/api/changes", as: .exporter)
            let version = delay == nil ? 2 : 3
            guard case .deleted(let tombstone)? = feed.changePage?.changes.first?.change else {
                Issue.record("\(feed.text)")
                continue
            }
            #expect(tombstone.id == anna.id && tombstone.version == version && tombstone.restorableUntil == nil)
            #expect(tombstone.erasedAt == api.clock.now && feed.text.contains("\"erased_at\""))
            for target in ["/api/trash", "/api/customers?search=secretname", "/api/erasures", anna.id.path()] {
                let text = await api.get(target).text.lowercased()
                #expect(!text.contains("secret"), "\(target)")
            }
            #expect(api.store.timeline(of: anna.id, below: nil, limit: 9).isEmpty)
        }
    }

    @Test("Is gone for every read and every write, also for a repeat of what was done before")
    func everything() async throws {
        let anna = try await api.create()
        let bob = try await api.create(#"{"name": "Bob", "phone": "1"}"#)
        _ = await api.send(.patch, anna.id.path(), Self.key, #"{"phone": "555"}"#)
        #expect(await erase(anna.id).status == .noContent)
        let body = #"{"name": "Anna", "email": "anna@x.org"}"#
        let writes: [(HTTPRequest.Method, String, HTTPFields, String)] = [
            (.put, anna.id.path(), [:], body), (.put, anna.id.path(), [.ifNoneMatch: "*"], body),
            (.patch, anna.id.path(), [:], "{}"), (.patch, anna.id.path(), Self.key, #"{"phone": "555"}"#),
            (.patch, anna.id.path(), Self.key, #"{"phone": "666"}"#), (.delete, anna.id.path(), [:], ""),
            (.delete, anna.id.path(), [.ifMatch: "*"], ""), (.post, anna.id.path("notes"), [:], #"{"text": "Hello"}"#),
            (.delete, anna.id.path("notes/1"), [:], ""), (.post, anna.id.path("restore"), [:], "{}"),
            (.post, anna.id.path("restore"), Self.key, "{}"),
            (.post, anna.id.path("duplicates/\(bob.id.text)/dismiss"), [:], "{}"),
            (.post, bob.id.path("duplicates/\(anna.id.text)/dismiss"), [:], "{}"),
        ]
        for (method, target, fields, body) in writes {
            let problem = await api.send(method, target, fields, body, as: .admin).problem
            #expect(problem?.kind == .deleted && problem?.restorableUntil == nil, "\(method) \(target) \(body)")
        }
        for part in ["", "timeline", "versions/1", "at/2024-03-01T12:00:00Z", "duplicates", "dismissals"] {
            #expect(await api.get(anna.id.path(part)).problem?.kind == .deleted)
        }
        #expect(try await api.create(body).email == "anna@x.org", "the email is free")
    }

    @Test("Is erased once, and asking again is no fault")
    func again() async throws {
        let anna = try await api.create()
        #expect(await erase(anna.id).status == .noContent)
        api.clock.advance(bySeconds: 60)
        #expect(await erase(anna.id).status == .noContent)
        let page = try #require(await api.get("/api/erasures").erasurePage)
        #expect(page.erasures == [Erasure(anna.id, at: API.now)])
        #expect(await erase(.random()).problem?.kind == .notFound)
    }

    @Test("Is named to everybody, oldest first, from where they had read on")
    func list() async throws {
        let start = try #require(await api.send(.get, "/api/erasures", as: .reader).erasurePage)
        #expect(start.erasures.isEmpty && !start.more)
        var ids: [CustomerID] = []
        for number in 0..<3 {
            let one = try await api.create(#"{"name": "N\#(number)", "phone": "\#(number)"}"#)
            ids.append(one.id)
            _ = await erase(one.id)
            api.clock.advance(bySeconds: 1)
        }
        for role in Role.allCases {
            let rest = await api.send(.get, "/api/erasures?cursor=\(start.cursor)&limit=2", as: role).erasurePage
            #expect(rest?.erasures.map(\.customerID) == Array(ids[..<2]) && rest?.more == true)
            let last = await api.send(.get, "/api/erasures?cursor=\(rest?.cursor ?? "")", as: role).erasurePage
            #expect(last?.erasures.map(\.customerID) == [ids[2]] && last?.more == false)
        }
        let text = await api.get("/api/erasures?limit=1").text
        #expect(text.contains(ids[0].text) && text.contains(#""erased_at":"2024-03-01T10:50:00.000Z""#))
        let other = try #require(await MemoryAPI().get("/api/erasures").erasurePage).cursor
        #expect(await api.get("/api/erasures?cursor=\(other)").problem?.kind == .cursorExpired)
        #expect(await api.get("/api/erasures?cursor=x").problem?.kind == .badCursor)
        let nobody = RequestContext(requestID: "r1", caller: .unauthenticated(reason: "Who?"))
        let stranger = await api.api.respond(to: Request(.get, "/api/erasures"), context: nobody)
        #expect(stranger.problem?.kind == .unauthenticated)
    }
}
