import APIClient
import Domain
import HTTP
import Randomness
import Sync
import TestSupport
import Testing
import Wire

/// What the interface is told, and that there is one probe for the screen and for the queue together.
@Suite("The way to the API, as the screen shows it")
struct WatchedReachabilityTests {
    private func watchedDesk(edits: Int = 0) throws -> CoreDesk {
        let desk = CoreDesk()
        desk.core.watchAPI()
        for _ in 0..<edits { try desk.edit() }
        desk.turn()
        return desk
    }

    /// Lets the pause pass after which there is a probe, and says how long it was.
    private func passPause(at desk: CoreDesk) throws -> Duration {
        desk.turn()
        let pause = try #require(desk.core.wakesAt) - desk.now
        desk.turn(after: pause - .milliseconds(1))
        #expect(!desk.isProbing)
        desk.turn(after: .milliseconds(1))
        #expect(desk.isProbing)
        return pause
    }

    private func isEqualJitter(_ pause: Duration, afterFailures count: Int) -> Bool {
        let full = min(Duration.milliseconds(500 << (count - 1)), .seconds(60))
        return pause >= full / 2 && pause <= full
    }

    @Test("With nothing to send a lost API is probed for until it is back, and not before it is lost")
    func emptyQueue() throws {
        let desk = try watchedDesk()
        #expect(desk.core.wakesAt == nil && desk.core.reachability.state == .unknown)
        desk.endCall(CoreDesk.page)
        desk.turn(after: .seconds(60))
        #expect(desk.probes == 0 && desk.core.reachability.state == .reachable)
        desk.endCall(CoreDesk.lostProbe)
        for failures in 1...12 {
            #expect(desk.core.reachability.state == .unreachable(since: .seconds(60)))
            #expect(isEqualJitter(try passPause(at: desk), afterFailures: failures))
            #expect(desk.core.reachability.isProbing)
            desk.answerProbe(CoreDesk.lostProbe)
        }
        _ = try passPause(at: desk)
        desk.answerProbe()
        #expect(desk.core.reachability.state == .reachable)
        desk.turn(after: .seconds(3_600))
        #expect(desk.probes == 13 && !desk.isProbing && desk.core.wakesAt == nil)
    }

    @Test("A command, which nobody watches, probes only for what is to be sent")
    func unwatched() {
        let desk = CoreDesk()
        desk.turn()
        desk.endCall(CoreDesk.lostProbe)
        desk.turn(after: .seconds(60))
        #expect(desk.probes == 0 && desk.core.wakesAt == nil)
    }

    @Test("An API that is well and fails on everything else is asked ever more rarely, until it answers something")
    func wellAndFailing() throws {
        let desk = try watchedDesk()
        for failures in 1...10 {
            desk.endCall(CoreDesk.lostProbe)
            #expect(isEqualJitter(try passPause(at: desk), afterFailures: failures))
            desk.answerProbe()
            #expect(desk.core.reachability.state == .reachable)
            desk.turn()
        }
        desk.endCall(CoreDesk.page)
        desk.endCall(CoreDesk.lostProbe)
        #expect(isEqualJitter(try passPause(at: desk), afterFailures: 1))
    }

    @Test(
        "Retry-After is respected, whichever call got it, and what else is answered meanwhile ends only what is shown")
    func pause() throws {
        let desk = try watchedDesk()
        desk.endCall(.failure(.busy(status: 503, retryAfterSeconds: RetryAfter.maximumSeconds)))
        desk.turn(after: .seconds(60))
        #expect(desk.core.reachability.state == .unreachable(since: .zero))
        desk.endCall(CoreDesk.lostProbe)
        desk.endCall(CoreDesk.page)
        try desk.edit()
        desk.turn()
        #expect(desk.core.reachability.state == .reachable)
        #expect(desk.core.reachability.pause?.until == .seconds(900))
        desk.turn(after: .seconds(839))
        #expect(desk.probes == 0 && desk.underWay.isEmpty)
        desk.turn(after: .seconds(1))
        #expect(desk.isProbing && desk.core.reachability.pause == nil)
    }

    @Test("What waits and what is looked at share one probe and its pauses")
    func oneProbe() throws {
        let desk = try watchedDesk(edits: 20)
        for step in 0..<600 {
            if step.isMultiple(of: 7) { desk.endCall(CoreDesk.lostProbe) }
            if desk.isProbing { desk.answerProbe(CoreDesk.lostProbe) }
            desk.turn(after: .milliseconds(100))
        }
        // Of a minute, pauses of 0.25 to 0.5 s and of twice as much each time leave room for 7 or 8.
        #expect((6...9).contains(desk.probes), "\(desk.probes)")
    }

