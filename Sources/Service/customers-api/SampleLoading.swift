import CustomerAPI
import Domain
import SQLiteStore

/// Fills an empty store with invented people.
struct SampleLoading {
    static let maximum = 10_000_000

    let store: SQLiteStore

    /// Tells how far it is on a terminal; leaves a store with customers as it is, and says so.
    func load(_ count: Int) async throws(StartFailure) {
    }
}
