import APIClient
import Domain
import HTTP
import Journal
import Sync
import TestSupport
import Testing
import Wire

@Suite("The way to the API")
struct ReachabilityTests {
    @Test("When the API is away, one probe decides for all, with pauses from half a second to a minute")
    func pauses() throws {
        let desk = CoreDesk()
        for _ in 0..<1_000 { try desk.edit() }
        desk.turn()
        var pauses: [Duration] = []
        for _ in 0..<12 {
            desk.answerProbe(CoreDesk.lostProbe)
            desk.turn()
            let wake = try #require(desk.core.wakesAt)
            pauses.append(wake - desk.now)
            desk.turn(after: wake - desk.now - .milliseconds(1))
            #expect(!desk.isProbing)
            desk.turn(after: .milliseconds(1))
            #expect(desk.isProbing && desk.underWay.isEmpty)
        }
        for (number, pause) in pauses.enumerated() {
            let full = min(Duration.milliseconds(500 << number), .seconds(60))
            #expect(pause >= full / 2 && pause <= full)
        }
        #expect(desk.lines.count == 1_000)
    }

    @Test("No storm when it returns: one probe, one request, then eight at most")
    func noStorm() throws {
        let desk = CoreDesk()
        for _ in 0..<1_000 { try desk.edit() }
        desk.connect()
        desk.accept()
        desk.turn()
        while !desk.underWay.isEmpty { desk.answer(CoreDesk.lost) }
        desk.turn()
        let before = desk.probes
        desk.turn(after: .milliseconds(500))
        #expect(desk.probes == before + 1)
        desk.answerProbe()
        desk.turn()
        #expect(desk.underWay.count == 1)
        var most = 0
        while !desk.underWay.isEmpty {
            desk.accept()
            desk.turn()
            most = max(most, desk.underWay.count)
        }
        #expect(most == 8)
        #expect(desk.probes == before + 1)
        desk.turn(after: .seconds(2))
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

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

    @Test("Of an edit that goes again and again, the last cause is known")
    func lastCause() throws {
        let desk = CoreDesk()
        let customer = CustomerID.random()
        try desk.edit(customer)
        desk.connect()
        let failure = APIFailure.unconfirmed(detail: "another value")
        desk.answer(.failure(failure))
        desk.turn()
        #expect(desk.core.status(for: customer) == .unsettled(message: failure.cause))
        #expect(desk.core.status(for: .random()) == desk.core.status)
        desk.turn(after: .seconds(1))
        #expect(desk.core.status(for: customer) == .unsettled(message: failure.cause))
        desk.accept()
        desk.turn()
        #expect(desk.queue.isEmpty && desk.core.status(for: customer) == .idle)
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

    @Test("An answer that does not show the edit is asked for again under the same key, and soon", arguments: [1, 2])
    func unconfirmed(times: Int) throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.connect()
        let first = try #require(desk.underWay.first)
        for _ in 0..<times {
            desk.answer(.failure(.unconfirmed(detail: "another value")))
            desk.turn()
            #expect(desk.queue.count == 1 && desk.queue.entries.first?.isUnsent == false)
            desk.turn(after: .seconds(1))
            #expect(desk.underWay.map(\.sending.op) == [first.sending.op])
        }
        desk.accept()
        desk.turn()
        #expect(desk.queue.isEmpty)
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

    @Test("One probe is under way at a time, whatever its elders bring meanwhile")
    func oneProbe() throws {
        let desk = CoreDesk()
        for _ in 0..<20 { try desk.edit() }
        desk.connect()
        desk.accept()
        desk.turn()
        desk.answer(CoreDesk.lost)
        desk.turn()
        desk.turn(after: .milliseconds(500))
        #expect(desk.probes == 2)
        desk.answer(.failure(.busy(status: 429, retryAfterSeconds: 1)))
        desk.turn(after: .seconds(2))
        #expect(desk.probes == 2)
        desk.answerProbe()
        desk.turn()
        #expect(desk.probes == 3)
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

    @Test("An old success proves nothing: a probe goes first again")
    func staleness() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.drain()
        try desk.edit()
        desk.turn(after: .seconds(11))
        #expect(desk.isProbing && desk.underWay.isEmpty)
    }

    @Test("An entry on which the API fails does not stop the others")
    func stumble() throws {
        let desk = CoreDesk()
        let poisoned = CustomerID.random()
        try desk.edit(poisoned)
        for _ in 0..<99 { try desk.edit() }
        for _ in 0..<400 {
            desk.turn(after: .milliseconds(100))
            if desk.isProbing { desk.answerProbe() }
            while let batch = desk.underWay.first {
                if batch.customer == poisoned {
                    desk.answer(.failure(.serverFailed(status: 500, requestID: "r")))
                } else {
                    desk.accept()
                }
            }
        }
        #expect(desk.queue.entries.map(\.customer) == [poisoned])
    }

    @Test("An entry that never gets an answer holds nobody up, and does not make the API look away")
    func silentEntry() throws {
        let desk = CoreDesk()
        let silent = CustomerID.random()
        try desk.edit(silent)
        desk.connect()
        #expect(desk.underWay.map(\.customer) == [silent])
        for _ in 0..<20 { try desk.edit() }
        for _ in 0..<200 {
            desk.turn(after: .milliseconds(100))
            desk.acceptAll(but: silent)
            if case .away = desk.core.status { Issue.record("\(desk.core.status)") }
        }
        #expect(desk.queue.entries.map(\.customer) == [silent])
        #expect(desk.underWay.map(\.customer) == [silent])
        desk.answer(CoreDesk.lost)
        desk.turn()
        if case .away = desk.core.status { Issue.record("\(desk.core.status)") }
    }

    @Test("A new customer's edit goes before one on which the API keeps failing, which goes ever more rarely")
    func newcomers() throws {
        let desk = CoreDesk()
        let poisoned = CustomerID.random()
        try desk.edit(poisoned)
        var attempts = 0
        for step in 0..<600 {
            if step.isMultiple(of: 20) { try desk.edit() }
            // The interface hears from the API all the time.
            if step.isMultiple(of: 10) { desk.endCall(CoreDesk.page) }
            desk.turn(after: .milliseconds(100))
            if desk.isProbing { desk.answerProbe() }
            while let batch = desk.underWay.first {
                if batch.customer == poisoned {
                    attempts += 1
                    desk.answer(CoreDesk.lost)
                } else {
                    desk.accept()
                }
            }
        }
        #expect(desk.queue.count <= 2)
        #expect(attempts <= 12)
    }

    @Test("What another process has sent shows that the way is free")
    func foreignSuccess() throws {
        let file = LineFile()
        let (one, other) = (CoreDesk(file: file, seed: 1), CoreDesk(file: file, seed: 2))
        for _ in 0..<5 { try one.edit() }
        one.turn()
        one.answerProbe(CoreDesk.lostProbe)
        one.turn()
        guard case .away = one.core.status else {
            Issue.record("\(one.core.status)")
            return
        }
        other.turn()
        other.answerProbe()
        other.turn()
        other.accept()
        other.turn()
        one.turn()
        if case .away = one.core.status { Issue.record("\(one.core.status)") }
    }

    @Test("When the API fails on everything, it is left alone")
    func failsOnEverything() throws {
        let desk = CoreDesk()
        for _ in 0..<1_000 { try desk.edit() }
        desk.connect()
        var requests = 0
        while !desk.underWay.isEmpty {
            requests += 1
            desk.answer(.failure(.serverFailed(status: 500, requestID: "r")))
            desk.turn()
        }
        #expect(requests < 20)
        guard case .away = desk.core.status else {
            Issue.record("\(desk.core.status)")
            return
        }
    }

    @Test("After a pause nothing is known, and late answers are not taken")
    func pausing() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.connect()
        let other = desk.file.open()
        #expect(!other.trySenderLock())
        desk.core.pause()
        #expect(other.trySenderLock())
        desk.accept()
        desk.turn()
        #expect(desk.queue.count == 1 && desk.core.status == .paused)
        desk.core.resume()
        desk.turn()
        #expect(
            !desk.isProbing && desk.core.status == .anotherProcessSends(OtherSender(process: nil, silentSeconds: 0)))
        other.releaseSenderLock()
        desk.drain()
        #expect(desk.queue.isEmpty)
    }

    @Test("A process that only waits for time to pass lets another one send")
    func lockWhileAway() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.turn()
        let other = desk.file.open()
        #expect(!other.trySenderLock())
        desk.answerProbe(CoreDesk.lostProbe)
        desk.turn()
        #expect(other.trySenderLock())
    }

    @Test("Entries of another API's journal are held")
    func held() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.journal.hold("These edits belong to https://other.example.com.")
        desk.turn()
        #expect(!desk.isProbing)
        #expect(desk.core.status == .held(message: "These edits belong to https://other.example.com."))
    }
}
