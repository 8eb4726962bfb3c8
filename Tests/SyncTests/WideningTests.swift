import APIClient
import Domain
import Journal
import Sync
import TestSupport
import Testing

/// How many requests are under way at once, and what that costs at the disk.
@Suite("As many at once as go well")
struct WideningTests {
    /// One with a thousand edits, eight of which are under way.
    private func draining() throws -> SyncFixture {
        let sync = SyncFixture()
        for _ in 0..<1_000 { try sync.edit() }
        sync.connect()
        sync.accept()
        sync.turn()
        return sync
    }

    /// How many are under way after each of some turns, before each of which all are accepted.
    private func counts(_ sync: SyncFixture, _ turns: Int, after pause: Duration = .milliseconds(250)) -> [Int] {
        (0..<turns).map { _ in
            while !sync.underWay.isEmpty { sync.accept() }
            sync.turn(after: pause)
            return sync.underWay.count
        }
    }

    @Test("While all goes well twice as many go every quarter of a second, thirty-two at most")
    func widening() throws {
        #expect(counts(try draining(), 5) == [8, 16, 32, 32, 32])
    }

    @Test("However fast the answers come, it is not sooner")
    func tooSoon() throws {
        #expect(counts(try draining(), 24, after: .milliseconds(10)) == Array(repeating: 8, count: 24))
    }

    @Test("A server that fails gets eight again")
    func stumbling() throws {
        let sync = try draining()
        #expect(counts(sync, 3).last == 32)
        sync.answer(.failure(.serverFailed(status: 500, requestID: "r")))
        #expect(counts(sync, 3) == [8, 16, 32])
    }

    @Test("After an outage it is one again, then eight")
    func outage() throws {
        let sync = try draining()
        #expect(counts(sync, 3).last == 32)
        while !sync.underWay.isEmpty { sync.answer(SyncFixture.lost) }
        sync.turn()
        while !sync.isProbing { sync.turn(after: .seconds(1)) }
        sync.answerProbe()
        sync.turn()
        #expect(sync.underWay.count == 1)
        #expect(counts(sync, 3) == [8, 16, 32])
    }

    @Test("An API that has asked for a pause gets no more than eight ever after")
    func busy() throws {
        let sync = try draining()
        #expect(counts(sync, 3).last == 32)
        while !sync.underWay.isEmpty { sync.answer(.failure(.busy(status: 503, retryAfterSeconds: 1))) }
        sync.turn()
        while !sync.isProbing { sync.turn(after: .seconds(1)) }
        sync.answerProbe()
        sync.turn()
        #expect(counts(sync, 4) == [8, 8, 8, 8])
    }

    @Test("A thousand edits that all go well wait for the disk thirty-five times")
    func appends() throws {
        let sync = SyncFixture()
        for _ in 0..<1_000 { try sync.edit() }
        let before = sync.journal.appends
        sync.connect()
        while !sync.queue.isEmpty { _ = counts(sync, 1) }
        // One marks the first, each other one what was answered and what goes next.
        #expect(sync.journal.appends - before == 35)
    }
}
