import APIClient
import Cache
import Domain
import Foundation
import HTTP
import Journal
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Workspace

@Suite("Persons who were erased on request")
struct ErasureTests {
    private static let api = "https://crm.example.org"
    private static let values = ["Zaphodine", "998877", "secret note"]

    /// An API that tells of erasures in pages of two, and remembers from where it was asked.
    private final class Registry: Transport {
        let asked = Mutex<[String?]>([])
        private let erased: [CustomerID]
        private let refusal: Problem.Kind?

        init(_ erased: [CustomerID], refusal: Problem.Kind? = nil) {
            self.erased = erased
            self.refusal = refusal
        }

        func send(_ request: Request, deadline: ContinuousClock.Instant) async throws(TransportFailure) -> Response {
            guard case .read(.erasures(let query))? = try? Call(request) else {
                return Problem(.notFound, "no").response
            }
            asked.withLock { $0.append(query.cursor) }
            if let refusal { return Problem(refusal, "no").response }
            if query.cursor == "expired" { return Problem(.cursorExpired, "no").response }
            let start = query.cursor.flatMap { Int($0.dropFirst()) } ?? 0
            let end = min(start + 2, erased.count)
            let page = erased[start..<end].map { Erasure($0, at: Timestamp(microseconds: 0)) }
            let answer = ErasurePage(erasures: page, cursor: "e\(end)", more: end < erased.count)
            return ReadAnswer.erasures(answer).response
        }
    }

    private struct Place {
        let folder: String
        let journal: EditJournal
        let cache: CustomerCache

        init(_ folder: String) throws {
            self.folder = folder
            journal = try EditJournal.open(directory: folder + "/data", api: ErasureTests.api).journal
            cache = try CustomerCache(
                at: .file(in: folder + "/cache", origin: ErasureTests.api), origin: ErasureTests.api)
        }

        func erasures(_ registry: Registry) -> Erasures {
            let client = CustomerClient(transport: registry, retries: RetryPolicy(maximumRetries: 0))
            return Erasures(client, journal, cache, data: folder + "/data")
        }

        /// The files in which one of some values stands.
        func files(with values: [String]) -> [String] {
            let paths = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
            return paths.filter { path in
                guard let bytes = FileManager.default.contents(atPath: folder + "/" + path) else { return false }
                return values.contains { bytes.range(of: Data($0.utf8)) != nil }
            }
        }
    }

    private static func customer(_ id: CustomerID) -> Customer {
        let moment = Timestamp.now()
        let details = CustomerDetails(
            trustedName: values[0], email: "x@example.com", phone: values[1], address: nil)
        return Customer(
            id: id, details: details, registrationDate: moment, createdAt: moment, updatedAt: moment, version: 1,
            updatedBy: nil)
    }

    /// Keeps something of somebody wherever this program does.
    private static func fill(_ place: Place, with id: CustomerID) async throws {
        let customer = customer(id)
        try await place.cache.store([customer], seenAt: .now())
        let entry = TimelineEntry(
            number: 1, moment: .now(), author: nil, kind: .note, version: 1, note: values[2])
        try await place.cache.store(
            KeptTimeline(of: id, TimelinePage(entries: [entry], cursor: nil), tag: "\"1\"", seenAt: .now()))
        try place.journal.append(
            .enter([
                Entry(customer: id, form: .init(op: .random(), change: .note(NoteText(trusted: values[2])))),
                Entry(
                    customer: id, form: .init(op: .random(), change: .delete(base: customer.details, version: 1))),
            ]))
        let drafts = place.folder + "/data/drafts/api"
        try FileManager.default.createDirectory(atPath: drafts, withIntermediateDirectories: true)
        let draft = #"{"format":1,"customer":{"customer_id":"\#(id.text)"},"values":{"name":"\#(values[0])"}}"#
        try Data(draft.utf8).write(to: URL(filePath: drafts + "/\(CustomerID.random().text).json"))
    }

    @Test("What was typed and not finished of one customer is found, and nothing of another's")
    func drafts() async throws {
        try await withTemporaryFolder { folder in
            let (place, id) = (try Place(folder), CustomerID.random())
            try await Self.fill(place, with: id)
            try await Self.fill(place, with: .random())
            let path = folder + "/data/drafts/api/\(CustomerID.random().text).json"
            let note =
                #"{"customer":{"customer_id":"\#(id.text)"},"values":{},"note":"tea","saved_at":"2026-11-30T00:00:00Z"}"#
            try Data(note.utf8).write(to: URL(filePath: path))
            let found = KeptDrafts(in: folder + "/data").all(of: id)
            #expect(found.map(\.note) == ["tea"], "a form without a time is none of this program's")
            #expect(KeptDrafts(in: folder + "/data").all(of: .random()).isEmpty)
        }
    }

    @Test("Nothing of them is in any file of this program any more, and what waited is said to be dropped")
    func everywhere() async throws {
        try await withTemporaryFolder { folder in
            let place = try Place(folder)
            let erased = CustomerID.random()
            try await Self.fill(place, with: erased)
            place.cache.close()
            #expect(place.files(with: Self.values).count >= 3)
            let again = try Place(folder)
            let registry = Registry([.random(), .random(), erased])
            let report = try await again.erasures(registry).follow()
            #expect(report.customers == [erased] && report.droppedEdits == 2 && report.drafts == 1)
            #expect(report.message?.contains("1 person was erased") == true)
            again.cache.close()
            #expect(again.files(with: Self.values).isEmpty)
            #expect(registry.asked.withLock { $0 } == [nil, "e2"])
        }
    }

    @Test("The next look goes on from there, and reports nothing twice")
    func goesOn() async throws {
        try await withTemporaryFolder { folder in
            let place = try Place(folder)
            let erased = CustomerID.random()
            try await Self.fill(place, with: erased)
            let registry = Registry([erased])
            _ = try await place.erasures(registry).follow()
            let next = try await place.erasures(registry).follow()
            #expect(next.customers.isEmpty && next.message == nil)
            #expect(registry.asked.withLock { $0 } == [nil, "e1"])
        }
    }

    @Test("A server that was restored tells everything again, and an older one tells of nobody")
    func otherServers() async throws {
        try await withTemporaryFolder { folder in
            let place = try Place(folder)
            let erased = CustomerID.random()
            try await Self.fill(place, with: erased)
            let older = Registry([erased], refusal: .notFound)
            #expect(try await place.erasures(older).follow().customers.isEmpty)
            try await place.cache.noteErasures(upTo: "expired")
            let registry = Registry([erased])
            #expect(try await place.erasures(registry).follow().customers == [erased])
            #expect(registry.asked.withLock { $0 } == ["expired", nil])
        }
    }
}
