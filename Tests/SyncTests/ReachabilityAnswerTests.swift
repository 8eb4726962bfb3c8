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
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.connect()
        desk.accept()
        desk.turn()
        desk.answer(.failure(.busy(status: status, retryAfterSeconds: 20)))
        desk.turn()
        desk.answer(.failure(.busy(status: status, retryAfterSeconds: 30)))
        while !desk.underWay.isEmpty { desk.accept() }
        desk.turn(after: .seconds(29))
        #expect(desk.underWay.isEmpty && desk.probes == 1)
        desk.turn(after: .seconds(1))
        #expect(desk.isProbing)
    }

    @Test("The time in Retry-After counts when a probe hears of it, though a request has reported something else")
    func probeHearsRetryAfter() throws {
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.connect()
        desk.accept()
        desk.turn()
        desk.answer(CoreDesk.lost)
        desk.turn()
        desk.turn(after: .milliseconds(500))
        desk.answer(.failure(.busy(status: 503, retryAfterSeconds: nil)))
        desk.answerProbe(.failure(.busy(status: 429, retryAfterSeconds: 30)))
        desk.turn(after: .seconds(29))
        #expect(desk.probes == 2)
        desk.turn(after: .seconds(1))
        #expect(desk.probes == 3)
    }

    @Test(
        "However short a pause the API asks for, it is asked ever more rarely", arguments: [0, 1] as [Int?] + [nil])
    func shortPauses(seconds: Int?) throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.connect()
        let busy = APIFailure.busy(status: 503, retryAfterSeconds: seconds)
        desk.answer(.failure(busy))
        let before = desk.probes
        for _ in 0..<600 {
            desk.turn(after: .milliseconds(100))
            if desk.isProbing { desk.answerProbe(.failure(busy)) }
        }
        // Of a minute, the shortest pauses leave room for 0.25, 0.5, 1, 2, 4, 8, 16 and 30 s.
        #expect((3...9).contains(desk.probes - before), "\(desk.probes - before)")
    }

    @Test("What the API asks for is reported with its end, however long ago another request was answered")
    func asksToWait() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.connect()
        desk.answer(.failure(.busy(status: 503, retryAfterSeconds: RetryAfter.maximumSeconds)))
        desk.turn(after: .seconds(60))
        desk.endCall(CoreDesk.page)
        desk.turn()
        guard case .askedToWait(let message, let until) = desk.core.status else {
            Issue.record("\(desk.core.status)")
            return
        }
        #expect(message.contains("15 min"))
        #expect(until >= .seconds(900) && until < .seconds(903))
        #expect(!desk.isProbing && desk.underWay.isEmpty)
    }

    @Test(
        "A missing sign-in keeps everything until somebody signs in",
        arguments: [
            APIFailure.signInNeeded(detail: "expired"), .credentials(.commandTimedOut),
        ])
    func signIn(failure: APIFailure) throws {
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.connect()
        desk.answer(.failure(failure))
        desk.turn(after: .seconds(200))
        #expect(desk.underWay.isEmpty && desk.queue.count == 20)
        #expect(desk.queue.entries.allSatisfy { $0.state == .waiting })
        #expect(desk.core.status == .signInNeeded(message: failure.message))
        desk.core.retryNow(desk.now)
        desk.turn()
        #expect(desk.underWay.count == 1)
        desk.answer(.failure(failure))
        desk.turn()
        #expect(desk.underWay.isEmpty)
        desk.core.retryNow(desk.now)
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("One request asks now and then whether the sign-in is accepted by now")
    func signInAgain() throws {
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.connect()
        desk.answer(.failure(.signInNeeded(detail: "")))
        desk.turn(after: .seconds(299))
        #expect(desk.underWay.isEmpty)
        desk.turn(after: .seconds(1))
        #expect(desk.underWay.count == 1)
    }

    @Test("A gateway that turns requests away is asked again within a minute, and reported", arguments: [401, 403])
    func turnedAway(status: Int) throws {
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.connect()
        let failure = APIFailure.turnedAway(status: status, detail: "a page")
        desk.answer(.failure(failure))
        desk.turn()
        #expect(desk.underWay.isEmpty && desk.queue.count == 20)
        // It may have arrived all the same: it cannot simply be taken back.
        #expect(desk.queue.entries.first?.isUnsent == false)
        guard case .away(let message, let until) = desk.core.status else {
            Issue.record("\(desk.core.status)")
            return
        }
        #expect(message == failure.cause && until - desk.now <= .seconds(60))
        // However often it happens.
        for _ in 0..<12 {
            desk.turn(after: .seconds(60))
            #expect(desk.isProbing)
            desk.answerProbe(.failure(failure))
            desk.turn()
        }
        desk.turn(after: .seconds(60))
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("An action that is not permitted stops nobody else")
    func notPermitted() throws {
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.connect()
        desk.answer(CoreDesk.refused(.forbidden))
        desk.drain()
        #expect(desk.queue.count == 1 && desk.queue.undecidedCount == 1)
    }
}
