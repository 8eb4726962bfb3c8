package import Domain
import Synchronization

/// A clock that stands still until it is told to go on.
package final class ManualClock: Sendable {
    private let moment: Mutex<Timestamp>

    package init(_ moment: Timestamp) {
        self.moment = Mutex(moment)
    }

    package var now: Timestamp { moment.withLock { $0 } }

    package func advance(bySeconds seconds: Int64) {
        moment.withLock { moment in moment = moment.advanced(bySeconds: seconds) }
    }
}
