import Domain
import SQLiteStore
import SampleData
import StandardStreams

/// Fills an empty store with invented people.
struct SampleLoading {
    static let maximum = 10_000_000

    let store: SQLiteCustomerStore

    /// Tells how far it is on a terminal; leaves a store that was ever used as it is, and says so.
    func load(_ count: Int) async throws(StartFailure) {
        do throws(SQLiteStoreLoadFailure) {
            try await store.load(SamplePeople(count: count), now: .now(), progress: progress(of: count))
        } catch {
            switch error {
            case .notEmpty:
                StandardStream.error.say("customers-api: the store is not empty, so --sample adds no customers.")
            case .sameEmailTwice:
                throw StartFailure(.inputOutput, "the invented customers do not go together; the store is still empty.")
            case .store:
                throw StartFailure(.inputOutput, "the invented customers cannot be written: check the disk for room.")
            }
        }
    }

    private func progress(of count: Int) -> @Sendable (Int) -> Void {
        guard StandardStream.error.isTerminal else { return { _ in } }
        return { loaded in
            let isLast = loaded == count
            let end = isLast ? ", making the indexes" : ""
            StandardStream.error.redraw("inventing customers: \(loaded * 100 / count) %\(end)")
            if isLast { StandardStream.error.write("\n") }
        }
    }
}