    @Test(
        "What is answered opens the way for the queue without a probe, one request first; what was asked before does not"
    )
    func answeredCall() throws {
        let desk = try watchedDesk(edits: 20)
        desk.answerProbe(CoreDesk.lostProbe)
        desk.turn(after: .milliseconds(100))
        desk.endCall(CoreDesk.page, madeAt: .zero)
        desk.turn()
        #expect(desk.underWay.isEmpty && desk.core.reachability.state == .unreachable(since: .zero))
        desk.endCall(CoreDesk.page)
        desk.turn()
        #expect(desk.underWay.count == 1 && desk.probes == 1 && desk.core.reachability.state == .reachable)
    }

    @Test("A call that the API failed on counts as unanswered; one that it answered wrongly says nothing")
    func failedCall() throws {
        let desk = try watchedDesk()
        desk.endCall(.failure(.misdirected(detail: "another customer")))
        #expect(desk.core.reachability.state == .unknown)
        desk.endCall(.failure(.serverFailed(status: 500, requestID: "r")))
        #expect(desk.core.reachability.state == .unreachable(since: .zero))
    }

    @Test("Only what needs a sign-in says that it is accepted again: neither health nor what was asked before")
    func signIn() throws {
        let desk = try watchedDesk(edits: 20)
        desk.answerProbe()
        desk.turn()
        let failure = APIFailure.signInNeeded(detail: "expired")
        desk.answer(.failure(failure))
        desk.turn(after: .seconds(1))
        desk.endCall(CoreDesk.health)
        desk.endCall(CoreDesk.page, madeAt: .zero)
        desk.turn()
        #expect(desk.core.reachability.state == .signInNeeded(message: failure.cause) && desk.underWay.isEmpty)
        desk.endCall(CoreDesk.page)
        desk.turn()
        #expect(desk.core.reachability.state == .reachable && desk.underWay.count == 1)
    }

    @Test("A gateway that turns requests away is reported with what to do, and probed for")
    func turnedAway() throws {
        let desk = try watchedDesk()
        let failure = APIFailure.turnedAway(status: 403, detail: "a page")
        desk.endCall(.failure(failure))
        #expect(desk.core.reachability.state == .turnedAway(message: failure.cause))
        _ = try passPause(at: desk)
        desk.answerProbe()
        #expect(desk.core.reachability.state == .reachable)
    }

    @Test("It is probed for while another process sends, and at once when that one hears from the API")
    func otherSender() throws {
        let file = LineFile()
        let (one, other) = (CoreDesk(file: file, seed: 1), CoreDesk(file: file, seed: 2))
        one.core.watchAPI()
        try other.edit()
        other.connect()
        #expect(other.underWay.count == 1)
        one.turn()
        one.endCall(CoreDesk.lostProbe)
        _ = try passPause(at: one)
        one.answerProbe(CoreDesk.lostProbe)
        one.turn()
        #expect(one.probes == 1 && !one.isProbing)
        other.accept()
        other.turn()
        one.turn()
        #expect(one.isProbing)
    }

    @Test("Never is the API said to be there beside edits that wait for it", arguments: 1...20 as ClosedRange<UInt64>)
    func neverOnlineBesideWaiting(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let desk = CoreDesk(seed: seed)
        desk.core.watchAPI()
        let failures: [APIFailure] = [
            CoreDesk.timeout, .signInNeeded(detail: ""), .turnedAway(status: 403, detail: ""),
            .busy(status: 429, retryAfterSeconds: 3), .busy(status: 503, retryAfterSeconds: nil),
            .serverFailed(status: 500, requestID: "r"),
        ]
        let ends = [CoreDesk.page, CoreDesk.page, CoreDesk.health] + failures.map { .failure($0) }
        for _ in 0..<1_000 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: try desk.edit()
            case 1: desk.endCall(ends.randomElement(using: &random) ?? CoreDesk.page, madeAt: max(.zero, desk.now / 2))
            case 2: desk.endCall(ends.randomElement(using: &random) ?? CoreDesk.page)
            case 3: if desk.isProbing { desk.answerProbe(ends.randomElement(using: &random)) }
            case 4: if !desk.underWay.isEmpty { desk.accept() }
            case 5:
                if !desk.underWay.isEmpty {
                    desk.answer(.failure(failures.randomElement(using: &random) ?? CoreDesk.timeout))
                }
            case 6: if Int.random(in: 0..<10, using: &random) == 0 { desk.core.retryNow(desk.now) }
            default: break
            }
            desk.turn(after: .milliseconds(Int.random(in: 0...2_000, using: &random)))
            switch desk.core.status {
            case .away, .askedToWait, .signInNeeded:
                let report = desk.core.reachability
                #expect(report.state != .reachable || report.pause != nil, "\(desk.core.status)")
            default: break
            }
        }
    }
}
