import Domain
import Journal

/// The queue pane.
extension App {
    mutating func openQueue() {
    }
}
