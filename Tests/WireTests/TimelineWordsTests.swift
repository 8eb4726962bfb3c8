import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@Suite("The words of timelines, trash, erasures and duplicates stay as they are")
struct TimelineWordsTests {
    private static let id = CustomerID(derivedFrom: "anna", in: .importedEmail)
    private let noon = Timestamp(microseconds: 1_709_294_400_123_456)

    private func expect(_ response: Response, says json: String) throws {
        let expected = try JSONBody.decode(AnyJSON.self, from: Array(json.utf8))
        #expect(try JSONBody.decode(AnyJSON.self, from: response.body) == expected)
    }

    private func entry(_ kind: TimelineEntry.Kind = .changed) throws -> TimelineEntry {
        let edit = CustomerEdit([
            .email: FieldChange(from: "a@x.org", to: nil), .phone: FieldChange(from: nil, to: "555"),
            .tags: FieldChange(from: nil, to: "a b"),
        ])
        return TimelineEntry(
            number: 3, moment: noon, author: "kim", kind: kind, version: 2, edit: edit, via: "customers/2.0")
    }

    private static let entryJSON = #"""
        {"seq": 3, "at": "2024-03-01T12:00:00.123Z", "by": "kim", "kind": "changed", "version": 2,
         "changes": {"email": {"from": "a@x.org", "to": ""}, "phone": {"from": null, "to": "555"},
                     "tags": {"from": [], "to": ["a", "b"]}}, "note": null, "via": "customers/2.0"}
        """#

    @Test("An entry has eight members, and a ninth where its values are gone; a page has a tag")
    func timelines() throws {
        let trimmed = TimelineEntry(number: 1, moment: noon, author: nil, kind: .note, version: 1, note: "Hi").trimmed
        let page = TimelinePage(entries: [try entry(), trimmed], cursor: nil)
        let response = ReadAnswer.timeline(TaggedTimelinePage(page) { _ in "\"t1\"" }).response
        try expect(
            response,
            says: """
                {"entries": [\(Self.entryJSON), {"seq": 1, "at": "2024-03-01T12:00:00.123Z", "by": null, "kind": "note",
                 "version": 1, "changes": {}, "note": null, "via": null, "trimmed": true}], "cursor": null}
                """)
        #expect(response.fields == [.contentType: "application/json", .eTag: "\"t1\""])
        #expect(
            TimelineEntry.Kind.allCases.map(\.rawValue) == [
                "baseline", "created", "changed", "note", "deleted", "restored", "retracted",
            ])
    }

    @Test("Erasures are ids and times, and the feed names when somebody was erased")
    func erasures() throws {
        let page = ErasurePage(erasures: [Erasure(Self.id, at: noon)], cursor: "c", more: false)
        try expect(
            ReadAnswer.erasures(page).response,
            says: """
                {"erasures": [{"customer_id": "\(Self.id)", "erased_at": "2024-03-01T12:00:00.123Z"}], "cursor": "c",
                 "more": false}
                """)
        let tombstone = Tombstone(
            id: Self.id, deletedAt: noon, version: 4, restorableUntil: noon, erasedAt: noon)
        let feed = ReadAnswer.changes(ChangePageJSON(changes: [.deleted(tombstone)], cursor: "c", more: false))
        try expect(
            feed.response,
            says: """
                {"changes": [{"customer_id": "\(Self.id)", "deleted_at": "2024-03-01T12:00:00.123Z", "version": 4,
                 "erased_at": "2024-03-01T12:00:00.123Z"}], "cursor": "c", "more": false}
                """)
    }

    @Test("A problem says until when somebody can be restored, only where they can")
    func deletions() throws {
        var problem = Problem(.deleted, "Gone.")
        #expect(!String(decoding: problem.response.body, as: UTF8.self).contains("restorable"))
        problem.restorableUntil = noon
        try expect(
            problem.response,
            says: """
                {"type": "urn:customers:problem:deleted", "title": "Gone", "status": 410, "detail": "Gone.",
                 "error": "Gone.", "restorable_until": "2024-03-01T12:00:00.123Z"}
                """)
    }

    @Test("A later server's kinds of entries and reasons are passed over, and members that nobody knows")
    func later() throws {
        func response(_ body: String) -> Response {
            Response(.ok, fields: [.contentType: "application/json", .eTag: "\"t1\""], body: Array(body.utf8))
        }
        let merged = Self.entryJSON.replacing("\"changed\"", with: "\"merged\"")
        let known = Self.entryJSON.replacing("\"note\": null", with: "\"note\": null, \"pinned\": {\"x\": [1]}")
        let call = ReadCall.timeline(Self.id, TimelineQuery(), unlessTag: nil)
        let answer = try call.answer(
            in: response("{\"entries\": [\(merged), \(known)], \"cursor\": null, \"more\": 7}"))
        let tagged: TaggedTimelinePage? = if case .timeline(let page) = answer { page } else { nil }
        let page = try #require(tagged, "\(answer)").page
        #expect(page.entries.map(\.number) == [3] && page.entries.map(\.kind) == [.changed])
        for broken in ["{\"entries\": [{\"seq\": 1}], \"cursor\": null}", "{\"cursor\": null}", "[]"] {
            #expect(throws: AnswerFailure.self) { try call.answer(in: response(broken)) }
        }
    }

    @Test("A past version, a timeline or a duplicate of another one than was asked for is not believed")
    func misdirected() throws {
        let anna = Customer(
            id: Self.id, details: try CustomerDetails(name: "Anna", email: nil, phone: "1"), registrationDate: noon,
            createdAt: noon,
            updatedAt: noon, version: 2, updatedBy: nil)
        func isBelieved(_ answer: ReadAnswer, _ call: ReadCall) -> Bool {
            (try? call.answer(in: answer.response)) != nil
        }
        #expect(isBelieved(.past(anna), .past(Self.id, .version(2))))
        #expect(!isBelieved(.past(anna), .past(Self.id, .version(1))))
        #expect(!isBelieved(.past(anna), .past(.random(), .version(2))))
        let duplicates = ReadAnswer.duplicates(DuplicatesJSON([Duplicate(anna, by: .phone)]))
        #expect(isBelieved(duplicates, .duplicates(.random())) && !isBelieved(duplicates, .duplicates(Self.id)))
        let dismissals = ReadAnswer.dismissals(DismissalsJSON([Self.id]))
        #expect(isBelieved(dismissals, .dismissals(.random())) && !isBelieved(dismissals, .dismissals(Self.id)))
        let known = ReadAnswer.timelineNotModified(tag: "\"t1\"")
        #expect(isBelieved(known, .timeline(Self.id, TimelineQuery(), unlessTag: "\"t1\"")))
        #expect(!isBelieved(known, .timeline(Self.id, TimelineQuery(), unlessTag: "\"t2\"")))
        let note = WriteCall.note(Self.id, try NoteText("Hello"), idempotencyKey: nil)
        for (said, isRight) in [("Hello", true), ("Other", false)] {
            let entry = TimelineEntry(number: 2, moment: noon, author: nil, kind: .note, version: 1, note: said)
            let answer = WriteAnswer.noted(entry, replayOf: nil).response
            #expect(((try? note.answer(in: answer)) != nil) == isRight)
        }
    }
}
