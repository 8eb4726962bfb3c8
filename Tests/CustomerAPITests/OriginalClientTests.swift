import CustomerAPI
import Domain
import FoundationEssentials
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

/// The flows of the front end that this system had first: bare arrays, PUT without a condition, and failures by `error`.
@Suite("The original front end at the server of now")
struct OriginalClientTests {
    private let api = MemoryAPI()

    private func send(_ method: HTTPRequest.Method, _ target: String, _ body: String = "") async -> Response {
        await api.send(method, target, [:], body, as: nil)
    }

    private func json(_ response: Response) -> AnyJSON? {
        try? JSONDecoder().decode(AnyJSON.self, from: Data(response.body))
    }

    /// What it reads of a customer: all of these have to be there, and texts where it decodes texts.
    private func isReadable(_ value: AnyJSON?) -> Bool {
        guard case .object(let members)? = value else { return false }
        let texts = ["customer_id", "name", "email", "registration_date"].allSatisfy { name in
            if case .string? = members[name] { true } else { false }
        }
        return texts && ["phone", "address"].allSatisfy { members.keys.contains($0) }
    }

    @Test("It lists, makes, replaces and deletes, and reads what it knows of each answer")
    func flow() async throws {
        #expect(await send(.get, "/api/customers").text == "[]")
        let body = #"{"name": "Ann", "email": "ann@x.org", "phone": "555", "address": "", "favourite": {"a": [1]}}"#
        let made = await send(.post, "/api/customers", body)
        #expect(made.status == .created && isReadable(json(made)))
        let ann = try #require(made.customer)
        guard case .array(let rows)? = json(await send(.get, "/api/customers")) else {
            Issue.record("no bare array")
            return
        }
        #expect(rows.count == 1 && isReadable(rows.first))
        let shown = await send(.get, ann.id.path())
        #expect(isReadable(json(shown)))
        let replaced = await send(.put, ann.id.path(), #"{"name": "Anne", "email": "ann@x.org", "phone": ""}"#)
        #expect(replaced.status == .ok && isReadable(json(replaced)))
        #expect(replaced.customer?.name == "Anne" && replaced.customer?.phone == nil)
        let deleted = await send(.delete, ann.id.path())
        #expect(deleted.status == .noContent && deleted.body.isEmpty)
        #expect(await send(.get, "/api/customers").text == "[]")
    }

    @Test("Its PUT keeps what it does not know, and the timeline says that it changed nothing of it")
    func replacement() async throws {
        let new = #"{"name": "Ann", "email": "ann@x.org", "company": "ACME", "tags": ["vip", "berlin"]}"#
        let ann = try #require(await send(.post, "/api/customers", new).customer)
        _ = await api.note(ann.id, "Calls back")
        let put = await send(.put, ann.id.path(), #"{"name": "Anne", "email": "ann@x.org", "phone": null}"#)
        let details = put.customer?.details
        #expect(details?[.company] == "ACME" && details?[.tags] == "berlin vip" && details?.name == "Anne")
        let entries = try await api.entries(ann.id)
        #expect(entries.map(\.kind) == [.changed, .note, .created] && entries[0].edit.fields == [.name])
    }

    @Test(
        "A PUT that leaves the email out takes no email away; an empty text or null does",
        arguments: ["\"\"", "null"])
    func unnamedEmail(none: String) async throws {
        let new = #"{"name": "Ann", "email": "ann@x.org", "phone": "555"}"#
        let ann = try #require(await send(.post, "/api/customers", new).customer)
        let kept = await send(.put, ann.id.path(), #"{"name": "Anne", "phone": "555"}"#)
        #expect(kept.customer?.name == "Anne" && kept.customer?.email == "ann@x.org")
        let cleared = await send(.put, ann.id.path(), #"{"name": "Anne", "phone": "555", "email": \#(none)}"#)
        #expect(cleared.status == .ok && cleared.customer?.email == nil)
    }

    @Test("Who has no email has an empty text there, and its PUT of that text leaves them without one")
    func withoutEmail() async throws {
        let ann = try #require(await send(.post, "/api/customers", #"{"name": "Ann", "phone": "555"}"#).customer)
        let shown = await send(.get, ann.id.path())
        #expect(shown.text.contains(#""email":"""#) && isReadable(json(shown)))
        let put = await send(.put, ann.id.path(), #"{"name": "Anne", "email": "", "phone": "555", "address": ""}"#)
        #expect(put.status == .ok && put.customer?.email == nil && put.text.contains(#""email":"""#))
        let list = await send(.get, "/api/customers")
        #expect(list.text.contains(#""email":"""#))
    }

    @Test("It reads why something failed by `error`, and a deletion that can be taken back is a failure as before")
    func failures() async throws {
        let ann = try #require(await send(.post, "/api/customers", #"{"name": "A", "email": "a@x.org"}"#).customer)
        let taken = await send(.post, "/api/customers", #"{"name": "B", "email": "A@x.org"}"#)
        let neither = await send(.post, "/api/customers", #"{"name": "B"}"#)
        _ = await send(.delete, ann.id.path())
        let gone = await send(.get, ann.id.path())
        let missing = await send(.get, CustomerID.random().path())
        let failures = [taken, neither, gone, missing]
        #expect(failures.map(\.status) == [.conflict, .badRequest, .gone, .notFound])
        for response in failures {
            guard case .object(let members)? = json(response), case .string(let error)? = members["error"] else {
                Issue.record("no error: \(response.text)")
                continue
            }
            #expect(!error.isEmpty)
        }
    }
}
