import Domain
import HTTP
import HTTPTypes
import TestSupport
import Testing
import Wire

@testable import CustomerAPI

@Suite("A customer's timeline")
struct TimelineTests {
    private let api = MemoryAPI()

    @Test("Each change and each note is an entry, newest first, with who, when, by which program and what it changed")
    func entries() async throws {
        let anna = try await api.create()
        api.clock.advance(bySeconds: 60)
        let agent: HTTPFields = [.userAgent: "customers/2.0 (Linux; kim's laptop)"]
        _ = await api.send(.patch, anna.id.path(), agent, #"{"phone": "555", "tags": ["vip"]}"#, as: .agent, "lee")
        api.clock.advance(bySeconds: 60)
        #expect(await api.note(anna.id, "Calls back\non Monday").status == .created)
        let response = await api.get(anna.id.path("timeline"))
        let found = try #require(response.timelinePage)
        #expect(found.cursor == nil && found.entries.map(\.number) == [3, 2, 1])
        #expect(found.entries.map(\.kind) == [.note, .changed, .created] && found.entries.map(\.version) == [2, 2, 1])
        #expect(found.entries.map(\.author) == ["kim", "lee", "kim"])
        #expect(found.entries.map(\.via) == [nil, "customers/2.0", nil])
        #expect(found.entries.map(\.moment) == [120, 60, 0].map { API.now.advanced(bySeconds: $0) })
        #expect(found.entries[0].note == "Calls back\non Monday" && found.entries[0].edit.isEmpty)
        let changes = #""changes":{"phone":{"from":null,"to":"555"},"tags":{"from":[],"to":["vip"]}}"#
        #expect(JSONBody.bytes(TimelineEntryJSON(found.entries[1]), isSorted: true).text.contains(changes))
        #expect(found.entries[2].edit == CustomerEdit(from: nil, to: anna.details))
    }

    @Test("An edit that changes nothing still is one, with its version; a note makes none")
    func versions() async throws {
        let anna = try await api.create()
        #expect(try await api.patch(anna.id, #"{"name": "Anna"}"#).version == 2)
        _ = await api.note(anna.id, "Hello")
        let now = await api.get(anna.id.path())
        #expect(now.fields[.eTag] == "\"2\"" && now.customer?.version == 2)
        #expect(await api.send(.patch, anna.id.path(), [.ifMatch: "\"2\""], #"{"phone": "1"}"#).status == .ok)
        #expect(try await api.entries(anna.id).map(\.number) == [4, 3, 2, 1])
    }

    @Test("Somebody from before there were timelines has none until something is done with them")
    func baselines() async throws {
        let details = try CustomerDetails(name: "Old", email: "old@x.org")
        let old = Customer(
            id: .random(), details: details, registrationDate: API.now, createdAt: API.now, updatedAt: API.now,
            version: 7, updatedBy: "lee")
        api.store.addWithoutTimeline(old)
        #expect(try await api.entries(old.id).isEmpty)
        #expect(await api.get(old.id.path("versions/7")).customer == old, "as they are, they are known")
        #expect(await api.get(old.id.path("at/2024-03-01T12:00:00Z")).customer == old)
        for part in ["versions/6", "versions/8", "at/2024-03-01T10:00:00Z"] {
            #expect(await api.get(old.id.path(part)).problem?.kind == .notRecorded)
        }
        _ = await api.note(old.id, "First")
        _ = try await api.patch(old.id, #"{"name": "New"}"#)
        let entries = try await api.entries(old.id)
        #expect(entries.map(\.kind) == [.changed, .note, .baseline] && entries.map(\.number) == [3, 2, 1])
        #expect(entries.map(\.version) == [8, 7, 7] && entries[2].author == "lee")
        #expect(entries[2].edit == CustomerEdit(from: nil, to: details) && entries[2].moment == API.now)
        #expect(await api.get(old.id.path("versions/7")).customer == old)
        #expect(await api.get(old.id.path("versions/6")).problem?.kind == .notRecorded)
    }

    @Test("Pages lead from one to the next without a gap, whatever is added meanwhile")
    func pages() async throws {
        let anna = try await api.create()
        for number in 2...45 { _ = await api.note(anna.id, "Note \(number)") }
        let first = try #require(await api.get(anna.id.path("timeline")).timelinePage)
        #expect(first.entries.map(\.number) == Array((26...45).reversed()))
        _ = await api.note(anna.id, "Meanwhile")
        let second = try #require(await next(first, anna.id))
        #expect(second.entries.map(\.number) == Array((6...25).reversed()))
        let third = try #require(await next(second, anna.id))
        #expect(third.entries.map(\.number) == [5, 4, 3, 2, 1] && third.cursor == nil)
        let exact = try #require(await api.get(anna.id.path("timeline?limit=46")).timelinePage)
        #expect(exact.entries.count == 46 && exact.cursor == nil)
    }

    private func next(_ page: TimelinePage, _ id: CustomerID) async -> TimelinePage? {
        await api.get(id.path("timeline?cursor=\(page.cursor ?? "none")")).timelinePage
    }

    @Test("The cursor of another customer's, or of something else, is refused, and so is one that was made up")
    func cursors() async throws {
        let (anna, bob) = (try await api.create(), try await api.create(#"{"name": "Bob", "phone": "1"}"#))
        for id in [anna.id, bob.id] { _ = await api.note(id, "Hello") }
        let page = try #require(await api.get(anna.id.path("timeline?limit=1")).timelinePage)
        let cursor = try #require(page.cursor)
        let feed = try #require(await api.get("/api/changes?cursor=latest").changePage).cursor
        let positions: [[UInt8]] = [
            [0xFF], [UInt8](repeating: 0xFF, count: 8), [], [UInt8](repeating: 0, count: 8),
            [UInt8](repeating: 1, count: 9),
        ]
        let made = positions.map { ChangeCursor.encoded(StorePosition($0), in: .timeline(bob.id)) }
        for wrong in [cursor, feed, "x", "", String(cursor.dropLast())] + made {
            let response = await api.get(bob.id.path("timeline?cursor=\(wrong)"))
            #expect(response.problem?.kind == .badCursor, "\(wrong)")
        }
        for target in ["/api/trash", "/api/erasures", "/api/changes"] {
            #expect(await api.get("\(target)?cursor=\(cursor)").problem?.kind == .badCursor)
        }
    }

    @Test("Whoever has the page is told so, by any form of its tag, until there is another entry, or one goes")
    func tags() async throws {
        let anna = try await api.create()
        _ = await api.note(anna.id, "Hello")
        let target = anna.id.path("timeline")
        let tag = try #require(await api.get(target).fields[.eTag])
        for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
            let response = await api.send(.get, target, [.ifNoneMatch: known])
            #expect(response.status == .notModified && response.fields[.eTag] == tag && response.body.isEmpty)
        }
        #expect(await api.send(.get, target, [.ifNoneMatch: "\"t0\""]).status == .ok)
        #expect(await api.send(.get, target, [.ifNoneMatch: "x"]).problem?.kind == .invalidRequest)
        #expect(await api.send(.head, target, [.ifNoneMatch: tag]).status == .notModified)
        #expect(await api.send(.get, target + "?limit=1", [.ifNoneMatch: tag]).status == .ok, "another page")
        #expect(await api.send(.delete, anna.id.path("notes/2")).status == .noContent)
        let retracted = await api.send(.get, target, [.ifNoneMatch: tag])
        #expect(retracted.status == .ok && retracted.fields[.eTag] != tag)
        _ = try await api.patch(anna.id, #"{"phone": "1"}"#)
        #expect(await api.get(target).fields[.eTag] != retracted.fields[.eTag])
    }

    @Test("A page's tag is of the very bytes that are sent, which are the same for the same page")
    func tagOfBytes() async throws {
        let anna = try await api.create()
        _ = await api.send(.patch, anna.id.path(), [:], #"{"phone": "555", "company": "X", "tags": ["a"]}"#)
        let answers = await [api.get(anna.id.path("timeline")), api.get(anna.id.path("timeline"))]
        #expect(answers[0].body == answers[1].body)
        var digest = Digest()
        digest.add(answers[0].body)
        let number = digest.bytes().prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        let tag = try #require(answers[0].fields[.eTag])
        #expect(tag.hasPrefix("\"t") && UInt64(tag.dropFirst(2).dropLast(), radix: 16) == number)
    }

    @Test(
        "What is older than the operator keeps it has no values, and is there, whether the store has trimmed it or not")
    func trimming() async throws {
        let anna = try await api.create()
        _ = await api.note(anna.id, "Secretnote")
        api.clock.advance(bySeconds: 86_400)
        _ = try await api.patch(anna.id, #"{"phone": "555"}"#)
        var settings = CustomerHandler.Settings()
        settings.timelineDays = 1
        let trimming = api.with(settings)
        #expect(try await trimming.entries(anna.id).allSatisfy { !$0.isTrimmed }, "a day old, and not more")
        api.clock.advance(bySeconds: 1)
        let text = await trimming.get(anna.id.path("timeline")).text
        let entries = try await trimming.entries(anna.id)
        #expect(entries.map(\.kind) == [.changed, .note, .created] && entries.map(\.isTrimmed) == [false, true, true])
        #expect(!text.contains("Secretnote") && !text.contains("anna@x.org") && text.contains("\"trimmed\":true"))
        #expect(await trimming.get(anna.id.path("versions/1")).customer == anna, "the entry behind it tells")
        api.clock.advance(bySeconds: 86_400)
        #expect(await trimming.get(anna.id.path("versions/1")).problem?.kind == .notRecorded)
        #expect(await trimming.get(anna.id.path("versions/2")).customer?.phone == "555")
    }

    @Test("A program is named by the first word of its User-Agent, as far as it is one and short")
    func programs() async throws {
        let anna = try await api.create()
        let long = String(repeating: "x", count: 100)
        for (agent, _) in Self.agents(long) { _ = await api.note(anna.id, "Hello", [.userAgent: agent]) }
        let via = try await api.entries(anna.id).dropLast().reversed().map(\.via)
        #expect(via == Self.agents(long).map(\.1))
    }

    private static func agents(_ long: String) -> [(String, String?)] {
        [
            ("curl/8.1 libcurl/8", "curl/8.1"), (long, String(repeating: "x", count: 60)), ("", nil), (" ", nil),
            ("é\u{301}\u{301}", nil), ("a\tb", "a"), ("a\u{200B}b c", "a"),
        ]
    }

    @Test("There is none of somebody who is gone, or was never there")
    func nobody() async throws {
        let anna = try await api.create()
        for part in ["timeline", "versions/1", "at/2024-03-01T12:00:00Z", "duplicates"] {
            #expect(await api.get(CustomerID.random().path(part)).problem?.kind == .notFound)
        }
        _ = await api.send(.delete, anna.id.path())
        for part in ["versions/1", "at/2024-03-01T12:00:00Z", "duplicates"] {
            let problem = await api.get(anna.id.path(part)).problem
            #expect(problem?.kind == .deleted && problem?.restorableUntil != nil)
        }
    }

    @Test("Of somebody in the trash it is read by all who may read the trash, until nobody can be restored from it")
    func trash() async throws {
        let anna = try await api.create()
        _ = await api.note(anna.id, "Hello")
        let before = try await api.entries(anna.id)
        _ = await api.send(.delete, anna.id.path())
        let target = anna.id.path("timeline")
        let page = try #require(await api.send(.get, target, as: .reader).timelinePage)
        #expect(page.entries.map(\.kind) == [.deleted, .note, .created] && Array(page.entries.dropFirst()) == before)
        let first = try #require(await api.get(target + "?limit=1").timelinePage)
        #expect(await next(first, anna.id)?.entries == before)
        api.clock.advance(bySeconds: 30 * 86_400 - 1)
        #expect(await api.get(target).status == .ok)
        // A deletion is dated behind the change before it, which was at the same time here.
        api.clock.advance(bySeconds: 2)
        let gone = await api.get(target).problem
        #expect(gone?.kind == .deleted && gone?.restorableUntil == nil)
    }

    @Test("Without a trash there is none of who is deleted, and of who is erased there is none any more")
    func noTrash() async throws {
        var settings = CustomerHandler.Settings()
        settings.trashDays = 0
        let (anna, bob) = (try await api.create(), try await api.create(#"{"name": "Bob", "phone": "1"}"#))
        _ = await api.with(settings).send(.delete, anna.id.path())
        _ = await api.send(.delete, bob.id.path())
        _ = await api.send(.post, bob.id.path("erase"), [:], "{}", as: .admin)
        for id in [anna.id, bob.id] { #expect(await api.get(id.path("timeline")).problem?.kind == .deleted) }
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
