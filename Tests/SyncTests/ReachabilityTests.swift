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
        let sync = SyncFixture()
        for _ in 0..<1_000 { try sync.edit() }
        sync.turn()
        var pauses: [Duration] = []
        for _ in 0..<12 {
            sync.answerProbe(SyncFixture.lostProbe)
            sync.turn()
            let wake = try #require(sync.core.wakesAt)
            pauses.append(wake - sync.now)
            sync.turn(after: wake - sync.now - .milliseconds(1))
            #expect(!sync.isProbing)
            sync.turn(after: .milliseconds(1))
            #expect(sync.isProbing && sync.underWay.isEmpty)
        }
        for (number, pause) in pauses.enumerated() {
            let full = min(Duration.milliseconds(500 << number), .seconds(60))
            #expect(pause >= full / 2 && pause <= full)
        }
        #expect(sync.lines.count == 1_000)
    }

    @Test("No storm when it returns: one probe, one request, then eight at most")
    func noStorm() throws {
        let sync = SyncFixture()
        for _ in 0..<1_000 { try sync.edit() }
        sync.connect()
        sync.accept()
        sync.turn()
        while !sync.underWay.isEmpty { sync.answer(SyncFixture.lost) }
        sync.turn()
        let before = sync.probes
        sync.turn(after: .milliseconds(500))
        #expect(sync.probes == before + 1)
        sync.answerProbe()
        sync.turn()
        #expect(sync.underWay.count == 1)
        var most = 0
        while !sync.underWay.isEmpty {
            sync.accept()
            sync.turn()
            most = max(most, sync.underWay.count)
        }
        #expect(most == 8)
        #expect(sync.probes == before + 1)
        sync.turn(after: .seconds(2))
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("One probe is under way at a time, whatever its elders bring meanwhile")
    func oneProbe() throws {
        let sync = SyncFixture()
        for _ in 0..<20 { try sync.edit() }
        sync.connect()
        sync.accept()
        sync.turn()
        sync.answer(SyncFixture.lost)
        sync.turn()
        sync.turn(after: .milliseconds(500))
        #expect(sync.probes == 2)
        sync.answer(.failure(.busy(status: 429, retryAfterSeconds: 1)))
        sync.turn(after: .seconds(2))
        #expect(sync.probes == 2)
        sync.answerProbe()
        sync.turn()
        #expect(sync.probes == 3)
    }

    @Test("An old success proves nothing: a probe goes first again")
    func staleness() throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.drain()
        try sync.edit()
        sync.turn(after: .seconds(11))
        #expect(sync.isProbing && sync.underWay.isEmpty)
    }

    @Test("What another process has sent shows that the way is free")
    func foreignSuccess() throws {
        let file = LineFile()
        let (one, other) = (SyncFixture(file: file, seed: 1), SyncFixture(file: file, seed: 2))
        for _ in 0..<5 { try one.edit() }
        one.turn()
        one.answerProbe(SyncFixture.lostProbe)
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
        let sync = SyncFixture()
        for _ in 0..<1_000 { try sync.edit() }
        sync.connect()
        var requests = 0
        while !sync.underWay.isEmpty {
            requests += 1
            sync.answer(.failure(.serverFailed(status: 500, requestID: "r")))
            sync.turn()
        }
        #expect(requests < 20)
        guard case .away = sync.core.status else {
            Issue.record("\(sync.core.status)")
            return
        }
    }

    @Test("After a pause nothing is known, and late answers are not taken")
    func pausing() throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.connect()
        let other = sync.file.open()
        #expect(!other.trySenderLock())
        sync.core.pause()
        #expect(other.trySenderLock())
        sync.accept()
        sync.turn()
        #expect(sync.queue.count == 1 && sync.core.status == .paused)
        sync.core.resume()
        sync.turn()
        #expect(
            !sync.isProbing && sync.core.status == .anotherProcessSends(OtherSender(process: nil, silentSeconds: 0)))
        other.releaseSenderLock()
        sync.drain()
        #expect(sync.queue.isEmpty)
    }

    @Test("A process that only waits for time to pass lets another one send")
    func lockWhileAway() throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.turn()
        let other = sync.file.open()
        #expect(!other.trySenderLock())
        sync.answerProbe(SyncFixture.lostProbe)
        sync.turn()
        #expect(other.trySenderLock())
    }

    @Test("Entries of another API's journal are held")
    func held() throws {
        let sync = SyncFixture()
        try sync.edit()
        sync.journal.hold("These edits belong to https://other.example.com.")
        sync.turn()
        #expect(!sync.isProbing)
        #expect(sync.core.status == .held(message: "These edits belong to https://other.example.com."))
    }
}
