import APIClient
import Domain
import HTTP
import Journal
import Sync
import TestSupport
import Testing
import Wire

@Suite("What the API answers before it takes an edit")
struct ReachabilityAnswerTests {
    @Test("Retry-After is kept to, and what else was under way does not shorten it", arguments: [429, 503])
    func retryAfter(status: Int) throws {
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.connect()
        sync.accept()
        sync.turn()
        sync.answer(.failure(.busy(status: status, retryAfterSeconds: 20)))
        sync.turn()
        sync.answer(.failure(.busy(status: status, retryAfterSeconds: 30)))
        while !sync.underWay.isEmpty { sync.accept() }
        sync.turn(after: .seconds(29))
        #expect(sync.underWay.isEmpty && sync.probes == 1)
        sync.turn(after: .seconds(1))
        #expect(sync.isProbing)
    }

    @Test("The time in Retry-After counts when a probe hears of it, though a request has reported something else")
    func probeHearsRetryAfter() throws {
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.connect()
        sync.accept()
        sync.turn()
        sync.answer(SyncFixture.lost)
        sync.turn()
        sync.turn(after: .milliseconds(500))
        sync.answer(.failure(.busy(status: 503, retryAfterSeconds: nil)))
        sync.answerProbe(.failure(.busy(status: 429, retryAfterSeconds: 30)))
        sync.turn(after: .seconds(29))
        #expect(sync.probes == 2)
        sync.turn(after: .seconds(1))
        #expect(sync.probes == 3)
    }

    @Test(
        "However short a pause the API asks for, it is asked ever more rarely", arguments: [0, 1] as [Int?] + [nil])
    func shortPauses(seconds: Int?) throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.connect()
        let busy = APIFailure.busy(status: 503, retryAfterSeconds: seconds)
        sync.answer(.failure(busy))
        let before = sync.probes
        for _ in 0..<600 {
            sync.turn(after: .milliseconds(100))
            if sync.isProbing { sync.answerProbe(.failure(busy)) }
        }
        // Of a minute, the shortest pauses leave room for 0.25, 0.5, 1, 2, 4, 8, 16 and 30 s.
        #expect((3...9).contains(sync.probes - before), "\(sync.probes - before)")
    }

    @Test("What the API asks for is reported with its end, however long ago another request was answered")
    func asksToWait() throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.connect()
        sync.answer(.failure(.busy(status: 503, retryAfterSeconds: RetryAfter.maximumSeconds)))
        sync.turn(after: .seconds(60))
        sync.endCall(SyncFixture.page)
        sync.turn()
        guard case .askedToWait(let message, let until) = sync.core.status else {
            Issue.record("\(sync.core.status)")
            return
        }
        #expect(message.contains("15 min"))
        #expect(until >= .seconds(900) && until < .seconds(903))
        #expect(!sync.isProbing && sync.underWay.isEmpty)
    }

    @Test(
        "A missing sign-in keeps everything until somebody signs in",
        arguments: [
            APIFailure.signInNeeded(detail: "expired"), .credentials(.commandTimedOut),
        ])
    func signIn(failure: APIFailure) throws {
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.connect()
        sync.answer(.failure(failure))
        sync.turn(after: .seconds(200))
        #expect(sync.underWay.isEmpty && sync.queue.count == 20)
        #expect(sync.queue.entries.allSatisfy { $0.state == .waiting })
        #expect(sync.core.status == .signInNeeded(message: failure.message))
        sync.core.retryNow(sync.now)
        sync.turn()
        #expect(sync.underWay.count == 1)
        sync.answer(.failure(failure))
        sync.turn()
        #expect(sync.underWay.isEmpty)
        sync.core.retryNow(sync.now)
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("One request asks now and then whether the sign-in is accepted by now")
    func signInAgain() throws {
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.connect()
        sync.answer(.failure(.signInNeeded(detail: "")))
        sync.turn(after: .seconds(299))
        #expect(sync.underWay.isEmpty)
        sync.turn(after: .seconds(1))
        #expect(sync.underWay.count == 1)
    }

    @Test("A gateway that turns requests away is asked again within a minute, and reported", arguments: [401, 403])
    func turnedAway(status: Int) throws {
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.connect()
        let failure = APIFailure.turnedAway(status: status, detail: "a page")
        sync.answer(.failure(failure))
        sync.turn()
        #expect(sync.underWay.isEmpty && sync.queue.count == 20)
        // It may have arrived all the same: it cannot simply be taken back.
        #expect(sync.queue.entries.first?.isUnsent == false)
        guard case .away(let message, let until) = sync.core.status else {
            Issue.record("\(sync.core.status)")
            return
        }
        #expect(message == failure.cause && until - sync.now <= .seconds(60))
        // However often it happens.
        for _ in 0..<12 {
            sync.turn(after: .seconds(60))
            #expect(sync.isProbing)
            sync.answerProbe(.failure(failure))
            sync.turn()
        }
        sync.turn(after: .seconds(60))
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("An action that is not permitted stops nobody else")
    func notPermitted() throws {
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.connect()
        sync.answer(SyncFixture.refused(.forbidden))
        sync.drain()
        #expect(sync.queue.count == 1 && sync.queue.undecidedCount == 1)
    }
}
