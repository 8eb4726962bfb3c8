import Domain
import Journal
import Synchronization

/// The time that passes in a simulated world.
final class SimulatedClock: Sendable {
    private let time = Mutex(Duration.zero)

    var now: Duration { time.withLock { $0 } }

    func advance(to moment: Duration) {
        time.withLock { $0 = max($0, moment) }
    }
}

/// What a machine says the time is, right or wrong.
final class WallClock: Sendable {
    private let clock: SimulatedClock
    private let offsetSeconds = Mutex<Int64>(0)

    private static let start = Timestamp(microseconds: 1_767_268_800_000_000)
    private static let secondsPerYear: Int64 = 31_556_952

    init(_ clock: SimulatedClock) {
        self.clock = clock
    }

    var now: Timestamp {
        let (seconds, attoseconds) = clock.now.components
        let moment = Timestamp(
            microseconds: Self.start.microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        return moment.advanced(bySeconds: offsetSeconds.withLock { $0 })
    }

    /// Sets the clock so many years before or after the true time.
    func jump(toYears years: Int64) {
        offsetSeconds.withLock { $0 = years * Self.secondsPerYear }
    }
}

/// A machine's clock that nobody sets, which begins again with each start of the machine.
final class SimulatedBootClock: BootClock {
    private let clock: SimulatedClock
    private let machine: String
    private let start = Mutex(Start())

    private struct Start {
        var number = 1
        var at: Duration = .zero
    }

    init(_ clock: SimulatedClock, machine: String) {
        self.clock = clock
        self.machine = machine
    }

    var now: BootMoment { moment(clock.now) }

    /// What it said, or would have said, when the world began.
    var epoch: BootMoment { moment(.zero) }

    /// The machine is started again.
    func restart() {
        start.withLock { [clock] start in
            start.number += 1
            start.at = clock.now
        }
    }

    private func moment(_ time: Duration) -> BootMoment {
        start.withLock { start in
            // No machine has run for no time.
            let milliseconds = Int64((time - start.at) / .milliseconds(1)) + 7_000
            return BootMoment(boot: "\(machine)\(start.number)", milliseconds: milliseconds)
        }
    }
}
