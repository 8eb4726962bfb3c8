import Domain
import Testing
import Wire

@testable import Cache

@Suite("The copy of the whole directory")
struct ReplicaApplyTests {
    private let clock = TestClock()

    private func changes(_ customers: some Sequence<Customer>) -> [Change] {
        customers.map(Change.changed)
    }

    private func gone(_ customer: Customer) -> Change {
        .deleted(Tombstone(id: customer.id, deletedAt: noon, version: customer.version + 1))
    }

    @Test("Is complete when the feed's last page is in, and goes on from its cursor in the next session")
    func fills() async throws {
        let place = TemporaryPlace()
        let people = samplePeople(300)
        let first = try CustomerCache(place.location, clock: clock)
        #expect(try first.replicaState().cursor == nil && !first.replicaState().isComplete)
        let filling = try await first.apply(changes(people[..<200]), after: nil, cursor: "a", isComplete: false)
        #expect(filling?.isComplete == false && filling?.customers == 200)
        first.close()
        let second = try CustomerCache(place.location, clock: clock)
        #expect(try second.replicaState() == filling)
        clock.advance(seconds: 9)
        let complete = try await second.apply(changes(people[200...]), after: "a", cursor: "b", isComplete: true)
        #expect(complete?.isComplete == true && complete?.cursor == "b" && complete?.followedAt == clock.now)
        #expect(try second.everybody() == byName(people))
    }

    @Test("Follows changes and deletions, each customer in its newest version")
    func follows() async throws {
        let cache = try CustomerCache(clock: clock)
        let people = samplePeople(60)
        try await cache.apply(changes(people), after: nil, cursor: "a", isComplete: true)
        let renamed = people[0].with(name: "Zaphod Beeblebrox", version: 5)
        try await cache.apply(
            [.changed(renamed), gone(people[1]), .changed(people[0]), gone(.named("Never here"))], after: "a",
            cursor: "b", isComplete: true)
        #expect(try cache.customer(renamed.id)?.customer == renamed)
        #expect(try cache.everybody() == byName([renamed] + people[2...]))
        // A page of the list that was under way when the customer was deleted.
        try await cache.store([people[1]], seenAt: clock.now)
        #expect(try cache.customer(people[1].id) == nil)
    }

    @Test("Of two sessions that follow, the one that is late does nothing")
    func ignoresTheLate() async throws {
        let cache = try CustomerCache(clock: clock)
        let people = samplePeople(30)
        try await cache.apply(changes(people[..<10]), after: nil, cursor: "a", isComplete: false)
        #expect(try await cache.apply(changes(people[10...]), after: nil, cursor: "z", isComplete: true) == nil)
        #expect(try cache.count() == 10 && !cache.replicaState().isComplete)
    }

    @Test("Has no limit and no expiry, and is as old as the last following")
    func keepsEverybody() async throws {
        let cache = try CustomerCache(clock: clock, capacity: 20)
        let people = samplePeople(100)
        try await cache.apply(changes(people[..<60]), after: nil, cursor: "a", isComplete: false)
        try await cache.apply(changes(people[60...]), after: "a", cursor: "b", isComplete: true)
        clock.advance(days: 3)
        try await cache.apply([], after: "b", cursor: "c", isComplete: true)
        let followed = clock.now
        clock.advance(days: 30)
        try await cache.store([people[0]], seenAt: clock.now)
        #expect(try cache.count() == 100)
        #expect(try cache.customer(people[1].id)?.seenAt == followed)
        #expect(try cache.customer(people[0].id)?.seenAt == clock.now)
    }

    @Test("Starting over, everybody stays until the new pass is complete; then customers it has not listed go")
    func startsOver() async throws {
        let cache = try CustomerCache(clock: clock)
        let people = samplePeople(100)
        try await cache.apply(changes(people), after: nil, cursor: "a", isComplete: true)
        try await cache.store([people[5].with(name: "From After The Backup", version: 9)], seenAt: clock.now)
        try await cache.startReplicaOver(insteadOf: "other")
        #expect(try cache.replicaState().cursor == "a", "somebody else has started over already")
        try await cache.startReplicaOver(insteadOf: "a")
        #expect(try cache.count() == 100 && !cache.replicaState().isComplete)
        try await cache.apply(changes(people[..<40]), after: nil, cursor: "n", isComplete: false)
        #expect(try cache.count() == 100)
        try await cache.apply(changes(people[40..<90]), after: "n", cursor: "o", isComplete: true)
        #expect(try cache.everybody() == byName(Array(people[..<90])), "what the server says now is what counts")
        #expect(try cache.names("after the").isEmpty)
    }

    @Test("The first pass drops customers it has not listed, too")
    func dropsTheUnnamed() async throws {
        let cache = try CustomerCache(clock: clock)
        let people = samplePeople(20)
        try await cache.store([.named("Gone Since")] + people.prefix(5), seenAt: clock.now)
        try await cache.apply(changes(people), after: nil, cursor: "a", isComplete: true)
        #expect(try cache.everybody() == byName(people))
    }

    @Test("Left, it is an ordinary cache again, with its limits")
    func isLeft() async throws {
        let cache = try CustomerCache(clock: clock, capacity: 20)
        try await cache.apply(changes(samplePeople(60)), after: nil, cursor: "a", isComplete: true)
        try await cache.leaveReplica()
        #expect(try cache.count() == 20)
        #expect(try cache.replicaState().cursor == nil && !cache.replicaState().isComplete)
    }

    @Test("A pass that was not continued for seven days is given up")
    func isGivenUp() async throws {
        let cache = try CustomerCache(clock: clock, capacity: 20)
        try await cache.apply(changes(samplePeople(60)), after: nil, cursor: "a", isComplete: false)
        clock.advance(days: 8)
        try await cache.store([.named("Ann")], seenAt: clock.now)
        #expect(try cache.count() == 1 && cache.replicaState().cursor == nil)
    }
}
