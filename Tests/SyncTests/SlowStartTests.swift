import APIClient
import Domain
import HTTP
import Sync
import Testing

/// While nothing behind a probe is answered, one more request goes every five seconds; with the first answer, all may.
@Suite("The first requests after an outage")
struct SlowStartTests {
    /// One with a hundred edits whose probe has come through.
    private func deskBehindProbe() throws -> SyncFixture {
        let sync = SyncFixture()
        for _ in 0..<100 { try sync.edit() }
        sync.connect()
        return sync
    }

    /// The requests under way are lost, and the next probe comes through.
    private func outage(of sync: SyncFixture) {
        while !sync.underWay.isEmpty { sync.answer(SyncFixture.lost) }
        sync.turn()
        while !sync.isProbing { sync.turn(after: .seconds(1)) }
        sync.answerProbe()
        sync.turn()
    }

    @Test("One goes, and beside silent ones another every five seconds, eight at most")
    func silence() throws {
        let sync = try deskBehindProbe()
        for count in 1...8 {
            #expect(sync.underWay.count == count)
            sync.turn(after: .milliseconds(4_999))
            #expect(sync.underWay.count == count)
            sync.turn(after: .milliseconds(1))
        }
        #expect(sync.underWay.count == 8)
    }

    @Test("However many went before, after the next outage it is one again, and one more only after five seconds")
    func nextOutage() throws {
        let sync = try deskBehindProbe()
        sync.turn(after: .seconds(5))
        sync.turn(after: .seconds(5))
        #expect(sync.underWay.count == 3)
        outage(of: sync)
        #expect(sync.underWay.count == 1)
        sync.turn(after: .seconds(5))
        #expect(sync.underWay.count == 2)
    }

    @Test("So it is when the sign-in is tried again")
    func signIn() throws {
        let sync = try deskBehindProbe()
        sync.turn(after: .seconds(5))
        #expect(sync.underWay.count == 2)
        while !sync.underWay.isEmpty { sync.answer(.failure(.signInNeeded(detail: "expired"))) }
        sync.turn(after: .seconds(300))
        #expect(sync.underWay.count == 1)
    }
}
