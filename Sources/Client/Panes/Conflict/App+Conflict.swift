import Domain
import Journal

/// The conflict view.
extension App {
    mutating func openConflict(_ entry: PendingEdit) {
    }
}
