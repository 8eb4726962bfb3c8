import CustomerAPI
import Domain
import Logging
import SQLiteStore
import Synchronization

/// Removes what is not kept any longer, at the start and then every hour, a little at a time: between two steps others write.
///
/// At the start it looks through the file, too, for what other programs have left there of what was removed.
final class StoreUpkeep: Sendable {
    private let store: SQLiteCustomerStore
    private let timelineDays: Int?
    private let logger: Logger
    private let now: @Sendable () -> Timestamp
    /// `nil`: at once.
    private let due = Mutex<Timestamp?>(nil)
    /// The page of the file to look at next; `nil` when all of it was looked through.
    private let page = Mutex<Int?>(0)

    static let interval: Int64 = 3_600
    /// Steps at one look, so that requests beside them do not wait long.
    private static let maximumSteps = 5
    /// Pieces of the file that are looked at in one go: 64 MiB, in some 60 ms.
    private static let maximumPieces = 64

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
                    keepErasureList()
                    return
                }
            }
        } catch {
            logger.warning("what is not kept any longer could not be removed", metadata: ["cause": "\(error)"])
            due.withLock { $0 = now.advanced(bySeconds: Self.interval) }
        }
    }

    /// What could not be noted with an erasure is noted now, or said.
    private func keepErasureList() {
        do throws(StoreOperationFailure) {
            try store.keepErasureList()
        } catch {
            logger.error("the list of who was erased is not kept", metadata: ["cause": "\(error)"])
        }
    }

    private func sweep() async {
        do throws(StoreFailure) {
            for _ in 0..<Self.maximumPieces {
                guard let start = page.withLock({ $0 }) else { return }
                let next = try await store.sweep(from: start)
                page.withLock { $0 = next }
                // A reader is in the way.
                if next == start { return }
            }
        } catch {
            logger.warning("the database could not be looked through", metadata: ["cause": "\(error)"])
            page.withLock { $0 = nil }
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
        await sweep()
    }
}
