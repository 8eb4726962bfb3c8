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
    private func watchedSync(edits: Int = 0) throws -> SyncFixture {
        let sync = SyncFixture()
        sync.core.watchAPI()
        for _ in 0..<edits { try sync.edit() }
        sync.turn()
        return sync
    }

    /// Lets the pause pass after which there is a probe, and says how long it was.
    private func passPause(at sync: SyncFixture) throws -> Duration {
        sync.turn()
        let pause = try #require(sync.core.wakesAt) - sync.now
        sync.turn(after: pause - .milliseconds(1))
        #expect(!sync.isProbing)
        sync.turn(after: .milliseconds(1))
        #expect(sync.isProbing)
        return pause
    }

    private func isEqualJitter(_ pause: Duration, afterFailures count: Int) -> Bool {
        let full = min(Duration.milliseconds(500 << (count - 1)), .seconds(60))
        return pause >= full / 2 && pause <= full
    }

    @Test("With nothing to send a lost API is probed for until it is back, and not before it is lost")
    func emptyQueue() throws {
        let sync = try watchedSync()
        #expect(sync.core.wakesAt == nil && sync.core.reachability.state == .unknown)
        sync.endCall(SyncFixture.page)
        sync.turn(after: .seconds(60))
        #expect(sync.probes == 0 && sync.core.reachability.state == .reachable)
        sync.endCall(SyncFixture.lostProbe)
        for failures in 1...12 {
            #expect(sync.core.reachability.state == .unreachable(since: .seconds(60)))
            #expect(isEqualJitter(try passPause(at: sync), afterFailures: failures))
            #expect(sync.core.reachability.isProbing)
            sync.answerProbe(SyncFixture.lostProbe)
        }
        _ = try passPause(at: sync)
        sync.answerProbe()
        #expect(sync.core.reachability.state == .reachable)
        sync.turn(after: .seconds(3_600))
        #expect(sync.probes == 13 && !sync.isProbing && sync.core.wakesAt == nil)
    }

    @Test("A command, which nobody watches, probes only for what is to be sent")
    func unwatched() {
        let sync = SyncFixture()
        sync.turn()
        sync.endCall(SyncFixture.lostProbe)
        sync.turn(after: .seconds(60))
        #expect(sync.probes == 0 && sync.core.wakesAt == nil)
    }

    @Test("An API that is well and fails on everything else is asked ever more rarely, until it answers something")
    func wellAndFailing() throws {
        let sync = try watchedSync()
        for failures in 1...10 {
            sync.endCall(SyncFixture.lostProbe)
            #expect(isEqualJitter(try passPause(at: sync), afterFailures: failures))
            sync.answerProbe()
            #expect(sync.core.reachability.state == .reachable)
            sync.turn()
        }
        sync.endCall(SyncFixture.page)
        sync.endCall(SyncFixture.lostProbe)
        #expect(isEqualJitter(try passPause(at: sync), afterFailures: 1))
    }

    @Test(
        "Retry-After is respected, whichever call got it, and what else is answered meanwhile ends only what is shown")
    func pause() throws {
        let sync = try watchedSync()
        sync.endCall(.failure(.busy(status: 503, retryAfterSeconds: RetryAfter.maximumSeconds)))
        sync.turn(after: .seconds(60))
        #expect(sync.core.reachability.state == .unreachable(since: .zero))
        sync.endCall(SyncFixture.lostProbe)
        sync.endCall(SyncFixture.page)
        try sync.edit()
        sync.turn()
        #expect(sync.core.reachability.state == .reachable)
        #expect(sync.core.reachability.pause?.until == .seconds(900))
        sync.turn(after: .seconds(839))
        #expect(sync.probes == 0 && sync.underWay.isEmpty)
        sync.turn(after: .seconds(1))
        #expect(sync.isProbing && sync.core.reachability.pause == nil)
    }

    @Test("What waits and what is looked at share one probe and its pauses")
    func oneProbe() throws {
        let sync = try watchedSync(edits: 20)
        for step in 0..<600 {
            if step.isMultiple(of: 7) { sync.endCall(SyncFixture.lostProbe) }
            if sync.isProbing { sync.answerProbe(SyncFixture.lostProbe) }
            sync.turn(after: .milliseconds(100))
        }
        // Of a minute, pauses of 0.25 to 0.5 s and of twice as much each time leave room for 7 or 8.
        #expect((6...9).contains(sync.probes), "\(sync.probes)")
    }

    @Test(
        "What is answered opens the way for the queue without a probe, one request first; what was asked before does not"
    )
    func answeredCall() throws {
        let sync = try watchedSync(edits: 20)
        sync.answerProbe(SyncFixture.lostProbe)
        sync.turn(after: .milliseconds(100))
        sync.endCall(SyncFixture.page, madeAt: .zero)
        sync.turn()
        #expect(sync.underWay.isEmpty && sync.core.reachability.state == .unreachable(since: .zero))
        sync.endCall(SyncFixture.page)
        sync.turn()
        #expect(sync.underWay.count == 1 && sync.probes == 1 && sync.core.reachability.state == .reachable)
    }

    @Test("A call that the API failed on counts as unanswered; one that it answered wrongly says nothing")
    func failedCall() throws {
        let sync = try watchedSync()
        sync.endCall(.failure(.misdirected(detail: "another customer")))
        #expect(sync.core.reachability.state == .unknown)
        sync.endCall(.failure(.serverFailed(status: 500, requestID: "r")))
        #expect(sync.core.reachability.state == .unreachable(since: .zero))
    }

    @Test("Only what needs a sign-in says that it is accepted again: neither health nor what was asked before")
    func signIn() throws {
        let sync = try watchedSync(edits: 20)
        sync.answerProbe()
        sync.turn()
        let failure = APIFailure.signInNeeded(detail: "expired")
        sync.answer(.failure(failure))
        sync.turn(after: .seconds(1))
        sync.endCall(SyncFixture.health)
        sync.endCall(SyncFixture.page, madeAt: .zero)
        sync.turn()
        #expect(sync.core.reachability.state == .signInNeeded(message: failure.cause) && sync.underWay.isEmpty)
        sync.endCall(SyncFixture.page)
        sync.turn()
        #expect(sync.core.reachability.state == .reachable && sync.underWay.count == 1)
    }

    @Test("A gateway that turns requests away is reported with what to do, and probed for")
    func turnedAway() throws {
        let sync = try watchedSync()
        let failure = APIFailure.turnedAway(status: 403, detail: "a page")
        sync.endCall(.failure(failure))
        #expect(sync.core.reachability.state == .turnedAway(message: failure.cause))
        _ = try passPause(at: sync)
        sync.answerProbe()
        #expect(sync.core.reachability.state == .reachable)
    }

    @Test("It is probed for while another process sends, and at once when that one hears from the API")
    func otherSender() throws {
        let file = LineFile()
        let (one, other) = (SyncFixture(file: file, seed: 1), SyncFixture(file: file, seed: 2))
        one.core.watchAPI()
        try other.edit()
        other.connect()
        #expect(other.underWay.count == 1)
        one.turn()
        one.endCall(SyncFixture.lostProbe)
        _ = try passPause(at: one)
        one.answerProbe(SyncFixture.lostProbe)
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
        let sync = SyncFixture(seed: seed)
        sync.core.watchAPI()
        let failures: [APIFailure] = [
            SyncFixture.timeout, .signInNeeded(detail: ""), .turnedAway(status: 403, detail: ""),
            .busy(status: 429, retryAfterSeconds: 3), .busy(status: 503, retryAfterSeconds: nil),
            .serverFailed(status: 500, requestID: "r"),
        ]
        let ends = [SyncFixture.page, SyncFixture.page, SyncFixture.health] + failures.map { .failure($0) }
        for _ in 0..<1_000 {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: try sync.edit()
            case 1:
                sync.endCall(ends.randomElement(using: &random) ?? SyncFixture.page, madeAt: max(.zero, sync.now / 2))
            case 2: sync.endCall(ends.randomElement(using: &random) ?? SyncFixture.page)
            case 3: if sync.isProbing { sync.answerProbe(ends.randomElement(using: &random)) }
            case 4: if !sync.underWay.isEmpty { sync.accept() }
            case 5:
                if !sync.underWay.isEmpty {
                    sync.answer(.failure(failures.randomElement(using: &random) ?? SyncFixture.timeout))
                }
            case 6: if Int.random(in: 0..<10, using: &random) == 0 { sync.core.retryNow(sync.now) }
            default: break
            }
            sync.turn(after: .milliseconds(Int.random(in: 0...2_000, using: &random)))
            switch sync.core.status {
            case .away, .askedToWait, .signInNeeded:
                let report = sync.core.reachability
                #expect(report.state != .reachable || report.pause != nil, "\(sync.core.status)")
            default: break
            }
        }
    }
}
