import Domain
import Testing
import Wire

@testable import APIClient

@Suite("Waiting for a change")
struct FeedWaitTests {
    private static let (interval, long) = (Duration.seconds(20), Duration.seconds(25))

    private var held: FeedWait {
        var wait = FeedWait()
        wait.note(Self.health(.longPoll))
        return wait
    }

    private static func health(_ capabilities: Capability...) -> HealthJSON {
        HealthJSON(timestamp: .now(), version: "1", replicate: true, capabilities: capabilities)
    }

    private static func page(_ changes: [Change] = [], more: Bool = false) -> ChangePageJSON {
        ChangePageJSON(changes: changes, cursor: "c", more: more)
    }

    private static let change = Change.deleted(Tombstone(id: annaID, deletedAt: .now(), version: 2))

    @Test("Where the server holds nothing back, no question waits, and there is a pause between two")
    func notHeld() {
        var wait = FeedWait()
        wait.note(Self.health())
        #expect(wait.seconds == nil)
        #expect(wait.pause(after: Self.page(), isHeld: false, took: .zero, interval: Self.interval) == Self.interval)
        #expect(wait.pause(after: Self.page(more: true), isHeld: false, took: .zero, interval: Self.interval) == .zero)
    }

    @Test("After an answer that was held back the next question waits at once, after a change a moment later")
    func answered() {
        var wait = held
        #expect(wait.pause(after: Self.page(), isHeld: true, took: Self.long, interval: Self.interval) == .zero)
        let pause = wait.pause(after: Self.page([Self.change]), isHeld: true, took: .zero, interval: Self.interval)
        #expect(pause > .zero && pause < FeedWait.shortest)
        #expect(wait.seconds == ChangesQuery.waits.upperBound)
    }

    @Test("After one that broke off the next does not wait, and the one after its answer does")
    func broken() {
        var wait = held
        wait.noteBroken()
        #expect(wait.seconds == nil && wait.isPossible)
        #expect(wait.pause(after: Self.page(), isHeld: false, took: .zero, interval: Self.interval) == .zero)
        #expect(wait.seconds != nil)
    }

    @Test(
        "Three in a row that broke off, or came at once without a change, are the last; one that was held starts anew")
    func givenUp() {
        var wait = held
        wait.noteBroken()
        #expect(wait.pause(after: Self.page(), isHeld: true, took: .zero, interval: Self.interval) == FeedWait.shortest)
        #expect(wait.pause(after: Self.page(), isHeld: true, took: Self.long, interval: Self.interval) == .zero)
        for _ in 0..<2 { wait.noteBroken() }
        #expect(wait.isPossible)
        wait.noteBroken()
        #expect(!wait.isPossible && wait.seconds == nil)
        #expect(wait.pause(after: Self.page(), isHeld: false, took: .zero, interval: Self.interval) == Self.interval)
    }
}
