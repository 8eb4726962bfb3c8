import APIClient
import Domain
import HTTP
import Sync
import Testing

/// While nothing behind a probe is answered, one more request goes every five seconds; with the first answer, all may.
@Suite("The first requests after an outage")
struct SlowStartTests {
    /// A desk with a hundred edits whose probe has come through.
    private func deskBehindProbe() throws -> CoreDesk {
        let desk = CoreDesk()
        for _ in 0..<100 { try desk.edit() }
        desk.connect()
        return desk
    }

    /// The requests under way are lost, and the next probe comes through.
    private func outage(of desk: CoreDesk) {
        while !desk.underWay.isEmpty { desk.answer(CoreDesk.lost) }
        desk.turn()
        while !desk.isProbing { desk.turn(after: .seconds(1)) }
        desk.answerProbe()
        desk.turn()
    }

    @Test("One goes, and beside silent ones another every five seconds, eight at most")
    func silence() throws {
        let desk = try deskBehindProbe()
        for count in 1...8 {
            #expect(desk.underWay.count == count)
            desk.turn(after: .milliseconds(4_999))
            #expect(desk.underWay.count == count)
            desk.turn(after: .milliseconds(1))
        }
        #expect(desk.underWay.count == 8)
    }

    @Test("However many went before, after the next outage it is one again, and one more only after five seconds")
    func nextOutage() throws {
        let desk = try deskBehindProbe()
        desk.turn(after: .seconds(5))
        desk.turn(after: .seconds(5))
        #expect(desk.underWay.count == 3)
        outage(of: desk)
        #expect(desk.underWay.count == 1)
        desk.turn(after: .seconds(5))
        #expect(desk.underWay.count == 2)
    }

    @Test("So it is when the sign-in is tried again")
    func signIn() throws {
        let desk = try deskBehindProbe()
        desk.turn(after: .seconds(5))
        #expect(desk.underWay.count == 2)
        while !desk.underWay.isEmpty { desk.answer(.failure(.signInNeeded(detail: "expired"))) }
        desk.turn(after: .seconds(300))
        #expect(desk.underWay.count == 1)
    }
}
