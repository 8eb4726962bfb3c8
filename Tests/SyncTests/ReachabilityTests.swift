import APIClient
import Domain
import Journal
import Sync
import TestSupport
import Testing

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

    @Test("An old success proves nothing: a probe goes first again")
    func staleness() throws {
        let desk = CoreDesk()
        try desk.edit()
        desk.drain()
        try desk.edit()
        desk.turn(after: .seconds(11))
        #expect(desk.isProbing && desk.underWay.isEmpty)
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
