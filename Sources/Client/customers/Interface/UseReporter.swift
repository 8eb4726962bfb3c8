import Dispatch
import Domain
import Wire
import Workspace

/// Notes what is seen or taken out of the server's sight, in order and off the main queue, and tells the API while it is there.
@MainActor
final class UseReporter {
    private let reports: UseReports
    private let queue = DispatchQueue(label: "reports")
    private let fail: @MainActor @Sendable (String) -> Void
    private var isOnline = false
    private var delivery: Task<Void, Never>?
    private lazy var timer = DebounceTimer { [weak self] in self?.deliver() }

    /// What happens together is told together.
    private static let gatheringMilliseconds = 2_000
    private static let retryMilliseconds = 60_000

    /// - Parameter fail: is called with why something could not be noted, the first time.
    init(_ reports: UseReports, _ fail: @escaping @MainActor @Sendable (String) -> Void) {
        self.reports = reports
        self.fail = fail
    }

    func note(_ kind: ReportedUse.Kind, of customer: CustomerID?, count: Int) {
        let (reports, fail) = (reports, fail)
        queue.async {
            guard let message = reports.note(kind, of: customer, count: count).failure?.message else { return }
            DispatchQueue.main.async { MainActor.assumeIsolated { fail(message) } }
        }
        if isOnline { timer.startUnlessRunning(milliseconds: Self.gatheringMilliseconds) }
    }

    /// The API is there, or is not there any more.
    func follow(isOnline: Bool) {
        let wasOnline = self.isOnline
        self.isOnline = isOnline
        if isOnline, !wasOnline { deliver() }
    }

    /// Returns when everything is noted; what the API has not been told is told the next time.
    func stop() {
        isOnline = false
        timer.stop()
        delivery?.cancel()
        queue.sync {}
    }

    private func deliver() {
        guard isOnline, delivery == nil else { return }
        delivery = Task { [weak self, reports] in
            let isDone = await reports.deliver()
            self?.finish(isDone)
        }
    }

    private func finish(_ isDone: Bool) {
        delivery = nil
        if !isDone, isOnline { timer.startUnlessRunning(milliseconds: Self.retryMilliseconds) }
    }
}
