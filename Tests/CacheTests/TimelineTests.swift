import Domain
import Foundation
import Testing
import Wire

@testable import Cache

@Suite("Timelines that are kept")
struct TimelineTests {
    private let clock = TestClock()

    private func timeline(_ id: CustomerID, _ note: String = "Called back", seconds: Int64 = 0) -> KeptTimeline {
        let entry = TimelineEntry(
            number: 2, moment: noon, author: "kim", kind: .note, version: 1, note: note, via: "customers")
        let page = TimelinePage(entries: [entry], cursor: "next")
        return KeptTimeline(of: id, page, tag: "\"7\"", seenAt: noon.advanced(bySeconds: seconds))
    }

    @Test("The first page comes back as it was read, with when that was, and not when it is too old")
    func comesBack() async throws {
        let cache = try CustomerCache(clock: clock)
        let id = CustomerID.random()
        #expect(try cache.timeline(of: id) == nil)
        try await cache.store(timeline(id))
        #expect(try cache.timeline(of: id) == timeline(id))
        clock.advance(days: 6)
        try await cache.renewTimeline(of: id, tag: "\"6\"", seenAt: clock.now)
        #expect(try cache.timeline(of: id)?.seenAt == noon)
        try await cache.renewTimeline(of: id, tag: "\"7\"", seenAt: clock.now)
        #expect(try cache.timeline(of: id)?.seenAt == clock.now)
        clock.advance(days: 8)
        #expect(try cache.timeline(of: id) == nil)
    }

    @Test("So many are kept at most, and those read longest ago go first")
    func bounded() async throws {
        let cache = try CustomerCache(clock: clock)
        let ids = (0..<KeptTimeline.maximumKept + 3).map { _ in CustomerID.random() }
        for (index, id) in ids.enumerated() { try await cache.store(timeline(id, seconds: Int64(index))) }
        #expect(try ids.filter { try cache.timeline(of: $0) == nil } == Array(ids.prefix(3)))
    }

    @Test("It goes with a deletion and a wipe, and nothing is kept of somebody the server has just deleted")
    func goes() async throws {
        let cache = try CustomerCache(clock: clock)
        let (first, second) = (CustomerID.random(), CustomerID.random())
        try await cache.store(timeline(first))
        try await cache.store(timeline(second))
        try await cache.remove(first)
        try await cache.store(timeline(first))
        #expect(try cache.timeline(of: first) == nil && cache.timeline(of: second) != nil)
        try await cache.wipe()
        #expect(try cache.timeline(of: second) == nil)
    }

    @Test("It goes when the server tells of a deletion in it, for who lies in the trash is not kept")
    func inTrash() async throws {
        let cache = try CustomerCache(clock: clock)
        let id = CustomerID.random()
        try await cache.store(timeline(id))
        let deletion = TimelineEntry(number: 3, moment: noon, author: "kim", kind: .deleted, version: 2)
        let page = TimelinePage(entries: [deletion] + timeline(id).page.entries, cursor: nil)
        try await cache.store(KeptTimeline(of: id, page, tag: nil, seenAt: noon))
        #expect(try cache.timeline(of: id) == nil)
    }

    @Test("Nothing of an erased person stays in the file, in the index of the search, either")
    func erased() async throws {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location, clock: clock, indexDelay: 1)
        let ann = Customer.named("Zaphodine Quux", email: "zaphodine@example.com", phone: "998877", version: 3)
        let others = [Customer.named("Bob Stays"), Customer.named("Kim Stays")]
        try await cache.store([ann] + others, seenAt: noon)
        try await cache.store(timeline(ann.id, "Zaphodine called"))
        #expect(try cache.names("zaphodine") == ["Zaphodine Quux"])
        #expect(try await cache.purge([ann.id, .random()]) == [ann.id])
        #expect(try await cache.purge([ann.id]).isEmpty)
        #expect(try cache.names("zaphodine").isEmpty && cache.names("stays").count == 2)
        #expect(try cache.timeline(of: ann.id) == nil && cache.customer(ann.id) == nil)
        try await cache.store([ann], seenAt: noon)
        #expect(try cache.customer(ann.id) == nil)
        cache.close()
        let folder = URL(filePath: place.directory + "/profile")
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let bytes = try Data(contentsOf: folder.appending(path: name))
            for value in ["Zaphodine", "zaphodine", "quux", "998877", "778899"] {
                #expect(bytes.range(of: Data(value.utf8)) == nil, "\(value) in \(name)")
            }
        }
    }

    @Test("Who was deleted before stays in no file, either, also while the cache is open")
    func erasedAfterDeletion() async throws {
        let place = TemporaryPlace()
        let cache = try CustomerCache(place.location, clock: clock)
        let ann = Customer.named("Zaphodine Quux", email: "zaphodine@example.com", phone: "998877", version: 3)
        try await cache.store([ann, .named("Bob Stays")], seenAt: noon)
        try await cache.store(timeline(ann.id, "Zaphodine called"))
        try await cache.remove(ann.id)
        #expect(try await cache.purge([ann.id]).isEmpty)
        for suffix in ["", "-wal"] { #expect(try !place.holds("aphodine", suffix), "\(suffix)") }
        #expect(try cache.names("stays") == ["Bob Stays"])
    }

    @Test("Who was restored is there again, whatever was said of the deletion")
    func restored() async throws {
        let cache = try CustomerCache(clock: clock)
        let ann = Customer.named("Ann", version: 3)
        try await cache.remove(ann.id)
        try await cache.bringBack(ann)
        #expect(try cache.customer(ann.id)?.customer == ann)
        try await cache.store([ann.with(name: "Ann New", version: 4)], seenAt: noon)
        #expect(try cache.customer(ann.id)?.customer.version == 4)
    }

    @Test("Where the erasures go on stays through a wipe of what was read")
    func cursor() async throws {
        let cache = try CustomerCache(clock: clock)
        #expect(try cache.erasuresCursor() == nil)
        try await cache.noteErasures(upTo: "e1")
        try await cache.wipe()
        #expect(try cache.erasuresCursor() == "e1")
    }
}
