import CustomerAPI
import Domain
import Logging
import SQLiteStore
import Synchronization

/// Removes what is not kept any longer, at the start and then every hour, a little at a time: between two steps others write.
final class StoreUpkeep: Sendable {
    private let store: SQLiteCustomerStore
    private let timelineDays: Int?
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    /// `nil`: at once.
    private let due = Mutex<Timestamp?>(nil)

    static let interval: Int64 = 3_600
    /// Steps at one look, so that requests beside them do not wait long.
    private static let maximumSteps = 5

    /// - Parameter timelineDays: how long timelines keep their values; `nil` for good.
    init(
        of store: SQLiteCustomerStore, timelineDays: Int?, logger: Logger,
        now: @escaping @Sendable () -> Timestamp = Timestamp.now
    ) {
        self.store = store
        self.timelineDays = timelineDays
        self.logger = logger
        self.now = now
    }

    private func run() async {
        let now = now()
        let start = timelineDays.map { now.advanced(bySeconds: -Int64($0) * 86_400) }
        do throws(StoreFailure) {
            for _ in 0..<Self.maximumSteps {
                guard try await store.removeExpired(at: now, timelineStart: start) else {
                    due.withLock { $0 = now.advanced(bySeconds: Self.interval) }
                    return
                }
            }
        } catch {
            logger.warning("what is not kept any longer could not be removed", metadata: ["cause": "\(error)"])
            due.withLock { $0 = now.advanced(bySeconds: Self.interval) }
        }
    }
}

extension StoreUpkeep: Reloadable {
    /// No file of the operator's is read.
    func reload() async {}

    func reloadIfChanged() async {
        let now = now()
        // A clock that was set back does not put it off.
        let isDue = due.withLock { due in due.map { $0 <= now || $0 > now.advanced(bySeconds: Self.interval) } ?? true }
        if isDue { await run() }
    }
}
