import Domain
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
