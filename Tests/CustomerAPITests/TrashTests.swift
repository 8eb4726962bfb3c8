import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("Who is deleted lies in the trash")
struct TrashTests {
    private static let key: HTTPFields = [.idempotencyKey: "6f1e2d3c-0000-4000-8000-00000000000c"]
    private let api = MemoryAPI()

    private func restore(_ id: CustomerID, _ fields: HTTPFields = [:]) async -> Response {
        await api.send(.post, id.path("restore"), fields, "{}", as: .agent, "lee")
    }

    @Test("A deletion is answered with when it ends, and taken back by the same id, timeline and registration")
    func restoration() async throws {
        let anna = try await api.create()
        _ = await api.note(anna.id, "Hello")
        #expect(await api.send(.delete, anna.id.path()).status == .noContent)
        let gone = await api.get(anna.id.path())
        let until = try #require(gone.problem?.restorableUntil)
        #expect(until.text == API.now.advanced(bySeconds: 30 * 86_400).text && gone.problem?.kind == .deleted)
        #expect(gone.problem?.detail.contains("restored until 2024-03-31T10:50:00.000Z") == true)
        api.clock.advance(bySeconds: 60)
        let response = await restore(anna.id)
        let back = try #require(response.customer)
        #expect(response.status == .ok && response.fields[.eTag] == "\"3\"" && back.version == 3)
        #expect(back.id == anna.id && back.details == anna.details && back.registrationDate == anna.registrationDate)
        #expect(back.createdAt == anna.createdAt && back.updatedBy == "lee")
        #expect(back.updatedAt == API.now.advanced(bySeconds: 60))
        #expect(await api.get(anna.id.path()).customer == back)
        #expect(await api.get("/api/customers?email=anna@x.org").names == ["Anna"])
        #expect(try await api.entries(anna.id).map(\.kind) == [.restored, .deleted, .note, .created])
        #expect(await api.get("/api/trash").trashPage?.customers == [])
        let feed = await api.send(.get, "/api/changes", as: .exporter).changePage
        #expect(feed?.changes.map(\.change) == [.changed(back)])
    }

    @Test("A repeat changes nothing, and who is there already is answered as they are")
    func repeats() async throws {
        let anna = try await api.create()
        _ = await api.send(.delete, anna.id.path())
        #expect(await restore(anna.id, Self.key).customer?.version == 3)
        let again = await restore(anna.id, Self.key)
        #expect(again.status == .ok && again.customer?.version == 3 && again.fields[.idempotencyVersion] == "3")
        let late = await restore(anna.id)
        #expect(late.status == .ok && late.customer?.version == 3 && late.fields[.idempotencyReplayed] == nil)
        _ = await api.send(.delete, anna.id.path())
        #expect(await restore(anna.id, Self.key).problem?.kind == .deleted, "its effect was undone since")
        #expect(await api.send(.delete, anna.id.path(), Self.key).problem?.kind == .idempotencyKeyReused)
        #expect(await restore(anna.id).customer?.version == 5)
        #expect(await restore(.random()).problem?.kind == .notFound)
    }

    @Test("The email is free at once; who has it by then is named, and as soon as it is free again the deletion ends")
    func takenEmails() async throws {
        let anna = try await api.create()
        _ = await api.send(.delete, anna.id.path())
        let other = try await api.create(#"{"name": "Other", "email": "ANNA@x.org"}"#)
        let refused = await restore(anna.id)
        #expect(refused.status == .conflict && refused.problem?.kind == .emailTaken)
        #expect(refused.problem?.owner == other.id)
        #expect(await api.get(anna.id.path()).problem?.kind == .deleted)
        #expect(await api.get("/api/trash").trashPage?.customers.map(\.customer.id) == [anna.id])
        _ = try await api.patch(other.id, #"{"email": "other@x.org"}"#)
        #expect(await restore(anna.id).customer?.email == "anna@x.org")
    }

    @Test("Nobody is restored when the time is over, and nobody is shown in the trash then, swept or not")
    func expiry() async throws {
        let anna = try await api.create()
        api.clock.advance(bySeconds: 60)
        _ = await api.send(.delete, anna.id.path())
        api.clock.advance(bySeconds: 30 * 86_400 - 1)
        #expect(await api.get("/api/trash").trashPage?.customers.count == 1)
        api.clock.advance(bySeconds: 1)
        #expect(await api.get("/api/trash").trashPage?.customers == [])
        let refused = await restore(anna.id)
        #expect(refused.problem?.kind == .deleted && refused.problem?.restorableUntil == nil)
        #expect(await api.get(anna.id.path()).problem?.restorableUntil == nil)
        #expect(!refused.text.contains("restorable_until"))
    }

    @Test("Without a trash a deletion is for good")
    func none() async throws {
        var settings = CustomerHandler.Settings()
        settings.trashDays = 0
        let api = api.with(settings)
        let anna = try await api.create()
        _ = await api.send(.delete, anna.id.path())
        #expect(await api.get("/api/trash").trashPage?.customers == [])
        let refused = await restore(anna.id)
        #expect(refused.problem?.kind == .deleted && refused.problem?.restorableUntil == nil)
    }

    @Test("The trash tells who deleted whom and when, the last deleted first, page by page")
    func listing() async throws {
        var people: [Customer] = []
        for number in 0..<5 {
            people.append(try await api.create(#"{"name": "N\#(number)", "phone": "\#(number)"}"#))
            api.clock.advance(bySeconds: 1)
            _ = await api.send(.delete, people[number].id.path(), as: .agent, "lee")
        }
        let whole = try #require(await api.get("/api/trash").trashPage)
        #expect(whole.customers.map(\.customer) == people.reversed() && whole.cursor == nil)
        #expect(whole.customers.allSatisfy { $0.deletedBy == "lee" })
        #expect(whole.customers.map { $0.deletedAt.seconds(since: API.now) } == [5, 4, 3, 2, 1])
        let first = try #require(await api.get("/api/trash?limit=2").trashPage)
        let second = try #require(await api.get("/api/trash?limit=3&cursor=\(first.cursor ?? "")").trashPage)
        #expect((first.customers + second.customers).map(\.customer) == people.reversed() && second.cursor == nil)
        for query in ["limit=0", "limit=1001", "limit=x", "cursor=a&cursor=b"] {
            #expect(await api.get("/api/trash?\(query)").problem?.kind == .invalidRequest)
        }
        #expect(await api.get("/api/trash?cursor=x").problem?.kind == .badCursor)
    }
}
