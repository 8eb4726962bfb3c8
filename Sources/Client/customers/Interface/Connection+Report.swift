import Domain
import Panes
import Sync

extension Connection {
    /// - Parameter now: by the synchronisation's own time, in which the report is.
    init(_ report: ReachabilityReport, at now: Duration) {
        let wallClock = Timestamp.now()
        func moment(_ time: Duration) -> Timestamp {
            Timestamp(microseconds: wallClock.microseconds + Int64((time - now) / .microseconds(1)))
        }
        let state: State =
            switch report.state {
            case .unknown: .unknown
            case .reachable: .online
            case .unreachable(let since): .offline(since: moment(since))
            case .turnedAway(let message), .signInNeeded(let message): .signInNeeded(message: message)
            }
        let pause = report.pause.map { Pause(until: moment($0.until), message: $0.message) }
        self.init(state, pause: pause, isProbing: report.isProbing)
    }
}
