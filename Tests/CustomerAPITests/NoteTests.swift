import CustomerAPI
import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("Notes")
struct NoteTests {
    private static let key: HTTPFields = [.idempotencyKey: "6f1e2d3c-0000-4000-8000-00000000000e"]
    private let api = MemoryAPI()

    @Test("A note is answered as the timeline has it, cleaned as values are")
    func writing() async throws {
        let anna = try await api.create()
        let response = await api.note(anna.id, "  Calls\r\nback \u{0065}\u{0301} \n")
        let entry = try #require(response.entry)
        #expect(response.status == .created && response.fields[.eTag] == nil && response.fields[.location] == nil)
        #expect(entry.note == "Calls\nback \u{E9}" && entry.kind == .note && entry.number == 2 && entry.version == 1)
        #expect(try await api.entries(anna.id).first == entry)
        #expect(await api.get(anna.id.path()).customer == anna)
        let feed = await api.send(.get, "/api/changes", as: .exporter).changePage
        #expect(feed?.changes.map(\.change) == [.changed(anna)])
    }

    @Test(
        "A note that is none is refused with its field and why",
        arguments: [
            (#"{}"#, .required), (#"{"text": null}"#, .required), (#"{"text": ""}"#, .required),
            (#"{"text": " \n\t \u00a0 "}"#, .required), (#"{"text": 7}"#, .type), (#"{"text": ["a"]}"#, .type),
            (#"{"text": "a\u0007b"}"#, .character), (#"{"text": "a\u001b[31mb"}"#, .character),
            (#"{"text": "a\u202eb"}"#, .character), (#"{"text": "a\u0000b"}"#, .character),
            (#"{"text": "\#(String(repeating: "x", count: 2_001))"}"#, .tooLong),
            (#"{"text": "x\#(String(repeating: "\\u0001", count: 3_000))y"}"#, .character),
        ] as [(String, FieldViolation.Code)])
    func faults(body: String, code: FieldViolation.Code) async throws {
        let anna = try await api.create()
        let problem = await api.send(.post, anna.id.path("notes"), [:], body).problem
        #expect(problem?.kind == .validation)
        #expect(problem?.violations.map(\.field) == ["text"] && problem?.violations.map(\.code) == [code])
        #expect(try await api.entries(anna.id).count == 1)
    }

    @Test(
        "2,000 characters of any length are a note, written out or escaped, and what is larger than a body is not read")
    func sizes() async throws {
        let anna = try await api.create()
        for longest in ["x", "ü", "漢", "\u{1F984}"].map({ String(repeating: $0, count: 2_000) }) {
            #expect(await api.note(anna.id, longest).entry?.note == longest)
        }
        let escaped = String(repeating: #"\ud83e\udd84"#, count: 2_000)
        #expect(await api.send(.post, anna.id.path("notes"), [:], #"{"text": "\#(escaped)"}"#).status == .created)
        let huge = await api.note(anna.id, String(repeating: "x", count: 10_000_000))
        #expect(huge.problem?.kind == .contentTooLarge)
        #expect(try await api.entries(anna.id).count == 6)
    }

    @Test(
        "What is no JSON object, or said to be something else, is refused as it is elsewhere; unknown members are nothing"
    )
    func bodies() async throws {
        let anna = try await api.create()
        for body in ["", "[]", "\"x\"", #"{"text": "a", "text": "b"}"#] {
            #expect(await api.send(.post, anna.id.path("notes"), [:], body).problem?.kind == .invalidRequest)
        }
        let plain = await api.send(.post, anna.id.path("notes"), [.contentType: "text/plain"], #"{"text": "a"}"#)
        #expect(plain.problem?.kind == .unsupportedMediaType)
        let more = #"{"text": "a", "seq": 99, "by": "lee", "pinned": {"x": [1]}}"#
        let entry = await api.send(.post, anna.id.path("notes"), [:], more).entry
        #expect(entry?.number == 2 && entry?.author == "kim")
        #expect(await api.send(.post, anna.id.path("notes"), [.idempotencyKey: "7"], more).status == .badRequest)
    }

    @Test("A repeat writes nothing and is answered with the note as it is now, after however many changes")
    func repeats() async throws {
        let anna = try await api.create()
        let first = await api.note(anna.id, "Hello", Self.key)
        #expect(first.fields[.idempotencyReplayed] == nil)
        for number in 0..<20 {
            let key: HTTPFields = [.idempotencyKey: IdempotencyKey.random().text]
            _ = await api.send(.patch, anna.id.path(), key, #"{"phone": "\#(number)"}"#)
        }
        let again = await api.note(anna.id, " Hello ", Self.key)
        #expect(again.status == .created && again.entry == first.entry)
        #expect(again.fields[.idempotencyReplayed] == "true" && again.fields[.idempotencyVersion] == "1")
        #expect(await api.note(anna.id, "Other", Self.key).problem?.kind == .idempotencyKeyReused)
        #expect(try await api.entries(anna.id).count { $0.kind == .note } == 1)
        _ = await api.send(.delete, anna.id.path("notes/2"))
        let retracted = await api.note(anna.id, "Hello", Self.key)
        #expect(retracted.status == .created && retracted.entry?.kind == .retracted && retracted.entry?.note == nil)
        let bob = try await api.create(#"{"name": "Bob", "phone": "1"}"#)
        #expect(
            await api.note(bob.id, "Hello", Self.key).fields[.idempotencyReplayed] == nil, "a key is one customer's")
    }

    @Test("A note on somebody who is gone meanwhile says so; whoever restores them can go on")
    func deletedMeanwhile() async throws {
        let anna = try await api.create()
        _ = await api.note(anna.id, "Before", Self.key)
        _ = await api.send(.delete, anna.id.path())
        for fields in [[:], Self.key] as [HTTPFields] {
            let refused = await api.note(anna.id, "Before", fields)
            #expect(refused.problem?.kind == .deleted && refused.problem?.restorableUntil != nil)
        }
        #expect(await api.send(.delete, anna.id.path("notes/2")).problem?.kind == .deleted)
        #expect(await api.note(.random(), "Hello").problem?.kind == .notFound)
        _ = await api.send(.post, anna.id.path("restore"), [:], "{}")
        #expect(await api.note(anna.id, "After").entry?.number == 5)
        #expect(await api.note(anna.id, "Before", Self.key).fields[.idempotencyReplayed] == "true")
    }

    @Test("One's own note is taken back, an admin's hand takes back any, and its place stays")
    func retraction() async throws {
        let anna = try await api.create()
        _ = await api.note(anna.id, "Secretnote", by: "kim")
        _ = await api.note(anna.id, "Secretnote", by: "lee")
        let refused = await api.send(.delete, anna.id.path("notes/2"), as: .exporter, "lee").problem
        #expect(refused?.kind == .forbidden && refused?.detail.contains("admin") == true)
        #expect(await api.send(.delete, anna.id.path("notes/2"), as: .agent, "kim").status == .noContent)
        #expect(await api.send(.delete, anna.id.path("notes/2"), as: .agent, "lee").status == .noContent, "it is gone")
        #expect(await api.send(.delete, anna.id.path("notes/3"), as: .admin, "max").status == .noContent)
        let entries = try await api.entries(anna.id)
        #expect(
            entries.map(\.kind) == [.retracted, .retracted, .created] && entries.map(\.author) == ["lee", "kim", "kim"])
        let text = await api.get(anna.id.path("timeline")).text
        #expect(!text.contains("Secretnote"))
        for number in [1, 4, 99] {
            #expect(await api.send(.delete, anna.id.path("notes/\(number)"), as: .admin).problem?.kind == .notFound)
        }
        #expect(await api.send(.delete, CustomerID.random().path("notes/1")).problem?.kind == .notFound)
        #expect(await api.get(anna.id.path()).customer == anna)
    }
}
