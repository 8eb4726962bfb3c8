import Domain
import Journal
import Sync
import TestSupport
import Testing
import Wire

/// Each deletion has its own time in the journal, by the machine's own clock: nobody else ends it.
@Suite("When a deletion may be sent")
struct DeletionTests {
    private static let boot = "start"
    private let file = LineFile()

    /// A program that starts when the machine has run for so long.
    private func program(startingAt seconds: Int64, boot: String = boot) -> SyncFixture {
        SyncFixture(file: file, epoch: moment(seconds, boot: boot))
    }

    private func moment(_ seconds: Int64, boot: String = boot) -> BootMoment {
        BootMoment(boot: boot, milliseconds: seconds * 1_000)
    }

    /// When a program's deletion leaves, in seconds since the program's start.
    private func departure(of sync: SyncFixture) -> Duration? {
        sync.turn()
        while sync.underWay.isEmpty {
            if sync.isProbing {
                sync.answerProbe()
            } else if let moment = sync.core.wakesAt, moment > sync.now {
                sync.turn(after: moment - sync.now)
                continue
            } else {
                return nil
            }
            sync.turn()
        }
        return sync.now
    }

    @Test("A start after a kill waits for the rest of its time")
    func afterKill() throws {
        let killed = program(startingAt: 100)
        try killed.delete(due: moment(113))
        #expect(departure(of: program(startingAt: 107)) == .seconds(6))
    }

    @Test("When its time is over it goes at the next start, at once")
    func longAgo() throws {
        let killed = program(startingAt: 100)
        try killed.delete(due: moment(113))
        #expect(departure(of: program(startingAt: 5_000)) == .zero)
    }

    @Test("After a reboot it waits ten seconds again, whatever the two clocks say")
    func anotherBoot() throws {
        let killed = program(startingAt: 100)
        try killed.delete(due: moment(113))
        #expect(departure(of: program(startingAt: 5_000, boot: "another")) == .seconds(10))
    }

    @Test("It waits no longer than ten seconds, whatever stands in the journal")
    func bounded() throws {
        let sync = program(startingAt: 100)
        try sync.delete(due: BootMoment(boot: Self.boot, milliseconds: 1 << 53 - 1))
        #expect(departure(of: sync) == .seconds(10))
    }

    @Test("A second program, and another's deletion that may go at once, leave it alone")
    func others() throws {
        let window = program(startingAt: 100)
        let deletion = try window.delete(due: moment(110))
        window.turn()
        let command = program(startingAt: 103)
        let own = try command.delete(due: moment(103))
        command.turn()
        if command.isProbing { command.answerProbe() }
        command.core.retryNow(command.now)
        command.turn()
        #expect(command.underWay.map(\.leader) == [own])
        command.accept()
        command.drain()
        #expect(command.queue.entries.map(\.sequence) == [deletion])
        #expect(command.queue[deletion]?.state == .waiting)
        // It can still be taken back.
        try window.journal.record { _ in [.cancel(for: deletion, .undo)] }
        window.turn(after: .seconds(60))
        #expect(window.underWay.isEmpty)
    }

    @Test("When its owner has quit it goes at once, by whichever program runs")
    func quit() throws {
        let window = program(startingAt: 100)
        let deletion = try window.delete(due: moment(110))
        let other = program(startingAt: 102)
        other.turn()
        #expect(other.core.wakesAt == .seconds(8))
        try window.journal.record { _ in [.due(for: deletion, moment(103))] }
        #expect(departure(of: other) == .seconds(1))
    }

    @Test("What is tried again at once is not sent before its time")
    func retry() throws {
        let sync = program(startingAt: 100)
        try sync.delete(due: moment(110))
        sync.turn(after: .seconds(3))
        sync.core.retryNow(sync.now)
        sync.turn()
        #expect(!sync.isProbing && sync.underWay.isEmpty)
        #expect(departure(of: sync) == .seconds(10))
    }
}
